import * as z from "zod";
import { addDays } from "../kernel/day.ts";
import { dueBy, sweep } from "../platform/due.ts";
import { readSettings } from "../platform/settings.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { byLastDay } from "./store/grants.ts";
import { expireOver, markOverdue } from "./use-cases/in-time.ts";

const deps = deployed(readSettings(Settings, process.env));
const JOB = "sharing-days";

/** Every hour: reviews that have run out go on record, and grants whose last day is over expire. */
export const handler = task(JOB, z.unknown(), async () => {
  const today = deps.today();
  const yesterday = addDays(today, -1);
  const expired = await sweep(JOB, dueBy(byLastDay(deps.stores.grants), yesterday), expireOver(deps, today, JOB));
  if (!expired.ok) return expired;
  return sweep(JOB, dueBy(deps.stores.requests, yesterday), markOverdue(deps, today, JOB));
});
