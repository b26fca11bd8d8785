import * as z from "zod";
import { addDays, Day, isWeekend, yearOf } from "./day.ts";
import { both } from "./saying.ts";

/** A notice of the State Council. One without `days` is the year's own: it accounts for all that no other names. */
const CalendarSource = z.object({
  title: z.string().min(1),
  address: z.url(),
  days: z.array(Day).exactOptional(),
});

/** A day on which the law itself gives everybody off (全国年节及纪念日放假办法 §2), whatever the notice adds. */
const StatutoryDay = z.object({ name: z.string().min(1), dates: z.array(Day).min(1) });

/** What is known of one year: exceptions to Monday-to-Friday by notice, and the days certain by law before it. */
export const CalendarYear = z
  .object({
    year: z.int().min(1949).max(9998),
    status: z.enum(["published", "unpublished"]),
    weekdaysOff: z.array(Day),
    weekendsOn: z.array(Day),
    sources: z.array(CalendarSource),
    statutoryDays: z.array(StatutoryDay).exactOptional(),
  })
  .refine(
    (it) => [...it.weekdaysOff, ...it.weekendsOn].every((day) => yearOf(day) === it.year),
    both("另一年的日期", "A day of another year."),
  )
  .refine(
    (it) => it.weekdaysOff.every((day) => !isWeekend(day)),
    both("weekdaysOff 只能是周一至周五", "weekdaysOff are Mondays to Fridays."),
  )
  .refine(
    (it) => it.weekendsOn.every(isWeekend),
    both("weekendsOn 只能是周六、周日", "weekendsOn are Saturdays and Sundays."),
  )
  .refine(
    (it) =>
      it.sources.length > 0 || (it.status === "unpublished" && it.weekdaysOff.length + it.weekendsOn.length === 0),
    both("已公布的年份和有例外日期的年份须有通知", "A year that is published, or has exceptions, has a notice."),
  );
export type CalendarYear = z.infer<typeof CalendarYear>;

/** Why a day is a working day or not; `missing` says what nobody has published yet about its year. */
export type Explanation = {
  readonly day: Day;
  readonly working: boolean;
  readonly because: "weekday" | "weekend" | "off-by-notice" | "worked-by-notice" | "statutory-day";
  readonly provisional: boolean;
  readonly notice?: string;
  readonly holiday?: string;
  readonly missing?: "notice" | "notice-and-lunar-holidays";
};

/** The day a limit ends. `moved` lists the days that a plain Monday-to-Friday count would have got wrong. */
type Due = { readonly day: Day; readonly provisional: boolean; readonly moved: readonly Explanation[] };

/** Working days in Shanghai. An answer about a year without a published notice says that it is provisional. */
export type Calendar = {
  readonly years: readonly CalendarYear[];
  isWorkingDay(day: Day): boolean;
  explain(day: Day): Explanation;
  /**
   * The n-th working day after `start`, which is itself not counted (民法典 §201). No days gives `start`. Days for
   * which `except` holds are not counted.
   */
  addWorkingDays(start: Day, workingDays: number, except?: (day: Day) => boolean): Due;
  /** How many working days lie after `from`, up to and including `to`. */
  workingDaysBetween(from: Day, to: Day): number;
};

/** Holidays that need no almanac (as amended 2024-11-10): known of every year, even one of which we hold nothing. */
const SOLAR_HOLIDAYS: ReadonlyMap<string, string> = new Map([
  ["01-01", "元旦"],
  ["05-01", "劳动节"],
  ["05-02", "劳动节"],
  ["10-01", "国庆节"],
  ["10-02", "国庆节"],
  ["10-03", "国庆节"],
]);

type Known = {
  readonly days: ReadonlyMap<Day, Explanation>;
  readonly beyond: Pick<Explanation, "provisional" | "missing">;
};

const UNKNOWN_YEAR = { provisional: true, missing: "notice-and-lunar-holidays" } as const;

const exceptionsOf = (it: CalendarYear): Known => {
  const days = new Map<Day, Explanation>();
  if (it.status === "unpublished") {
    for (const { name, dates } of it.statutoryDays ?? []) {
      for (const day of dates)
        days.set(day, { day, working: false, because: "statutory-day", provisional: false, holiday: name });
    }
  }
  const own = it.sources.find(({ days }) => days === undefined);
  const notice = (day: Day) => (it.sources.findLast(({ days }) => days?.includes(day)) ?? own)?.title ?? "";
  const settled = { provisional: false } as const;
  for (const day of it.weekdaysOff)
    days.set(day, { day, working: false, because: "off-by-notice", ...settled, notice: notice(day) });
  for (const day of it.weekendsOn)
    days.set(day, { day, working: true, because: "worked-by-notice", ...settled, notice: notice(day) });
  if (it.status === "published") return { days, beyond: { provisional: false } };
  return { days, beyond: it.statutoryDays ? { provisional: true, missing: "notice" } : UNKNOWN_YEAR };
};

/** The calendar that these years make; of years that are not among them only the solar holidays are known. */
export const calendarOf = (years: readonly CalendarYear[]): Calendar => {
  const known = new Map(years.map((it) => [it.year, exceptionsOf(it)]));

  const explain = (day: Day): Explanation => {
    const year = known.get(yearOf(day));
    const exception = year?.days.get(day);
    if (exception !== undefined) return exception;
    const beyond = year?.beyond ?? UNKNOWN_YEAR;
    const holiday = beyond.provisional ? SOLAR_HOLIDAYS.get(day.slice(5)) : undefined;
    if (holiday !== undefined) return { day, working: false, because: "statutory-day", provisional: false, holiday };
    const weekend = isWeekend(day);
    return { day, working: !weekend, because: weekend ? "weekend" : "weekday", ...beyond };
  };

  const addWorkingDays: Calendar["addWorkingDays"] = (start, workingDays, except = () => false) => {
    const moved: Explanation[] = [];
    let provisional = false;
    let day = start;
    for (let counted = 0; counted < workingDays; ) {
      day = addDays(day, 1);
      if (except(day)) continue;
      const why = explain(day);
      provisional ||= why.provisional;
      if (why.working) counted += 1;
      if (why.working === isWeekend(day)) moved.push(why);
    }
    return { day, provisional, moved };
  };

  const workingDaysBetween = (from: Day, to: Day): number => {
    let counted = 0;
    for (let day = from; day < to; ) {
      day = addDays(day, 1);
      if (explain(day).working) counted += 1;
    }
    return counted;
  };

  return { years, explain, isWorkingDay: (day) => explain(day).working, addWorkingDays, workingDaysBetween };
};
