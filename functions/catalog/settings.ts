import * as z from "zod";
import { numberFromText } from "../kernel/number.ts";

const days = numberFromText(1, 366);

/** What every function of the catalogue is told, beside its tables. */
export const Settings = z.object({
  /** Order 9 names no days for the Center's review, so their number is a setting … */
  REVIEW_WORKING_DAYS: days,
  /** … and this text says what it rests on. */
  REVIEW_BASIS: z.string().min(1),
  /** Calendar days between the announcement of a retirement and its last day in force, at least. */
  RETIREMENT_GRACE_DAYS: days,
});
