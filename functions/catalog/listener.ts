import { starterOf } from "../platform/flow.ts";
import { listen } from "../platform/listen.ts";
import { deployed } from "./deployed.ts";
import { HEARS } from "./events.ts";
import { project } from "./store/search.ts";
import { beginReview, follow } from "./use-cases/hearing.ts";
import { inTime } from "./use-cases/in-time.ts";

const begin = beginReview({ ...deployed, start: starterOf("review-resource") });
const show = follow({ ...deployed, project: (found) => project(deployed.table, found) });

export const handler = listen("catalog", HEARS, {
  "catalog.resource-submitted.v1": ({ round }, _call, { subject }) => begin(subject, round),
  "catalog.resource-published.v1": (_event, _call, { subject }) => show(subject),
  "catalog.resource-retired.v1": (_event, _call, { subject }) => show(subject),
  "reference.calendar-changed.v1": inTime(deployed).reckonAnew,
});
