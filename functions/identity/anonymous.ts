import { KMSClient } from "@aws-sdk/client-kms";
import { recorded } from "../platform/aws.ts";
import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { anonymous } from "./contract.ts";
import { openSigningKeys } from "./deployed/kms.ts";
import { KeysSettings } from "./settings.ts";
import { keyUseCases } from "./use-cases/tokens.ts";

const { SIGNING_KEYS } = readSettings(KeysSettings);

/** The public keys for everybody who checks a token of ours. */
export const handler = serve(
  anonymous,
  keyUseCases(openSigningKeys(recorded(new KMSClient({})), SIGNING_KEYS)),
  async () => undefined,
);
