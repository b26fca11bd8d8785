import type * as z from "zod";
import type { RecordMarked } from "../../collection/index.ts";
import { Instant } from "../../kernel/day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import type { Call } from "../../platform/operation.ts";
import type { Begun } from "../../platform/round.ts";
import type { Deps } from "./deps.ts";
import { beginFlow, type Flow } from "./flows.ts";
import { countAnew, markMade } from "./hearing.ts";
import { inTime } from "./in-time.ts";

type Heard = Readonly<{ subject: string; at: string }>;
type Act = (event: unknown, call: Call, heard: Heard) => Promise<Outcome<unknown>>;

/** What the context does when it hears of something; `start` begins the flow of a round. */
export const objectionActs = (deps: Deps, start: (flow: Flow) => Promise<Begun>) => {
  const begin = beginFlow({ ...deps, start });
  const mark = markMade(deps);
  const count = countAnew(deps);
  const counts: Act = (_event, call, { subject }) => count(subject, call);
  const waits: Act = async (_event, call, { subject }) => {
    const begun = await begin(subject);
    return begun.ok ? count(subject, call) : begun;
  };
  return {
    "objections.received.v1": waits,
    "objections.handed-over.v1": waits,
    "objections.sent-back.v1": waits,
    "objections.marked.v1": counts,
    "objections.decided.v1": counts,
    "objections.withdrawn.v1": counts,
    "objections.overdue.v1": counts,
    "objections.due-day-moved.v1": counts,
    "collection.record-marked.v1": ({ objection }: z.output<typeof RecordMarked>, call: Call, { at }: Heard) =>
      mark(objection, Instant.parse(at), call),
    "reference.calendar-changed.v1": (why: Readonly<{ because: string }>) => inTime(deps).reckonAnew(why),
  };
};
