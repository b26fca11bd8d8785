import { addDays } from "../kernel/day.ts";
import { beginUnbegun, dueBy, EVER, Sweeping, sweep, sweepCall } from "../platform/due.ts";
import { openFlows } from "../platform/flow.ts";
import { readSettings } from "../platform/settings.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { FlowSettings } from "./settings.ts";
import { beginReview } from "./use-cases/hearing.ts";
import { dayHasBegun } from "./use-cases/in-time.ts";

const settings = readSettings(FlowSettings, process.env);
const deps = deployed(settings);
const flows = openFlows();
const begin = beginReview({ ...deps, start: (flow) => flows.start(settings.REVIEW_RESOURCE_FLOW_ARN, flow) });
const JOB = "catalog-days";

/**
 * Every hour: reviews that have run out go on record, and resources whose last day is over retire. Reviews that have
 * not begun are begun: of those every hour, of all that run every day.
 */
export const handler = task(JOB, Sweeping, async ({ flows: ofAll }) => {
  const today = deps.today();
  const yesterday = addDays(today, -1);
  const running = dueBy(deps.resources, ofAll ? EVER : yesterday);
  await beginUnbegun(JOB, running, today, ({ id, round }) => begin(id, round));
  const call = ({ now, version }: { now: { id: string }; version: number }) => sweepCall(JOB, now.id, version);
  return sweep(JOB, dueBy(deps.resources, yesterday), dayHasBegun(deps, today, call));
});
