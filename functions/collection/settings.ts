import * as z from "zod";
import { numberFromText } from "../kernel/number.ts";
import { SUBJECT_SETTINGS } from "../platform/subject.ts";
import { GOVERNING_SETTINGS } from "./settings/governing.ts";

/** What every function of the context is told, beside its tables. */
export const Settings = z.object(GOVERNING_SETTINGS);

/** What a function is told that receives. */
export const ReceivingSettings = z.object({
  /** The quarantine of files on their way in. */
  UPLOADS_BUCKET: z.string().min(1),
  UPLOADS_ADDRESS: z.string().startsWith("https://"),
  AWS_REGION: z.string().min(1),
  /** The SDK's own variable, by which other endpoints are found, is followed here too. */
  AWS_ENDPOINT_URL_S3: z.url().exactOptional(),
  /** The key under which persons, bodies and records have their pseudonyms. */
  ...SUBJECT_SETTINGS,
});

/** A step reads for so long and then lets its machine call again, well before the function's own time is up. */
export const TaskSettings = z.object({ STEP_SECONDS: numberFromText(1, 840) });
