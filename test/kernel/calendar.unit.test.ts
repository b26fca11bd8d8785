import deadlines from "../../data/deadlines.json" with { type: "json" };
import { CalendarYear } from "../../functions/kernel/calendar.ts";
import { addDays, type Day, isWeekend } from "../../functions/kernel/day.ts";
import { day } from "./day-of-text.ts";
import { official, officialYears } from "./official-calendar.ts";

describe("民法典 §201: the day of the event is not counted, the n-th working day after it is the last", () => {
  it.each(deadlines.examples)("$start and $workingDays working days end on $due: $note", (example) => {
    const { day: due, provisional } = official.addWorkingDays(day(example.start), example.workingDays);
    expect({ due, provisional }).toEqual({ due: example.due, provisional: example.provisional });
  });

  it.each([
    ["2025-01-26", 1, "2025-01-27", "the make-up Sunday itself is the day of the event"],
    ["2025-01-27", 1, "2025-02-05", "Spring Festival lies between"],
    ["2025-01-27", 2, "2025-02-06", "Spring Festival lies between"],
    ["2025-02-06", 2, "2025-02-08", "the Saturday after Spring Festival is worked"],
    ["2025-02-04", 1, "2025-02-05", "an event on the last holiday counts from the next day"],
    ["2024-02-09", 1, "2024-02-18", "2024-02-09 was no holiday by notice, and the Sunday after the festival is worked"],
    ["2020-01-23", 1, "2020-02-03", "the festival was extended through 2 February, and 1 February was not worked"],
    ["2018-12-28", 1, "2018-12-29", "the notice for 2019 made this Saturday a working day of 2018"],
    ["2018-12-29", 1, "2019-01-02", "the notice for 2019 gave 31 December 2018 off"],
    ["2019-04-30", 1, "2019-05-05", "the holiday of May 2019 was lengthened within the year, its Sunday worked"],
    ["2023-09-28", 1, "2023-10-07", "Mid-autumn and National Day are one, and the Saturday is worked"],
    ["2026-02-14", 1, "2026-02-24", "nine days of Spring Festival 2026"],
    ["2026-12-31", 0, "2026-12-31", "no days at all: on the spot"],
  ])("%s and %i working days end on %s, for %s", (start, workingDays, due) => {
    expect(official.addWorkingDays(day(start), workingDays)).toMatchObject({ day: due, provisional: false });
  });

  it("does not count days that are excepted, and an excepted day of an unpublished year makes nothing provisional", () => {
    const rest = (it: Day) => it >= "2026-12-24" && it <= "2027-01-05";
    expect(official.addWorkingDays(day("2026-12-22"), 1, rest)).toMatchObject({
      day: "2026-12-23",
      provisional: false,
    });
    expect(official.addWorkingDays(day("2026-12-22"), 2, rest)).toMatchObject({ day: "2027-01-06", provisional: true });
  });
});

describe("around every day off and every make-up weekend 2018–2026", () => {
  const exceptions = officialYears.flatMap((it) => [
    ...it.weekdaysOff.map((off) => ({ exception: off, working: false })),
    ...it.weekendsOn.map((on) => ({ exception: on, working: true })),
  ]);

  it.each(exceptions)("$exception: working is $working, and the day before counts so", ({ exception, working }) => {
    expect(official.isWorkingDay(exception)).toBe(working);
    expect(official.isWorkingDay(exception)).toBe(isWeekend(exception));
    const { day: due, moved } = official.addWorkingDays(addDays(exception, -1), 1);
    expect(due === exception).toBe(working);
    expect(moved[0]).toEqual(official.explain(exception));
    expect(official.workingDaysBetween(addDays(exception, -1), exception)).toBe(working ? 1 : 0);
  });

  it.each([
    [2018, 250],
    [2019, 250],
    [2020, 249],
    [2021, 250],
    [2022, 249],
    [2023, 249],
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])("%i has %i working days", (year, expected) => {
    expect(official.workingDaysBetween(day(`${year - 1}-12-31`), day(`${year}-12-31`))).toBe(expected);
  });
});

describe("an explanation", () => {
  const of2026 = "国务院办公厅关于2026年部分节假日安排的通知";
  const of2019 = "国务院办公厅关于2019年部分节假日安排的通知";
  it.each([
    ["2026-11-24", { working: true, because: "weekday", provisional: false }],
    ["2026-11-28", { working: false, because: "weekend", provisional: false }],
    ["2026-02-16", { working: false, because: "off-by-notice", provisional: false, notice: of2026 }],
    ["2026-02-14", { working: true, because: "worked-by-notice", provisional: false, notice: of2026 }],
    ["2018-12-31", { working: false, because: "off-by-notice", provisional: false, notice: of2019 }],
    [
      "2019-05-03",
      {
        working: false,
        because: "off-by-notice",
        provisional: false,
        notice: "国务院办公厅关于调整2019年劳动节假期安排的通知",
      },
    ],
    ["2027-02-05", { working: false, because: "statutory-day", provisional: false, holiday: "春节" }],
    ["2027-02-09", { working: true, because: "weekday", provisional: true, missing: "notice" }],
    ["2027-02-13", { working: false, because: "weekend", provisional: true, missing: "notice" }],
    ["2031-01-01", { working: false, because: "statutory-day", provisional: false, holiday: "元旦" }],
    ["2031-01-23", { working: true, because: "weekday", provisional: true, missing: "notice-and-lunar-holidays" }],
  ])("of %s says %j", (it, expected) => {
    expect(official.explain(day(it))).toEqual({ day: it, ...expected });
  });

  it("lists the days that Monday to Friday would have got wrong, in order", () => {
    const { day: due, moved } = official.addWorkingDays(day("2026-02-13"), 3);
    expect(due).toBe("2026-02-25");
    expect(moved.map((it) => `${it.day} ${it.because}`)).toEqual([
      "2026-02-14 worked-by-notice",
      "2026-02-16 off-by-notice",
      "2026-02-17 off-by-notice",
      "2026-02-18 off-by-notice",
      "2026-02-19 off-by-notice",
      "2026-02-20 off-by-notice",
      "2026-02-23 off-by-notice",
    ]);
  });
});

describe("a year without a published notice", () => {
  it("gives a provisional day, with the days off that are certain by law", () => {
    const { moved, ...due } = official.addWorkingDays(day("2027-02-04"), 1);
    expect(due).toEqual({ day: "2027-02-09", provisional: true });
    expect(moved.map((it) => it.day)).toEqual(["2027-02-05", "2027-02-08"]);
  });

  it("is not touched by a limit that ends on the last day of the published one", () => {
    expect(official.addWorkingDays(day("2026-12-30"), 1)).toEqual({ day: "2026-12-31", provisional: false, moved: [] });
  });

  it("of which nothing is held still answers, and says what is missing", () => {
    expect(official.addWorkingDays(day("2031-09-30"), 1)).toMatchObject({ day: "2031-10-06", provisional: true });
    expect(official.explain(day("2031-09-30")).missing).toBe("notice-and-lunar-holidays");
    expect(official.addWorkingDays(day("2016-12-30"), 1)).toMatchObject({ provisional: true });
  });
});

describe("a year that is not well formed", () => {
  const good = {
    year: 2027,
    status: "published",
    weekdaysOff: ["2027-01-01"],
    weekendsOn: ["2027-01-03"],
    sources: [{ title: "通知", address: "https://www.gov.cn/" }],
  };

  it("is not this one", () => {
    expect(CalendarYear.safeParse(good).success).toBe(true);
  });

  it.each([
    ["a weekend among the weekdays off", { weekdaysOff: ["2027-01-02"] }],
    ["a weekday among the weekends on", { weekendsOn: ["2027-01-04"] }],
    ["a day of another year", { weekdaysOff: ["2026-01-01"] }],
    ["no notice though published", { sources: [], weekdaysOff: [], weekendsOn: [] }],
    ["exceptions though no notice", { sources: [], status: "unpublished" }],
    ["a day that does not exist", { weekdaysOff: ["2027-02-29"] }],
  ])("has %s", (_what, fault) => {
    expect(CalendarYear.safeParse({ ...good, ...fault }).success).toBe(false);
  });
});
