import { clockwork } from "../../platform/clockwork.ts";
import { endRetirement } from "../resource/deciding.ts";
import type { Deps } from "./deps.ts";
import { about } from "./save.ts";

/** What time does to resources: a review is overdue or due on another day, a last day in force is over. */
export const inTime = ({ resources, calendar, today }: Pick<Deps, "resources" | "calendar" | "today">) =>
  clockwork({ store: resources, calendar, today })({
    overdue: (resource, { dueOn }) => ({ type: "catalog.review-overdue.v1", ...about(resource), dueOn }),
    moved: (resource, { dueOn }, because) => ({
      type: "catalog.review-due-day-moved.v1",
      ...about(resource),
      dueOn,
      because,
    }),
    dayHasBegun: (resource, day) =>
      resource.status === "retiring" && resource.retirement.endsOn < day
        ? [endRetirement(resource, day), { type: "catalog.resource-retired.v1", ...about(resource) }]
        : undefined,
  });
