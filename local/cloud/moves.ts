import * as z from "zod";
import type { Calendar } from "../../functions/kernel/calendar.ts";
import { Day, dayOf, startOf } from "../../functions/kernel/day.ts";

/** How far the clock shall go: working days and days keep the time of day; `to` is that day at nine in Shanghai. */
export const Move = z.union([
  z.strictObject({ workingDays: z.int().positive() }),
  z.strictObject({ days: z.int().positive() }),
  z.strictObject({ hours: z.number().positive() }),
  z.strictObject({ minutes: z.number().positive() }),
  z.strictObject({ to: Day }),
]);
export type Move = z.infer<typeof Move>;

const HOUR = 3_600_000;
export const ONE_DAY = 24 * HOUR;
const OFFICES_OPEN = 9 * HOUR;

const UNITS = { wd: "workingDays", d: "days", h: "hours", m: "minutes" } as const;

/** Reads `+5wd`, `+3d`, `+2h`, `+30m` or `2026-12-31`; undefined if it is none of them. */
export const moveOf = (text: string): Move | undefined => {
  const day = Day.safeParse(text);
  if (day.success) return { to: day.data };
  const [, amount, unit] = /^\+(\d+)(wd|d|h|m)$/.exec(text) ?? [];
  if (unit !== "wd" && unit !== "d" && unit !== "h" && unit !== "m") return undefined;
  return Move.safeParse({ [UNITS[unit]]: Number(amount) }).data;
};

/** Nine o'clock of a day in Shanghai, in milliseconds since 1970. */
export const morningOf = (day: Day): number => Date.parse(startOf(day)) + OFFICES_OPEN;

/** The moment to which a move leads from `now` (both in milliseconds since 1970). */
export const momentAfter = (now: number, move: Move, calendar: Calendar): number => {
  if ("to" in move) return morningOf(move.to);
  if ("days" in move) return now + move.days * ONE_DAY;
  if ("hours" in move) return now + move.hours * HOUR;
  if ("minutes" in move) return now + move.minutes * (HOUR / 60);
  const today = dayOf(now);
  const { day } = calendar.addWorkingDays(today, move.workingDays);
  return now + Date.parse(day) - Date.parse(today);
};
