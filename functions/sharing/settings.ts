import * as z from "zod";
import { numberFromText } from "../kernel/number.ts";

const days = numberFromText(1, 366);
const basis = z.string().min(1);

/** What every function of sharing is told, beside its tables. */
export const Settings = z.object({
  /** Order 9 names no days for the joint review (A27p3); this text says what their number rests on. */
  REVIEW_WORKING_DAYS: days,
  REVIEW_BASIS: basis,
  /** … nor for the consent to a data copy (A25p3) … */
  CONSENT_WORKING_DAYS: days,
  CONSENT_BASIS: basis,
  /** … nor whose level is meant where consumer and provider are not of the same. */
  CONSENT_AT: z.enum(["consumer", "provider"]),
  /** The longest time for which anything is granted. */
  GRANT_DAYS_AT_MOST: numberFromText(1, 3660),
});
