import * as z from "zod";
import { Day } from "../kernel/day.ts";
import { numberFromText } from "../kernel/number.ts";
import { both } from "../kernel/saying.ts";
import { operation } from "../platform/operation.ts";
import { CalendarView, DueDay, ExplainedDay, isWithinReach, YearView } from "./calendar.ts";

const NOTICE = "国务院办公厅关于2026年部分节假日安排的通知";

const aDay = {
  day: "2026-02-14",
  working: true,
  because: "worked-by-notice",
  provisional: false,
  notice: NOTICE,
  words: {
    zh: `2026-02-14（星期六）上班，依据《${NOTICE}》。`,
    en: `Saturday 2026-02-14 is worked by the notice 《${NOTICE}》.`,
  },
} as const;

const AskedDay = Day.refine(isWithinReach, both("只能查询1949年至2100年之间的日期。", "Days from 1949 to 2100 only."));

/** What the calendar says is asked by everybody whom a limit concerns, signed in or not. */
const OPEN = { duty: "read", method: "GET", cites: ["A48"], who: "nobody-known", power: "anonymous" } as const;

/** A keeper's change must be seen the same morning, so nobody keeps an answer for long. */
const FIVE_MINUTES = { cacheSeconds: 300 } as const;

const readCalendar = operation({
  ...OPEN,
  ...FIVE_MINUTES,
  path: "/reference/calendar",
  says: {
    zh: "官方工作日历概览：已录入的年份及其通知是否公布",
    en: "The official calendar at a glance: which years it holds",
  },
  takes: z.strictObject({}),
  gives: CalendarView,
  refusals: {},
  example: {
    takes: {},
    gives: { changedOn: "2026-11-24", years: [{ year: 2026, status: "published", workingDays: 248 }] },
  },
});

const readCalendarYear = operation({
  ...OPEN,
  ...FIVE_MINUTES,
  path: "/reference/calendar/years/{year}",
  says: { zh: "某年的放假、调休安排及其通知", en: "The days off and make-up days of a year, with their notices" },
  takes: z.strictObject({ year: numberFromText(1949, 2100) }),
  gives: YearView,
  refusals: {
    "calendar-year-unknown": { status: 404, zh: "官方日历尚未录入该年", en: "The calendar does not hold this year" },
  },
  example: {
    takes: { year: 2026 },
    gives: {
      year: 2026,
      status: "published",
      weekdaysOff: ["2026-01-01"],
      weekendsOn: ["2026-02-14"],
      sources: [{ title: NOTICE, address: "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm" }],
      workingDays: 248,
    },
  },
});

const explainDay = operation({
  ...OPEN,
  ...FIVE_MINUTES,
  path: "/reference/calendar/days/{day}",
  says: { zh: "某日是否工作日，为什么", en: "Whether a day is a working day, and why" },
  takes: z.strictObject({ day: AskedDay }),
  gives: ExplainedDay,
  refusals: {},
  example: { takes: { day: aDay.day }, gives: aDay },
});

const calculateDue = operation({
  ...OPEN,
  ...FIVE_MINUTES,
  path: "/reference/calendar/due",
  says: {
    zh: "期限计算：从某日起若干工作日何时届满，说明每一处调休",
    en: "When a limit of working days ends, with every day that a notice moved",
  },
  takes: z.strictObject({
    start: AskedDay.meta({ description: "The day of the fact; it is not counted itself" }),
    workingDays: numberFromText(0, 1000),
  }),
  gives: DueDay,
  refusals: {},
  example: {
    takes: { start: "2026-02-12", workingDays: 2 },
    gives: {
      start: "2026-02-12",
      workingDays: 2,
      due: "2026-02-14",
      provisional: false,
      moved: [aDay],
      words: {
        zh: `自2026-02-12（星期四）起，当日不计，第2个工作日为2026-02-14（星期六）。${aDay.words.zh}`,
        en: `Counted from Thursday 2026-02-12, that day itself not counted, working day 2 is Saturday 2026-02-14. ${aDay.words.en}`,
      },
    },
  },
});

const readCalendarFeed = operation({
  ...OPEN,
  cacheSeconds: 3600,
  path: "/reference/calendar/feed",
  says: {
    zh: "订阅放假和调休日（iCalendar）",
    en: "Days off and make-up days as a feed for calendar programs (iCalendar)",
  },
  takes: z.strictObject({}),
  gives: z.string(),
  refusals: {},
  media: "text/calendar",
  example: { takes: {}, gives: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" },
});

/** Open to everybody, in a function that can read and nothing else. */
export const calendarOperations = { readCalendar, readCalendarYear, explainDay, calculateDue, readCalendarFeed };
