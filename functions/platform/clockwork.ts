import type { Calendar } from "../kernel/calendar.ts";
import { type Because, type Clock, isRunning, missedIfOver, recompute } from "../kernel/clock.ts";
import { addDays, type Day } from "../kernel/day.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import { beginUnbegun, type DueStore, dueBy, EVER, type Sweeping, sweep, sweepCall } from "./due.ts";
import type { Answer, Call } from "./operation.ts";
import type { Begun } from "./round.ts";
import type { Announced } from "./store/declare.ts";
import type { Found } from "./store/open.ts";

type Clocked = Readonly<{ id: string; clocks: Clock[]; round?: number }>;

/** Begins the round of a record: beginRound (platform/round.ts). */
type Begin = (record: string, round: number) => Promise<Outcome<Begun | "over">>;

type Kept<T, E> = Readonly<{
  store: DueStore<T> &
    Readonly<{
      save: (record: T, before: Found<T>, event: E, call: Call) => Promise<Outcome<Answer<T>>>;
    }>;
  calendar: () => Promise<Calendar>;
  today: () => Day;
}>;

type Announcing<T, E> = Readonly<{
  /** What is announced when a clock has run out: late is on record, and nothing is blocked by it. */
  overdue: (record: T, clock: Clock) => E;
  /** What is announced when a changed calendar has moved a due day. */
  moved: (record: T, clock: Clock, because: string) => E;
  /** What else a day that has begun does to a record in the index by due day. */
  dayHasBegun?: (record: T, today: Day) => readonly [after: T, event: E] | undefined;
}>;

/**
 * Keeps the clocks of one kind of record: `sweep` (hourly) puts on record what has run out and begins the rounds that
 * never began (of these every hour, of all that run once a day), `reckonAnew` moves what runs after the calendar has
 * changed. Each clock is changed and announced in a transaction of its own. Both may end
 * anywhere and begin again: what is done is not done twice. The store declares `byDueDay` (platform/due.ts).
 */
export const clockwork =
  <T extends Clocked, E extends Announced>({ store, calendar, today }: Kept<T, E>) =>
  ({ overdue, moved, dayHasBegun = () => undefined }: Announcing<T, E>) => {
    /** Changes the clocks of a record one after the other; the first refusal ends it, and nothing changed is undefined. */
    const changeEach = async (
      job: string,
      record: Found<T>,
      change: (clock: Clock) => Clock,
      announce: (record: T, clock: Clock) => E,
    ) => {
      let found = record;
      let last: Outcome<Answer<T>> | undefined;
      for (const [at, before] of record.now.clocks.entries()) {
        const after = change(before);
        if (after === before) continue;
        const changed = { ...found.now, clocks: found.now.clocks.map((clock, its) => (its === at ? after : clock)) };
        last = await store.save(
          changed,
          found,
          announce(changed, after),
          sweepCall(job, store.kind, changed.id, found.version),
        );
        if (!last.ok) return last;
        found = { now: last.value.now, version: found.version + 1 };
      }
      return last;
    };

    return {
      /** `begin` is what the listener does too; a context that waits for nobody has none. */
      sweep:
        (begin?: Begin) =>
        async ({ flows: ofAll }: Sweeping) => {
          const job = `${store.kind}-days`;
          const day = today();
          const yesterday = addDays(day, -1);
          const running = dueBy(store, ofAll ? EVER : yesterday);
          if (begin !== undefined) await beginUnbegun(job, running, day, ({ id, round = 0 }) => begin(id, round));
          const missed = (clock: Clock) => missedIfOver([clock], day)[0] ?? clock;
          return sweep(job, dueBy(store, yesterday), async (found) => {
            const begun = dayHasBegun(found.now, day);
            if (begun === undefined) return changeEach(job, found, missed, overdue);
            const [after, event] = begun;
            return store.save(after, found, event, sweepCall(job, store.kind, after.id, found.version));
          });
        },

      /** A record that somebody else changed meanwhile makes the event be heard again. */
      reckonAnew: async ({
        because,
      }: Pick<Because, "because">): Promise<Outcome<{ moved: number }, "record-changed-meanwhile">> => {
        const official = await calendar();
        const why = { because, on: today() };
        const anew = (clock: Clock) => (isRunning(clock) ? recompute(clock, official, why) : clock);
        const announce = (record: T, clock: Clock) => moved(record, clock, because);
        let [count, lost] = [0, 0];
        for await (const found of dueBy(store, EVER)) {
          const saved = await changeEach("reckon-anew", found, anew, announce);
          if (saved?.ok) count++;
          else if (saved !== undefined) lost++;
        }
        return lost === 0 ? accept({ moved: count }) : refuse("record-changed-meanwhile", { lost });
      },
    };
  };
