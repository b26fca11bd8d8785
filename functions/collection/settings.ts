import * as z from "zod";
import { TimeAllowed } from "../kernel/clock.ts";
import { numberFromText } from "../kernel/number.ts";
import { toldAsJson, UPLOADS_SETTINGS } from "../platform/settings.ts";
import { SUBJECT_SETTINGS } from "../platform/subject.ts";

/** What every function of the context is told, beside its tables. */
export const Settings = z.object({
  /** The ledger of accesses: put into, and nothing else. */
  EVIDENCE_TABLE: z.string().min(1),
  /** Order 9 names no days for verifying what sources differ on … */
  VERIFICATION: toldAsJson(TimeAllowed),
  /** … nor for mending a fault. */
  MENDING: toldAsJson(TimeAllowed),
});

/** What a function is told that receives. */
export const ReceivingSettings = z.object({
  /** The quarantine of files on their way in. */
  ...UPLOADS_SETTINGS,
  /** The key under which persons, bodies and records have their pseudonyms. */
  ...SUBJECT_SETTINGS,
});

/** A step reads for so long and then lets its machine call again, well before the function's own time is up. */
export const TaskSettings = z.object({ STEP_SECONDS: numberFromText(1, 840) });
