import { nextDue } from "../../kernel/clock.ts";
import { Day } from "../../kernel/day.ts";
import { dueOn } from "../../platform/due.ts";
import { declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
import { ObjectionEvent } from "../events/objecting.ts";
import { missedBy } from "../in-time.ts";
import { isUndecided, Objection } from "../objection.ts";

/** Late, and still waited for: the daily sweep asks for its flow, the hourly one has nothing to do with it. */
const LATE = Day.parse("9999-12-30");

const dueDayOf = (it: Objection) => nextDue(it.clocks) ?? (isUndecided(it) ? LATE : undefined);

/** The latest day on which a clock was missed, by the Center or by a department. */
const missed = (it: Objection, byCenter: boolean) => {
  const all = it.clocks.flatMap((clock) => {
    const by = missedBy(it, clock);
    return clock.missedOn === undefined || (by === "center") !== byCenter ? [] : [{ by, on: clock.missedOn }];
  });
  const last = all.at(-1);
  return last === undefined ? undefined : { hash: `missed#${last.by}`, range: `${last.on}#${it.id}` };
};

export const objections = declareStore({
  kind: "objection",
  holds: Objection,
  announces: ObjectionEvent,
  id: ({ id }) => id,
  indexes: {
    byObjector: (it) => ({ hash: it.objector.subject, range: it.id }),
    /** Open ones by the day on which something is due, then those that are over. */
    byState: (it) => ({
      hash: `objection#${isUndecided(it) ? "open" : it.status}`,
      range: `${dueDayOf(it) ?? it.receivedOn}#${it.id}`,
    }),
    byDepartment: (it) => {
      const last = it.held.at(-1);
      if (last === undefined) return undefined;
      const state = it.status === "with-department" ? "open" : it.status === "with-center" ? "sent-back" : it.status;
      return { hash: last.department, range: `${state}#${dueDayOf(it) ?? it.receivedOn}#${it.id}` };
    },
    byRecord: (it) => (it.record === undefined ? undefined : { hash: it.record, range: it.id }),
    byDueDay: (it) => dueOn("objection", it.id, dueDayOf(it)),
    byMissedByCenter: (it) => missed(it, true),
    byMissedByDepartment: (it) => missed(it, false),
  },
  // Which step an event decides it says itself: with a decision, whichever has it.
  waits: {
    "objections.handed-over.v1": { outcome: "handed-over" },
    "objections.sent-back.v1": { outcome: "sent-back" },
    "objections.decided.v1": { outcome: "decided" },
    "objections.withdrawn.v1": { outcome: "withdrawn" },
    "objections.due-day-moved.v1": {},
  },
});
export type Objections = Store<typeof objections>;
