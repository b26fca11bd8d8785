import { join } from "node:path";
import * as z from "zod";
import type { Calendar } from "../../functions/kernel/calendar.ts";
import { type Day, dayOf } from "../../functions/kernel/day.ts";
import { MovableClock } from "../shared/clock.ts";
import { stateFile } from "../shared/state-file.ts";
import { type Move, momentAfter, morningOf, ONE_DAY } from "./moves.ts";

const Kept = z.object({ offset: z.number() });

/** At most so many stops on the way: a year is walked in steps of a week, not of a day. */
const MOST_STEPS = 60;

const LAST_DAY = "2100-12-31";

/** The clock of a data folder: it keeps what it was moved by, so that time never runs backwards over a restart. */
type KeptClock = {
  readonly clock: MovableClock;
  /** Moves in steps of a day, or longer ones on a long way, and rests after each. */
  travel(move: Move, calendar: Calendar, rest: () => Promise<void>): Promise<void>;
  close(): void;
};

/** Moves the clock to an instant, unless it has got there by itself meanwhile. */
export const moveForward = (clock: MovableClock, instant: number): void => {
  try {
    clock.moveTo(instant);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
};

export const openClock = (folder: string, today?: Day): KeptClock => {
  const file = stateFile(join(folder, "clock.json"), (text) => Kept.parse(JSON.parse(text)));
  const kept = file.load();
  const clock = new MovableClock();
  const keep = () => file.save(JSON.stringify({ offset: Number(clock.offset[0]) }));
  if (kept !== undefined) clock.offset[0] = BigInt(kept.offset);
  else if (today !== undefined) clock.offset[0] = BigInt(morningOf(today) - Date.now());
  keep();

  return {
    clock,
    travel: async (move, calendar, rest) => {
      await rest();
      const goal = momentAfter(clock.now(), move, calendar);
      if (goal < clock.now()) throw new RangeError("The clock of the local cloud only moves forward.");
      // It never comes back, and no calendar answers for what lies beyond.
      if (dayOf(goal) > LAST_DAY) throw new RangeError(`The clock of the local cloud goes to ${LAST_DAY}.`);
      const step = Math.max(ONE_DAY, (goal - clock.now()) / MOST_STEPS);
      while (clock.now() < goal) {
        moveForward(clock, Math.min(goal, clock.now() + step));
        keep();
        await rest();
      }
    },
    close: () => {
      keep();
      clock.stop();
    },
  };
};
