import type { Calendar } from "../kernel/calendar.ts";
import { type Clock, isRunning } from "../kernel/clock.ts";
import type { CreditCode } from "../kernel/credit-code.ts";
import { dayOf, type Instant } from "../kernel/day.ts";
import { type Notice, noticeIdOf } from "../notices/index.ts";
import type { ObjectionEvent } from "./events/objecting.ts";
import { dataMarkedInTime, handedOverInTime, missedBy } from "./in-time.ts";
import type { Objection } from "./objection.ts";
import { receiptOf } from "./receipt.ts";

/** What a clock's day is set for, as a person is told it. */
const actOf = (clock: string): "mark" | "hand-over" | "decision" => {
  if (clock === dataMarkedInTime.name) return "mark";
  return clock === handedOverInTime.name ? "hand-over" : "decision";
};

/** The days that are still to come, and the days that the calendar has moved on the way there. */
const daysOf = (clocks: readonly Clock[], calendar: Calendar | undefined) => {
  const running = clocks.filter(isRunning);
  const all = calendar === undefined ? [] : receiptOf(running, calendar).flatMap(({ moved }) => moved);
  return {
    due: running.map(
      ({ name, dueOn, provisional, cites }) => ({ act: actOf(name), dueOn, provisional, cites }) as const,
    ),
    moved: all
      .filter(({ day }, at) => all.findIndex((it) => it.day === day) === at)
      .map(({ day, working, notice, holiday }) => ({
        day,
        working,
        ...(notice === undefined ? {} : { notice }),
        ...(holiday === undefined ? {} : { holiday }),
      })),
  };
};

/** What is known when an act is told of: the version it makes, when, by which body, and the calendar where days begin. */
export type Circumstances = Readonly<{
  version: number;
  at: Instant;
  by: CreditCode | undefined;
  calendar?: Calendar | undefined;
}>;

/** What the objector is told of an act, for the transaction of the act itself; of most acts nothing. */
export const noticesOf = (
  objection: Objection,
  event: ObjectionEvent,
  { version, at, by, calendar }: Circumstances,
): Notice[] => {
  const about = { context: "objections", kind: "objection", id: objection.id };
  const held = event.department === undefined ? {} : { concerns: event.department };
  const base = { id: noticeIdOf(about, version), to: objection.objector.subject, about, ...held, sentAt: at };
  const on = dayOf(at);
  switch (event.type) {
    case "objections.received.v1": {
      const facts = { receivedOn: objection.receivedOn, ...daysOf(objection.clocks, calendar) };
      return [{ ...base, what: "objection-received", cites: ["A48"], facts }];
    }
    case "objections.handed-over.v1": {
      if (event.department === undefined) return [];
      const facts = { on, to: event.department, ...daysOf(objection.clocks, calendar) };
      return [{ ...base, what: "objection-handed-over", cites: ["A48(2)"], facts }];
    }
    case "objections.decided.v1": {
      const decidedBy = event.department ?? by;
      if (decidedBy === undefined) return [];
      const facts = { on, by: decidedBy, outcome: event.outcome };
      return [{ ...base, what: "objection-decided", cites: [event.department ? "A48(2)" : "A48(1)"], facts }];
    }
    case "objections.overdue.v1": {
      const clock = objection.clocks.find(({ name }) => name === event.clock);
      const missing = clock === undefined ? "center" : missedBy(objection, clock);
      const facts = { act: actOf(event.clock), dueOn: event.dueOn, ...(missing === "center" ? {} : { by: missing }) };
      return [{ ...base, what: "objection-overdue", cites: [event.cites], facts }];
    }
    case "objections.withdrawn.v1":
      return [{ ...base, what: "objection-withdrawn", cites: ["A48"], facts: { on } }];
    default:
      return [];
  }
};
