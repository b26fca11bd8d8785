import { KMSClient } from "@aws-sdk/client-kms";
import { dynamoClient, recorded } from "../platform/aws.ts";
import { newId } from "../platform/id.ts";
import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { now } from "../platform/time.ts";
import { sealing } from "./contract.ts";
import { openSigningKeys } from "./deployed/kms.ts";
import { openParties } from "./deployed/parties.ts";
import { REMEMBERED } from "./proof.ts";
import { SealSettings } from "./settings.ts";
import { openOnce } from "./store/once.ts";
import { sealUseCases } from "./use-cases/tokens.ts";

const told = readSettings(SealSettings);
const table = { dynamo: dynamoClient(), name: told.TABLE, now };

/** A repeat of a token request is no repeat of its answer: assertion and proof are accepted once. */
export const handler = serve(
  sealing,
  sealUseCases({
    onRecord: openParties(table, told.SHARING_TABLE),
    once: openOnce(table, REMEMBERED),
    keys: openSigningKeys(recorded(new KMSClient({})), told.SIGNING_KEYS),
    ours: { issuer: told.TOKEN_ISSUER, stage: told.STAGE },
    now,
    newId,
    ...(told.PUBLIC_URL === undefined
      ? {}
      : { endpoint: `${told.PUBLIC_URL.replace(/\/$/, "")}${sealing.issueToken.path}` }),
  }),
  async () => undefined,
);
