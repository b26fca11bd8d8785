import * as z from "zod";
import { type Calendar, CalendarYear, calendarOf, type Explanation } from "../kernel/calendar.ts";
import { addDays, Day, weekdayOf, yearOf } from "../kernel/day.ts";
import type { OfficialCalendar } from "./official.ts";

/** A text for people in both languages. */
export const Words = z.object({ zh: z.string(), en: z.string() });
type Words = z.infer<typeof Words>;

/** A day, whether it is worked, and why: the exception, its notice or holiday, and what nobody has published yet. */
export const ExplainedDay = z
  .object({
    day: Day,
    working: z.boolean(),
    because: z.enum(["weekday", "weekend", "off-by-notice", "worked-by-notice", "statutory-day"]),
    provisional: z.boolean().meta({ description: "The year's notice is not published: the answer may change" }),
    notice: z.string().exactOptional(),
    holiday: z.string().exactOptional(),
    missing: z.enum(["notice", "notice-and-lunar-holidays"]).exactOptional(),
    words: Words,
  })
  .meta({ id: "ExplainedDay", description: "某日是否工作日及其依据。Whether a day is worked, and why." });
export type ExplainedDay = z.infer<typeof ExplainedDay>;

/** When a limit of working days ends, with every day that a plain Monday-to-Friday count would have got wrong. */
export const DueDay = z
  .object({
    start: Day,
    workingDays: z.int(),
    due: Day,
    provisional: z.boolean(),
    moved: z.array(ExplainedDay),
    words: Words,
  })
  .meta({ id: "DueDay", description: "期限届满日。The day on which a limit of working days ends." });
export type DueDay = z.infer<typeof DueDay>;

/** A year as people look it up: its exceptions, what they rest on, and how many working days it has. */
export const YearView = z.object({ ...CalendarYear.shape, workingDays: z.int() });
export type YearView = z.infer<typeof YearView>;

/** The calendar at a glance. */
export const CalendarView = z.object({
  changedOn: Day.exactOptional(),
  years: z.array(z.object({ year: z.int(), status: z.enum(["published", "unpublished"]), workingDays: z.int() })),
});
export type CalendarView = z.infer<typeof CalendarView>;

const WEEKDAYS = [
  ["一", "Monday"],
  ["二", "Tuesday"],
  ["三", "Wednesday"],
  ["四", "Thursday"],
  ["五", "Friday"],
  ["六", "Saturday"],
  ["日", "Sunday"],
] as const;

const dated = (day: Day): Words => {
  const [zh, en] = WEEKDAYS[weekdayOf(day) - 1] ?? WEEKDAYS[0];
  return { zh: `${day}（星期${zh}）`, en: `${en} ${day}` };
};

const MISSING = {
  notice: {
    zh: "该年放假通知尚未公布，此为暂定。",
    en: " The notice for that year is not published yet: this is provisional.",
  },
  "notice-and-lunar-holidays": {
    zh: "该年放假通知尚未公布，农历节日亦未录入，此为暂定。",
    en: " Neither the notice nor the lunar holidays of that year are known: this is provisional.",
  },
} as const;

const reason = ({ because, notice = "", holiday = "" }: Explanation): Words => {
  switch (because) {
    case "weekday":
      return { zh: "是工作日。", en: " is a working day." };
    case "weekend":
      return { zh: "是休息日。", en: " is a day off: a weekend." };
    case "off-by-notice":
      return { zh: `放假，依据《${notice}》。`, en: ` is a day off by the notice 《${notice}》.` };
    case "worked-by-notice":
      return { zh: `上班，依据《${notice}》。`, en: ` is worked by the notice 《${notice}》.` };
    case "statutory-day":
      return { zh: `是法定节假日（${holiday}）。`, en: ` is a day off by law (${holiday}).` };
  }
};

/** A day's explanation with its words. */
export const explained = (why: Explanation): ExplainedDay => {
  const [about, because] = [dated(why.day), reason(why)];
  const missing = why.missing === undefined ? { zh: "", en: "" } : MISSING[why.missing];
  return { ...why, words: { zh: about.zh + because.zh + missing.zh, en: about.en + because.en + missing.en } };
};

/** The day on which so many working days after `start` end; `start` itself is not counted (民法典 §201). */
export const dueOf = (calendar: Calendar, start: Day, workingDays: number): DueDay => {
  const { day, provisional, moved } = calendar.addWorkingDays(start, workingDays);
  const [from, to] = [dated(start), dated(day)];
  const because = moved.map(explained);
  const zh = [
    `自${from.zh}起，当日不计，第${workingDays}个工作日为${to.zh}。`,
    ...because.map(({ words }) => words.zh),
    ...(provisional ? ["期间有放假通知尚未公布的日子，届满日为暂定，通知公布后重新计算。"] : []),
  ];
  const en = [
    `Counted from ${from.en}, that day itself not counted, working day ${workingDays} is ${to.en}.`,
    ...because.map(({ words }) => words.en),
    ...(provisional ? ["It crosses days of which the notice is not published: provisional until it is."] : []),
  ];
  return { start, workingDays, due: day, provisional, moved: because, words: { zh: zh.join(""), en: en.join(" ") } };
};

const lastOf = (year: number): Day => Day.parse(`${year}-12-31`);
const daysWorked = (calendar: Calendar, year: number): number =>
  calendar.workingDaysBetween(lastOf(year - 1), lastOf(year));

/** A year of the calendar as people look it up, if it is known at all. */
export const viewOfYear = (calendar: Calendar, year: number): YearView | undefined => {
  const known = calendar.years.find((it) => it.year === year);
  return known && { ...known, workingDays: daysWorked(calendar, year) };
};

/** The official calendar at a glance; before the first one is recorded, nothing. */
export const viewOf = (official: OfficialCalendar | undefined): CalendarView => {
  const calendar = calendarOf(official?.years ?? []);
  const years = calendar.years.map(({ year, status }) => ({ year, status, workingDays: daysWorked(calendar, year) }));
  return { years, ...(official === undefined ? {} : { changedOn: official.changedOn }) };
};

/** Every day that is not what its day of the week says, in order, for the feed. */
export const exceptionsOf = (calendar: Calendar): ExplainedDay[] =>
  calendar.years
    .flatMap(({ weekdaysOff, weekendsOn, statutoryDays = [] }) => [
      ...weekdaysOff,
      ...weekendsOn,
      ...statutoryDays.flatMap(({ dates }) => dates),
    ])
    .filter((day, at, all) => all.indexOf(day) === at)
    .sort()
    .map((day) => explained(calendar.explain(day)))
    .filter(({ because }) => because !== "weekend" && because !== "weekday");

/** The day after, as an all-day event of iCalendar ends. */
export const dayAfter = (day: Day): Day => addDays(day, 1);

/** Whether a day lies where this calendar can be asked at all: far outside, nothing could be said but guesses. */
export const isWithinReach = (day: Day): boolean => yearOf(day) >= 1949 && yearOf(day) <= 2100;
