import { KMSClient } from "@aws-sdk/client-kms";
import { recorded } from "../platform/aws.ts";
import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { openSubjects } from "../platform/subject.ts";
import { receiving } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { ReceivingSettings } from "./settings.ts";
import { findSent, openAddress } from "./store/evidence.ts";
import { receivingUseCases } from "./use-cases/receiving.ts";

const told = readSettings(ReceivingSettings);
const { AWS_ENDPOINT_URL_S3: another, UPLOADS_BUCKET: name, UPLOADS_ADDRESS: usual, AWS_REGION: region } = told;
const bucket = { address: another === undefined ? usual : `${another}/${name}`, region };
const quarantine = { bucket, now: deployed.now };

export const handler = serve(
  receiving,
  receivingUseCases({
    ...deployed,
    subjectOf: openSubjects(recorded(new KMSClient({})), told.SUBJECTS_KEY),
    addressFor: openAddress(quarantine),
    sent: findSent(quarantine),
  }),
  deployed.answers,
);
