import * as z from "zod";
import { type Calendar, type CalendarYear, calendarOf } from "./calendar.ts";
import { Day, isWeekend, yearOf } from "./day.ts";
import { both } from "./saying.ts";

/**
 * A notice of the State Council as it is imported: days given off, days worked instead, and the years it settles. A
 * later notice may change days of years already settled (2019-05, 2020-02), or of the end of the year before.
 */
export const Notice = z
  .object({
    title: z.string().min(1).max(200),
    address: z.url(),
    settles: z.array(z.int().min(1949).max(9998)),
    daysOff: z.array(Day),
    daysWorked: z.array(Day),
  })
  .refine(
    (it) => !it.daysOff.some((day) => it.daysWorked.includes(day)),
    both("同一天不能既放假又上班。", "A day is given off or worked, not both."),
  );
export type Notice = z.infer<typeof Notice>;

const empty = (year: number): CalendarYear => ({
  year,
  status: "unpublished",
  weekdaysOff: [],
  weekendsOn: [],
  sources: [],
});

/** Days that deviate from Monday to Friday: the deviations so far, without those undone, with the new ones. */
const deviations = (before: readonly Day[], undone: readonly Day[], added: readonly Day[]): Day[] =>
  [...new Set([...before.filter((day) => !undone.includes(day)), ...added])].sort();

const applied = (it: CalendarYear, { title, address, settles, daysOff, daysWorked }: Notice): CalendarYear => {
  const off = daysOff.filter((day) => yearOf(day) === it.year);
  const worked = daysWorked.filter((day) => yearOf(day) === it.year);
  const isItsOwn = settles.includes(it.year) && it.status === "unpublished";
  const source = isItsOwn ? { title, address } : { title, address, days: [...off, ...worked].sort() };
  return {
    ...it,
    status: isItsOwn ? "published" : it.status,
    weekdaysOff: deviations(
      it.weekdaysOff,
      worked,
      off.filter((day) => !isWeekend(day)),
    ),
    weekendsOn: deviations(it.weekendsOn, off, worked.filter(isWeekend)),
    sources: [...it.sources, source],
  };
};

/** The calendar after a notice; the one before stays as it is. Applying the same notice again changes no day. */
export const applyNotice = (calendar: Calendar, notice: Notice): Calendar => {
  const touched = new Set([...notice.settles, ...[...notice.daysOff, ...notice.daysWorked].map(yearOf)]);
  const untouched = calendar.years.filter(({ year }) => !touched.has(year));
  const changed = [...touched].map((year) =>
    applied(calendar.years.find((it) => it.year === year) ?? empty(year), notice),
  );
  return calendarOf([...untouched, ...changed].sort((a, b) => a.year - b.year));
};

/**
 * Days that the law itself gives off and this calendar has people work on. A notice that leaves any is not genuine:
 * tables for years to come circulate that are last year's with another number.
 */
export const statutoryDaysWorked = (calendar: Calendar, year: number): Day[] =>
  calendar.years
    .filter((it) => it.year === year)
    .flatMap((it) => it.statutoryDays ?? [])
    .flatMap(({ dates }) => dates)
    .filter((day) => calendar.isWorkingDay(day));
