import { deployment } from "../platform/deployment.ts";
import { readSettings } from "../platform/settings.ts";
import { openCalendar } from "../reference/index.ts";
import { Settings } from "./settings.ts";
import { resources } from "./store/resources.ts";
import { searchPostings } from "./store/search.ts";
import type { Deps } from "./use-cases.ts";

const { open, tableOf, ...given } = deployment();
const settings = readSettings(Settings);

/** What the catalogue needs of AWS, for its doors. */
export const deployed = {
  ...given,
  resources: open(resources),
  search: (wish, look) => searchPostings(given.table, wish, look),
  calendar: openCalendar(tableOf("reference")),
  reviewTime: settings.REVIEW,
  retirementGraceDays: settings.RETIREMENT_GRACE_DAYS,
} satisfies Deps & typeof given;
