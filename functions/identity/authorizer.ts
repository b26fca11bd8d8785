import { KMSClient } from "@aws-sdk/client-kms";
import { authorise } from "../platform/authorise.ts";
import { dynamoClient, recorded } from "../platform/aws.ts";
import { readSettings } from "../platform/settings.ts";
import { openSubjects } from "../platform/subject.ts";
import { now } from "../platform/time.ts";
import { admissionOver } from "./deployed/admission.ts";
import { openSigningKeys } from "./deployed/kms.ts";
import { AuthorizerSettings } from "./settings.ts";
import { admission } from "./use-cases/admission.ts";

const told = readSettings(AuthorizerSettings);
const kms = recorded(new KMSClient({}));

export const handler = authorise(
  admission(
    admissionOver({
      table: { dynamo: dynamoClient(), name: told.TABLE, now },
      institutionsTable: told.INSTITUTIONS_TABLE,
      issuers: told.ISSUERS,
      ours: { issuer: told.TOKEN_ISSUER, stage: told.STAGE },
      keys: openSigningKeys(kms, told.SIGNING_KEYS),
      subjectOf: openSubjects(kms, told.SUBJECTS_KEY),
      ownPlans: told.OWN_PLANS,
      publicUrl: told.PUBLIC_URL,
    }),
  ),
);
