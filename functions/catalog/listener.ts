import { Day } from "../kernel/day.ts";
import { accept } from "../kernel/outcome.ts";
import { dueBy } from "../platform/due.ts";
import { openFlows } from "../platform/flow.ts";
import { ear, type Heard, listen } from "../platform/listen.ts";
import { readSettings } from "../platform/settings.ts";
import { CalendarChanged } from "../reference/index.ts";
import { deployed } from "./deployed.ts";
import { ResourcePublished, ResourceRetired, ResourceSubmitted } from "./events.ts";
import { ListenerSettings } from "./settings.ts";
import { project } from "./store/search.ts";
import { reckonAnew } from "./use-cases/in-time.ts";

const settings = readSettings(ListenerSettings, process.env);
const deps = deployed(settings);
const flows = openFlows();

/** Search follows what is in force; it reads the record, which may be ahead of the event. */
const follow = async ({ subject }: Heard) => {
  const found = await deps.resources.find(subject);
  return found.ok ? project(deps.table, found.value) : found;
};

/** The review begins once per round; one that is over by now is not begun. */
const beginReview = async (round: number, { subject: record }: Heard) => {
  const found = await deps.resources.find(record);
  if (!found.ok) return found;
  const { now } = found.value;
  const waits = now.status === "submitted" && now.round === round;
  if (waits) await flows.start(settings.REVIEW_FLOW_ARN, { record, flow: "review", round });
  return accept(waits);
};

/** Every record that something is due on, whenever. */
const EVER = Day.parse("9999-12-31");

export const handler = listen("catalog", [
  ear("catalog.resource-submitted.v1", ResourceSubmitted, ({ round }, _call, heard) => beginReview(round, heard)),
  ear("catalog.resource-published.v1", ResourcePublished, (_event, _call, heard) => follow(heard)),
  ear("catalog.resource-retired.v1", ResourceRetired, (_event, _call, heard) => follow(heard)),
  ear("reference.calendar-changed.v1", CalendarChanged, ({ because }) =>
    reckonAnew(deps, dueBy(deps.resources, EVER), { because, on: deps.today() }),
  ),
]);
