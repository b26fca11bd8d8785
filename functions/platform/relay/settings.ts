import * as z from "zod";
import { PLATFORM_SETTINGS } from "../settings.ts";

/** What a context's relay is told when it is deployed. */
export const Settings = z.object({
  ...PLATFORM_SETTINGS,
  CONTEXT: z.string(),
  EVENT_BUS: z.string(),
  JOURNAL_BUCKET: z.string(),
});
