import { KMSClient } from "@aws-sdk/client-kms";
import { authorise } from "../platform/authorise.ts";
import { dynamoClient, recorded } from "../platform/aws.ts";
import { readSettings } from "../platform/settings.ts";
import { now } from "../platform/time.ts";
import { admissionOver } from "./deployed/admission.ts";
import { openSigningKeys } from "./deployed/kms.ts";
import { AuthorizerSettings } from "./settings.ts";
import { admission } from "./use-cases/admission.ts";

const told = readSettings(AuthorizerSettings);

export const handler = authorise(
  admission(
    admissionOver({
      table: { dynamo: dynamoClient(), name: told.TABLE, now },
      institutionsTable: told.INSTITUTIONS_TABLE,
      issuers: told.ISSUERS,
      ours: { issuer: told.TOKEN_ISSUER, stage: told.STAGE },
      keys: openSigningKeys(recorded(new KMSClient({})), told.SIGNING_KEYS),
      ownPlans: told.OWN_PLANS,
      publicUrl: told.PUBLIC_URL,
    }),
  ),
);
