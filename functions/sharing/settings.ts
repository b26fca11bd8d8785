import * as z from "zod";
import { numberFromText } from "../kernel/number.ts";
import { SUBJECT_SETTINGS } from "../platform/subject.ts";

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
  /** How many misses and refused calls a day are no need any more, which order 9 does not say, and why so many. */
  EXCHANGE_MISSES: numberFromText(1, 1_000_000),
  EXCHANGE_MISSES_PERCENT: numberFromText(1, 100),
  EXCHANGE_REFUSALS: numberFromText(1, 1_000_000),
  EXCHANGE_BASIS: basis,
  /** Hosts of the platforms that are connected to ours, separated by commas. */
  CONNECTED_HOSTS: z.string(),
});

/** The exchange beside: where it puts accesses, and the key behind the pseudonyms of people. */
export const ExchangeSettings = Settings.extend({ ...SUBJECT_SETTINGS, EVIDENCE_TABLE: z.string().min(1) });

type Told = z.output<typeof Settings>;

/** What is use beyond need, as it was set. */
export const walkOf = (told: Told) => ({
  misses: told.EXCHANGE_MISSES,
  missesPercent: told.EXCHANGE_MISSES_PERCENT,
  refusals: told.EXCHANGE_REFUSALS,
  basis: told.EXCHANGE_BASIS,
});

/** On one machine a provider's endpoint is on that machine; anywhere else such an address is a trap. */
export const connectedOf = (told: Told, stage: "local" | "staging" | "production") => ({
  hosts: told.CONNECTED_HOSTS.split(",").filter((host) => host !== ""),
  oneMachine: stage === "local",
});
