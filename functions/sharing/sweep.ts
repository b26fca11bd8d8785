import { addDays } from "../kernel/day.ts";
import { dueBy, Sweeping, sweep } from "../platform/due.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { menders } from "./starters.ts";
import { beginFlow } from "./use-cases/flows.ts";
import { expireOver, inTime } from "./use-cases/in-time.ts";

const begin = beginFlow({ ...deployed, start: menders() });
const requests = inTime(deployed).sweep(begin);

/** Every hour: reviews that have run out go on record, and grants whose last day is over expire; see `clockwork`. */
export const handler = task("sharing-days", Sweeping, async (asked) => {
  const today = deployed.today();
  const over = dueBy(deployed.stores.grants, addDays(today, -1));
  const expired = await sweep("grant-days", over, expireOver(deployed, today));
  return expired.ok ? requests(asked) : expired;
});
