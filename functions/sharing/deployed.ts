import { openPool } from "../collection/index.ts";
import { deployment } from "../platform/deployment.ts";
import { readSettings, told } from "../platform/settings.ts";
import { openCalendar } from "../reference/index.ts";
import { depsOver } from "./opened.ts";
import { connectedOf, Settings } from "./settings.ts";
import { openChain } from "./store/exchanges.ts";
import type { Deps } from "./use-cases.ts";

const given = deployment();
const settings = readSettings(Settings);
const pools = given.tableOf("collection");

/** What sharing needs of AWS, for its doors. */
export const deployed = {
  ...depsOver(given.table),
  ...given,
  calendar: openCalendar(given.tableOf("reference")),
  chain: openChain({ own: given.table, pool: pools.name }),
  pool: openPool(pools),
  connected: connectedOf(settings, readSettings(told).STAGE),
  need: settings.NEED,
  terms: { review: settings.REVIEW, consent: settings.CONSENT, mostDays: settings.GRANT_DAYS_AT_MOST },
} satisfies Deps & typeof given;
