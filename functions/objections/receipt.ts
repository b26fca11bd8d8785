import * as z from "zod";
import { CITATIONS } from "../../law/articles.ts";
import type { Calendar } from "../kernel/calendar.ts";
import type { Clock } from "../kernel/clock.ts";
import { Day } from "../kernel/day.ts";

/** A day that a plain count from Monday to Friday would have got wrong, and by which rule it counts or does not. */
const Moved = z.object({
  day: Day,
  working: z.boolean(),
  because: z.enum(["weekday", "weekend", "off-by-notice", "worked-by-notice", "statutory-day"]),
  provisional: z.boolean(),
  notice: z.string().exactOptional(),
  holiday: z.string().exactOptional(),
  missing: z.enum(["notice", "notice-and-lunar-holidays"]).exactOptional(),
});

const Deadline = z.object({
  clock: z.string(),
  cites: z.enum(CITATIONS),
  workingDays: z.int(),
  startedOn: Day,
  dueOn: Day,
  provisional: z.boolean(),
  moved: z.array(Moved),
});

/**
 * What the objector was told on receipt: by when what will be done, by which article, and which days the calendar has
 * moved. It stays as it was said; the clocks go by the calendar as it becomes.
 */
export const Receipt = z
  .array(Deadline)
  .meta({ id: "ObjectionReceipt", description: "异议回执：各项期限及其依据。The deadlines, and why they fall so." });
export type Receipt = z.infer<typeof Receipt>;

/** The deadlines of these clocks, with the calendar's reasons. */
export const receiptOf = (clocks: readonly Clock[], calendar: Calendar): Receipt =>
  clocks.map(({ name: clock, cites, workingDays, startedOn, dueOn, provisional }) => {
    const moved = [...calendar.addWorkingDays(startedOn, workingDays).moved];
    return { clock, cites, workingDays, startedOn, dueOn, provisional, moved };
  });
