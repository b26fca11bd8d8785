import * as z from "zod";
import { addDays } from "../kernel/day.ts";
import { dueBy, sweep, sweepCall } from "../platform/due.ts";
import { readSettings } from "../platform/settings.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { dayHasBegun } from "./use-cases/in-time.ts";

const deps = deployed(readSettings(Settings, process.env));
const JOB = "catalog-days";

/** Every hour: reviews that have run out go on record, and resources whose last day is over retire. */
export const handler = task(JOB, z.unknown(), () => {
  const today = deps.today();
  const call = ({ now, version }: { now: { id: string }; version: number }) => sweepCall(JOB, now.id, version);
  return sweep(JOB, dueBy(deps.resources, addDays(today, -1)), dayHasBegun(deps, today, call));
});
