import * as z from "zod";
import { TimeAllowed } from "../kernel/clock.ts";
import { numberFromText } from "../kernel/number.ts";
import { toldAsJson } from "../platform/settings.ts";
import { SUBJECT_SETTINGS } from "../platform/subject.ts";
import { Need } from "./chain/need.ts";
import { ConsentAllowed } from "./request/filing.ts";

/** What a stage sets of these, in the shapes of the rules that they are for. */
export { ConsentAllowed, Need };

/** What every function of sharing is told, beside its tables. */
export const Settings = z.object({
  /** Order 9 names no days for the joint review (A27p3) … */
  REVIEW: toldAsJson(TimeAllowed),
  /** … nor for the consent to a data copy (A25p3). */
  CONSENT: toldAsJson(ConsentAllowed),
  /** The longest time for which anything is granted. */
  GRANT_DAYS_AT_MOST: numberFromText(1, 3660),
  NEED: toldAsJson(Need),
  /** Hosts of the platforms that are connected to ours, separated by commas. */
  CONNECTED_HOSTS: z.string(),
});

/** The exchange beside: where it puts accesses, and the key behind the pseudonyms of people. */
export const ExchangeSettings = Settings.extend({ ...SUBJECT_SETTINGS, EVIDENCE_TABLE: z.string().min(1) });

/** On one machine a provider's endpoint is on that machine; anywhere else such an address is a trap. */
export const connectedOf = (
  { CONNECTED_HOSTS }: Pick<z.output<typeof Settings>, "CONNECTED_HOSTS">,
  stage: "local" | "staging" | "production",
) => ({
  hosts: CONNECTED_HOSTS.split(",").filter((host) => host !== ""),
  oneMachine: stage === "local",
});
