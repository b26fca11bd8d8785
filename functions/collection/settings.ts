import * as z from "zod";
import { PLATFORM_SETTINGS } from "../platform/settings.ts";
import { SUBJECT_SETTINGS } from "../platform/subject.ts";

/** What every function of the context is told. */
export const Settings = z.object({
  ...PLATFORM_SETTINGS,
  /** Holds the catalogue, by which everything that is collected is judged. */
  CATALOG_TABLE: z.string().min(1),
  /** Knows which body is a district's authority. */
  INSTITUTIONS_TABLE: z.string().min(1),
  /** The quarantine of files on their way in. */
  UPLOADS_BUCKET: z.string().min(1),
  /** The key under which persons and bodies have their pseudonyms. */
  ...SUBJECT_SETTINGS,
});

/** A step reads for so long and then lets its machine call again, well before the function's own time is up. */
export const TaskSettings = z.object({ ...Settings.shape, STEP_SECONDS: z.coerce.number().int().min(1).max(840) });

/** The listener starts the flows of files. */
export const ListenerSettings = z.object({
  ...Settings.shape,
  TAKE_IN_FLOW_ARN: z.string().min(1),
  TAKE_BACK_FLOW_ARN: z.string().min(1),
});
