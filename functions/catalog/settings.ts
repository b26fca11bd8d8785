import * as z from "zod";
import { numberFromText } from "../kernel/number.ts";
import { PLATFORM_SETTINGS } from "../platform/settings.ts";

const days = numberFromText(1, 366);

/** What every function of the catalogue is told. */
export const Settings = z.object({
  ...PLATFORM_SETTINGS,
  /** Holds the official calendar. */
  REFERENCE_TABLE: z.string().min(1),
  /** Order 9 names no days for the Center's review, so their number is a setting … */
  REVIEW_WORKING_DAYS: days,
  /** … and this text says what it rests on. */
  REVIEW_BASIS: z.string().min(1),
  /** Calendar days between the announcement of a retirement and its last day in force, at least. */
  RETIREMENT_GRACE_DAYS: days,
});

/** The listener begins the review's state machine, and the sweep where it has not begun. */
export const FlowSettings = z.object({ ...Settings.shape, REVIEW_RESOURCE_FLOW_ARN: z.string().min(1) });
