import { calendarOf } from "../../functions/kernel/calendar.ts";
import { applyNotice, Notice, statutoryDaysWorked } from "../../functions/kernel/notice.ts";
import { day } from "./day-of-text.ts";
import { official, officialYears } from "./official-calendar.ts";

/** What a notice for 2027 could say; made up for these tests. */
const for2027 = Notice.parse({
  title: "国务院办公厅关于2027年部分节假日安排的通知（测试）",
  address: "https://www.gov.cn/test/2027",
  settles: [2027],
  daysOff: [
    "2027-01-01",
    "2027-01-02",
    "2027-01-03",
    ...["2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11"],
    "2027-04-05",
    ...["2027-05-01", "2027-05-02", "2027-05-03", "2027-05-04"],
    "2027-06-09",
    "2027-09-15",
    ...["2027-10-01", "2027-10-02", "2027-10-03", "2027-10-04", "2027-10-05", "2027-10-06"],
    "2026-12-31",
  ],
  daysWorked: ["2026-12-26", "2027-02-13", "2027-02-14", "2027-05-08", "2027-10-09"],
});

describe("a notice", () => {
  const after = applyNotice(official, for2027);

  it("settles its year: what was provisional becomes final", () => {
    expect(official.addWorkingDays(day("2027-02-04"), 1)).toMatchObject({ day: "2027-02-09", provisional: true });
    expect(after.addWorkingDays(day("2027-02-04"), 1)).toMatchObject({ day: "2027-02-12", provisional: false });
    expect(after.explain(day("2027-02-13"))).toMatchObject({ because: "worked-by-notice", notice: for2027.title });
  });

  it("reaches back into the year before, which names it for these days alone", () => {
    expect(after.isWorkingDay(day("2026-12-31"))).toBe(false);
    expect(after.explain(day("2026-12-26"))).toMatchObject({ working: true, notice: for2027.title });
    expect(after.explain(day("2026-10-01")).notice).toBe("国务院办公厅关于2026年部分节假日安排的通知");
  });

  it("leaves the calendar before it as it was", () => {
    expect(official.isWorkingDay(day("2026-12-31"))).toBe(true);
    expect(official.years).toBe(officialYears);
  });

  it("changes no day when it is applied again", () => {
    const again = applyNotice(after, for2027);
    const exceptions = ({ weekdaysOff, weekendsOn }: (typeof officialYears)[number]) => [weekdaysOff, weekendsOn];
    expect(again.years.map(exceptions)).toEqual(after.years.map(exceptions));
  });

  it("may settle a year of which nothing was held", () => {
    const empty = calendarOf([]);
    expect(applyNotice(empty, for2027).years.map(({ year, status }) => [year, status])).toEqual([
      [2026, "unpublished"],
      [2027, "published"],
    ]);
  });

  it("cannot give the same day off and have it worked", () => {
    expect(Notice.safeParse({ ...for2027, daysWorked: ["2027-01-01"] }).success).toBe(false);
  });
});

describe("a later notice amends a settled year", () => {
  /** Spring 2020: the festival was lengthened, and a make-up Saturday fell away. */
  const before = calendarOf(
    officialYears
      .filter(({ year }) => year === 2020)
      .map((it) => ({
        ...it,
        weekdaysOff: it.weekdaysOff.filter((off) => off !== "2020-01-31"),
        weekendsOn: [...it.weekendsOn, day("2020-02-01")],
        sources: it.sources.slice(0, 1),
      })),
  );
  const extension = Notice.parse({
    title: "国务院办公厅关于延长2020年春节假期的通知",
    address: "http://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm",
    settles: [],
    daysOff: ["2020-01-31", "2020-02-01", "2020-02-02"],
    daysWorked: [],
  });

  it("takes back a make-up Saturday and gives another weekday off", () => {
    expect(before.addWorkingDays(day("2020-01-23"), 1).day).toBe("2020-01-31");
    const after = applyNotice(before, extension);
    expect(after.addWorkingDays(day("2020-01-23"), 1)).toMatchObject({ day: "2020-02-03", provisional: false });
    expect(after.explain(day("2020-01-31")).notice).toBe(extension.title);
    expect(after.explain(day("2020-02-01"))).toMatchObject({ working: false, because: "weekend" });
  });

  it("puts a day to work that an earlier one gave off", () => {
    const worked = { ...extension, title: "撤回", daysOff: [], daysWorked: [day("2020-01-31")] };
    expect(applyNotice(applyNotice(before, extension), worked).explain(day("2020-01-31")).because).toBe("weekday");
  });

  it("agrees with the table that holds both steps", () => {
    const [year] = applyNotice(before, extension).years;
    const [table] = officialYears.filter((it) => it.year === 2020);
    expect([year?.weekdaysOff, year?.weekendsOn]).toEqual([table?.weekdaysOff, table?.weekendsOn]);
  });
});

describe("a notice that has people work on a day the law gives off", () => {
  it("is shown by these days: a table of 2026 with the year changed", () => {
    const [table] = officialYears.filter((it) => it.year === 2026);
    const invented = Notice.parse({
      title: "2027",
      address: "https://example.org/2027",
      settles: [2027],
      daysOff: table?.weekdaysOff.map((it) => it.replace("2026", "2027")),
      daysWorked: [],
    });
    expect(statutoryDaysWorked(applyNotice(official, invented), 2027)).toEqual([
      "2027-02-05",
      "2027-02-08",
      "2027-04-05",
      "2027-06-09",
      "2027-09-15",
    ]);
  });

  it("is not the genuine one", () => {
    expect(statutoryDaysWorked(applyNotice(official, for2027), 2027)).toEqual([]);
    expect(statutoryDaysWorked(official, 2027)).toEqual([]);
  });
});
