import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { recorded } from "../platform/aws.ts";
import { deployment } from "../platform/deployment.ts";
import { readSettings } from "../platform/settings.ts";
import { openSubjects } from "../platform/subject.ts";
import { governingOver } from "./opened/governing.ts";
import { depsOver } from "./opened.ts";
import { Settings } from "./settings.ts";

const { tableOf, ...given } = deployment();
const settings = readSettings(Settings);
const told = {
  catalog: tableOf("catalog").name,
  institutions: tableOf("institutions").name,
  uploads: settings.UPLOADS_BUCKET,
};
const subjectOf = openSubjects(recorded(new KMSClient({})), settings.SUBJECTS_KEY);

const collecting = depsOver(given.table, told, { subjectOf }, recorded(new S3Client({})));

/** What the context needs of AWS, for its doors. */
export const deployed = {
  ...given,
  ...collecting,
  ...governingOver(given.table, { reference: tableOf("reference").name, settings }, collecting),
};
