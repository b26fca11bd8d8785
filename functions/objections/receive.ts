import { KMSClient } from "@aws-sdk/client-kms";
import { recorded } from "../platform/aws.ts";
import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { openSubjects } from "../platform/subject.ts";
import { openUploads, uploadsBucket } from "../platform/uploads.ts";
import { receiving } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { ReceivingSettings } from "./settings.ts";
import { fileOf } from "./store/evidence.ts";
import { receivingUseCases } from "./use-cases/receiving.ts";

const told = readSettings(ReceivingSettings);

export const handler = serve(
  receiving,
  receivingUseCases({
    ...deployed,
    subjectOf: openSubjects(recorded(new KMSClient({})), told.SUBJECTS_KEY),
    ...openUploads(uploadsBucket(told), deployed.now, fileOf),
  }),
  deployed.answers,
);
