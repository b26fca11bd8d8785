import { deployment } from "../platform/deployment.ts";
import { readSettings } from "../platform/settings.ts";
import { openCalendar } from "../reference/index.ts";
import { depsOver } from "./opened.ts";
import { Settings } from "./settings.ts";
import type { Deps } from "./use-cases.ts";

const given = deployment();
const settings = readSettings(Settings);

/** What sharing needs of AWS, for its doors. */
export const deployed = {
  ...depsOver(given.table),
  ...given,
  calendar: openCalendar(given.tableOf("reference")),
  terms: {
    review: { workingDays: settings.REVIEW_WORKING_DAYS, basis: settings.REVIEW_BASIS },
    consent: { workingDays: settings.CONSENT_WORKING_DAYS, basis: settings.CONSENT_BASIS },
    consentAt: settings.CONSENT_AT,
    mostDays: settings.GRANT_DAYS_AT_MOST,
  },
} satisfies Deps & typeof given;
