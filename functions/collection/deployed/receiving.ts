import { KMSClient } from "@aws-sdk/client-kms";
import type * as z from "zod";
import { recorded } from "../../platform/aws.ts";
import { readSettings } from "../../platform/settings.ts";
import { openSubjects } from "../../platform/subject.ts";
import { now } from "../../platform/time.ts";
import { openRecordIds } from "../record/id.ts";
import { ReceivingSettings } from "../settings.ts";

type Told = z.output<typeof ReceivingSettings>;
const addressOf = ({ AWS_ENDPOINT_URL_S3: another, UPLOADS_BUCKET: name, UPLOADS_ADDRESS: usual }: Told): string =>
  another === undefined ? usual : `${another}/${name}`;

const settings = readSettings(ReceivingSettings);
const peppered = openSubjects(recorded(new KMSClient({})), settings.SUBJECTS_KEY);

/** Names of people and records, made under the pepper. */
export const naming = { subjectOf: peppered, recordIdOf: openRecordIds(peppered) };

/** The quarantine of files on their way in. */
export const uploads = { bucket: { address: addressOf(settings), region: settings.AWS_REGION }, now };
