import { clockwork } from "../../platform/clockwork.ts";
import { about, movedSteps } from "../events/objecting.ts";
import type { Deps } from "./deps.ts";

/** What time does to objections: a clock has run out, and the objector is told; or it ends on another day. */
export const inTime = ({
  objections,
  save,
  calendar,
  today,
}: Pick<Deps, "objections" | "save" | "calendar" | "today">) =>
  clockwork({ store: { ...objections, save }, calendar, today })({
    overdue: (objection, { name: clock, cites, dueOn }) => ({
      type: "objections.overdue.v1",
      ...about(objection, objection),
      clock,
      cites,
      dueOn,
    }),
    moved: (objection, { name: clock, dueOn }, because) => ({
      type: "objections.due-day-moved.v1",
      ...about(objection, objection),
      steps: movedSteps(objection, clock),
      clock,
      dueOn,
      because,
    }),
  });
