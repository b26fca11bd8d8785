import * as z from "zod";
import { UPLOADS_SETTINGS } from "../platform/settings.ts";
import { SUBJECT_SETTINGS } from "../platform/subject.ts";

/** What every function of the context is told, beside its tables: where the objector is told of an act. */
export const Settings = z.object({ NOTICES_TABLE: z.string().min(1) });

/** What a function is told that receives: the quarantine of files, and the key behind pseudonyms. */
export const ReceivingSettings = z.object({
  ...UPLOADS_SETTINGS,
  ...SUBJECT_SETTINGS,
});
