import * as z from "zod";
import { TimeAllowed } from "../kernel/clock.ts";
import { numberFromText } from "../kernel/number.ts";
import { toldAsJson } from "../platform/settings.ts";

/** What every function of the catalogue is told, beside its tables. */
export const Settings = z.object({
  /** Order 9 names no days for the Center's review. */
  REVIEW: toldAsJson(TimeAllowed),
  /** Calendar days between the announcement of a retirement and its last day in force, at least. */
  RETIREMENT_GRACE_DAYS: numberFromText(1, 366),
});
