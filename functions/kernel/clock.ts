import * as z from "zod";
import { CITATIONS, type Citation } from "../../law/articles.ts";
import type { Calendar } from "./calendar.ts";
import { addDays, Day } from "./day.ts";

/** A time when the limit does not run. Both days named, and those between, are not counted. */
const Suspension = z.object({ from: Day, to: Day.exactOptional(), reason: z.string().min(1) });

/** A due day that no longer holds: when it was given up (`on`) and why. */
const Moved = z.object({ dueOn: Day, because: z.string().min(1), on: Day });

/**
 * A statutory time limit on the record it runs on. It keeps its own length, so that a changed setting does not touch
 * what already runs. `missedOn` is the first day after the due day: what was done late has its own day on the record.
 * Nobody is late by a day that is a guess: a provisional clock is not missed, and what was done after its due day waits
 * (`doneOn`) to be judged by the notice.
 */
export const Clock = z
  .object({
    name: z.string().min(1),
    cites: z.enum(CITATIONS),
    workingDays: z.int().nonnegative(),
    startedOn: Day,
    dueOn: Day,
    provisional: z.boolean(),
    doneOn: Day.exactOptional(),
    metOn: Day.exactOptional(),
    missedOn: Day.exactOptional(),
    suspensions: z.array(Suspension),
    movedFrom: z.array(Moved),
  })
  .meta({ id: "Clock", description: "办理期限。A statutory time limit: running, met or missed." });
export type Clock = z.infer<typeof Clock>;

/** How long something may take where the order names no days: a setting, and `basis` says what it rests on. */
export const TimeAllowed = z.strictObject({ workingDays: z.int().min(1).max(366), basis: z.string().min(1) });
export type TimeAllowed = Readonly<z.infer<typeof TimeAllowed>>;

/** The length of a clock that runs for the time allowed. */
export const asAllowed = ({ workingDays }: TimeAllowed): number => workingDays;

/** Why and since when a due day moves. */
export type Because = { readonly because: string; readonly on: Day };

/** Neither met nor missed; a suspended clock is still running, and one that waits to be judged. */
export const isRunning = (clock: Clock): boolean => clock.metOn === undefined && clock.missedOn === undefined;

export const isSuspended = (clock: Clock): boolean => clock.suspensions.some(({ to }) => to === undefined);

/** The day on which the next of these runs out, for the index by due day; none while nothing runs or all rest. */
export const nextDue = (clocks: readonly Clock[]): Day | undefined =>
  clocks
    .filter((it) => isRunning(it) && !isSuspended(it))
    .map(({ dueOn }) => dueOn)
    .sort()[0];

const missed = (clock: Clock): Clock => ({ ...clock, missedOn: addDays(clock.dueOn, 1) });

/** Whether it ran out before this day, which nobody knows while the due day is a guess. */
const isOver = ({ dueOn, provisional }: Clock, day: Day): boolean => dueOn < day && !provisional;

/** What was done after a due day that was a guess, as soon as the day is known. */
const judged = (clock: Clock): Clock => {
  const { doneOn, ...rest } = clock;
  if (doneOn === undefined || clock.provisional) return clock;
  return doneOn <= clock.dueOn ? { ...rest, metOn: doneOn } : missed(rest);
};

/** Puts on record what has run out before today; the rest comes back as it is (the same objects). */
export const missedIfOver = (clocks: readonly Clock[], today: Day): Clock[] =>
  clocks.map((it) => (isRunning(it) && !isSuspended(it) && isOver(it, today) ? missed(it) : it));

const dueOf = (clock: Clock, calendar: Calendar) =>
  calendar.addWorkingDays(clock.startedOn, clock.workingDays, (day) =>
    clock.suspensions.some(({ from, to }) => from <= day && (to === undefined || day <= to)),
  );

const due = (clock: Clock, calendar: Calendar, { because, on }: Because): Clock => {
  const { day, provisional } = dueOf(clock, calendar);
  if (day === clock.dueOn) return provisional === clock.provisional ? clock : { ...clock, provisional };
  const movedFrom = [...clock.movedFrom, { dueOn: clock.dueOn, because, on }];
  return { ...clock, dueOn: day, provisional, movedFrom };
};

/**
 * The clock by a calendar that has changed (a notice was imported); the same object where nothing moves. What has
 * ended stays as it was judged, and a suspended clock is reckoned when it resumes.
 */
export const recompute = (clock: Clock, calendar: Calendar, why: Because): Clock =>
  isRunning(clock) && !isSuspended(clock) ? judged(due(clock, calendar, why)) : clock;

type Limit<F, S> = {
  readonly workingDays: number | ((settings: S) => number);
  readonly startsOn: (fact: F) => Day;
};

/**
 * A statutory time limit: `workingDays` after the day that `startsOn` takes from a fact, itself not counted. A length
 * the order does not name comes from settings. Missing it goes on record and blocks nothing: late is not lost.
 */
export const clock = <F, N extends string, S = void>(
  name: N,
  cites: Citation,
  { workingDays, startsOn }: Limit<F, S>,
) => {
  /** Changes those clocks of this name that still run; what is done waits for nobody but the notice. */
  const onRunning = (clocks: readonly Clock[], change: (it: Clock) => Clock): Clock[] =>
    clocks.map((it) => (it.name === name && isRunning(it) && it.doneOn === undefined ? change(it) : it));

  return {
    kind: "clock",
    name,
    cites,

    start: (fact: F, calendar: Calendar, settings: S): Clock => {
      const length = typeof workingDays === "number" ? workingDays : workingDays(settings);
      const startedOn = startsOn(fact);
      const { day, provisional } = calendar.addWorkingDays(startedOn, length);
      return { name, cites, workingDays: length, startedOn, dueOn: day, provisional, suspensions: [], movedFrom: [] };
    },

    /**
     * The act was done on this day: in time if it is the due day or before, or if the clock rests. After a due day that
     * is a guess it is judged when the calendar is known.
     */
    stop: (clocks: readonly Clock[], doneOn: Day): Clock[] =>
      onRunning(clocks, (it) => {
        const suspensions = it.suspensions.map((rest) => ({ to: doneOn, ...rest }));
        if (isSuspended(it) || doneOn <= it.dueOn) return { ...it, suspensions, metOn: doneOn };
        return it.provisional ? { ...it, doneOn } : missed(it);
      }),

    /** From this day on nothing is counted. What is already over is missed: rest does not rescue it. */
    suspend: (clocks: readonly Clock[], from: Day, reason: string): Clock[] =>
      onRunning(clocks, (it) => {
        if (isSuspended(it)) return it;
        return isOver(it, from) ? missed(it) : { ...it, suspensions: [...it.suspensions, { from, reason }] };
      }),

    /** Counting goes on the day after `on`, as after any day on which a limit begins; the due day moves. */
    resume: (clocks: readonly Clock[], on: Day, calendar: Calendar): Clock[] =>
      onRunning(clocks, (it) => {
        const rest = it.suspensions.find(({ to }) => to === undefined);
        if (rest === undefined) return it;
        const suspensions = it.suspensions.map((each) => ({ to: on, ...each }));
        return due({ ...it, suspensions }, calendar, { because: rest.reason, on });
      }),

    /** So many working days more (the law allows it, the head has approved it); the due day moves. */
    extend: (clocks: readonly Clock[], workingDaysMore: number, calendar: Calendar, why: Because): Clock[] =>
      onRunning(clocks, (it) => {
        const longer = { ...it, workingDays: it.workingDays + workingDaysMore };
        if (isSuspended(it)) return longer;
        return isOver(it, why.on) ? missed(it) : due(longer, calendar, why);
      }),
  } as const;
};
