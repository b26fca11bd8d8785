import * as z from "zod";
import { PLATFORM_SETTINGS } from "../platform/settings.ts";

const days = z.coerce.number().int().min(1).max(366);
const basis = z.string().min(1);

/** What every function of sharing is told. */
export const Settings = z.object({
  ...PLATFORM_SETTINGS,
  /** Hold the official calendar, and the editions of the catalogue. */
  REFERENCE_TABLE: z.string().min(1),
  CATALOG_TABLE: z.string().min(1),
  /** Order 9 names no days for the joint review (A27p3); this text says what their number rests on. */
  REVIEW_WORKING_DAYS: days,
  REVIEW_BASIS: basis,
  /** … nor for the consent to a data copy (A25p3) … */
  CONSENT_WORKING_DAYS: days,
  CONSENT_BASIS: basis,
  /** … nor whose level is meant where consumer and provider are not of the same. */
  CONSENT_AT: z.enum(["consumer", "provider"]),
  /** The longest time for which anything is granted. */
  GRANT_DAYS_AT_MOST: z.coerce.number().int().min(1).max(3660),
});

/** The listener starts the flows. */
export const ListenerSettings = z.object({
  ...Settings.shape,
  CONSENT_FLOW_ARN: z.string().min(1),
  REVIEW_FLOW_ARN: z.string().min(1),
});
