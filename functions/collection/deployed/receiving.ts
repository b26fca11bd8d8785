import { KMSClient } from "@aws-sdk/client-kms";
import { recorded } from "../../platform/aws.ts";
import { readSettings } from "../../platform/settings.ts";
import { openSubjects } from "../../platform/subject.ts";
import { uploadsBucket } from "../../platform/uploads.ts";
import { openRecordIds } from "../record/id.ts";
import { ReceivingSettings } from "../settings.ts";

const settings = readSettings(ReceivingSettings);
const peppered = openSubjects(recorded(new KMSClient({})), settings.SUBJECTS_KEY);

/** Names of people and records, made under the pepper. */
export const naming = { subjectOf: peppered, recordIdOf: openRecordIds(peppered) };

/** The quarantine of files on their way in. */
export const uploads = uploadsBucket(settings);
