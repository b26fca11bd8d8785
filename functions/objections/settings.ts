import * as z from "zod";
import { SUBJECT_SETTINGS } from "../platform/subject.ts";

/** What every function of the context is told, beside its tables: where the objector is told of an act. */
export const Settings = z.object({ NOTICES_TABLE: z.string().min(1) });

/** What a function is told that receives: the quarantine of files, and the key behind pseudonyms. */
export const ReceivingSettings = z.object({
  UPLOADS_BUCKET: z.string().min(1),
  UPLOADS_ADDRESS: z.string().startsWith("https://"),
  AWS_REGION: z.string().min(1),
  /** The SDK's own variable, by which other endpoints are found, is followed here too. */
  AWS_ENDPOINT_URL_S3: z.url().exactOptional(),
  ...SUBJECT_SETTINGS,
});
