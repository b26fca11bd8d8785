import { dueBy, EVER } from "../platform/due.ts";
import { openFlows } from "../platform/flow.ts";
import { ear, listen } from "../platform/listen.ts";
import { readSettings } from "../platform/settings.ts";
import { CalendarChanged } from "../reference/index.ts";
import { deployed } from "./deployed.ts";
import { ResourcePublished, ResourceRetired, ResourceSubmitted } from "./events.ts";
import { FlowSettings } from "./settings.ts";
import { project } from "./store/search.ts";
import { beginReview, follow } from "./use-cases/hearing.ts";
import { reckonAnew } from "./use-cases/in-time.ts";

const settings = readSettings(FlowSettings, process.env);
const deps = deployed(settings);
const flows = openFlows();

const begin = beginReview({ ...deps, start: (flow) => flows.start(settings.REVIEW_RESOURCE_FLOW_ARN, flow) });
const show = follow({ ...deps, project: (found) => project(deps.table, found) });

export const handler = listen("catalog", [
  ear("catalog.resource-submitted.v1", ResourceSubmitted, ({ round }, _call, { subject }) => begin(subject, round)),
  ear("catalog.resource-published.v1", ResourcePublished, (_event, _call, { subject }) => show(subject)),
  ear("catalog.resource-retired.v1", ResourceRetired, (_event, _call, { subject }) => show(subject)),
  ear("reference.calendar-changed.v1", CalendarChanged, ({ because }) =>
    reckonAnew(deps, dueBy(deps.resources, EVER), { because, on: deps.today() }),
  ),
]);
