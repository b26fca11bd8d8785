import fc from "fast-check";
import holidays from "../../data/holidays.json" with { type: "json" };
import { type CalendarYear, calendarOf } from "../../functions/kernel/calendar.ts";
import { recompute } from "../../functions/kernel/clock.ts";
import { addDays, type Day, dayOf, Instant, isWeekend, yearOf } from "../../functions/kernel/day.ts";
import { decide } from "../../functions/objections/deciding.ts";
import { file } from "../../functions/objections/filing.ts";
import {
  dataMarkedInTime,
  decidedByCenterInTime,
  decidedByDepartmentInTime,
  handedOverInTime,
  missedBy,
} from "../../functions/objections/in-time.ts";
import { day } from "../kernel/day-of-text.ts";
import { official, officialYears } from "../kernel/official-calendar.ts";
import {
  aCentersOwn,
  aFiled,
  aHandedOver,
  aSentBack,
  CORRECTED,
  DEPARTMENT,
  filing,
  NOT_CORRECTED,
  PEOPLE,
  RECEIVED,
  TERMS,
  value,
} from "./states.ts";

/** What stands beside a length: the day of receipt, and the due days one, two and five working days later. */
const DAYS = [
  ["2026-11-24", "2026-11-25", "2026-11-26", "2026-12-01", "a plain week with a weekend in it"],
  ["2026-11-28", "2026-11-30", "2026-12-01", "2026-12-04", "received on a Saturday"],
  ["2026-02-13", "2026-02-14", "2026-02-24", "2026-02-27", "the make-up Saturday before Spring Festival counts"],
  ["2026-02-14", "2026-02-24", "2026-02-25", "2026-02-28", "the last day before Spring Festival, itself a Saturday"],
  ["2026-02-18", "2026-02-24", "2026-02-25", "2026-02-28", "received in the holiday"],
  ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-13", "National Day, and the Saturday worked for it"],
  ["2025-12-31", "2026-01-04", "2026-01-05", "2026-01-08", "year's end: the first working day is a Sunday"],
  ["2026-12-31", "2027-01-04", "2027-01-05", "2027-01-08", "year's end, the next year's notice not published"],
] as const;

const startedOn = (start: string) => {
  const receivedOn = day(start);
  return {
    mark: dataMarkedInTime.start({ receivedOn }, official),
    center: decidedByCenterInTime.start({ receivedOn }, official),
    handOver: handedOverInTime.start({ receivedOn }, official),
    department: decidedByDepartmentInTime.start({ handedOverOn: receivedOn }, official),
  };
};

describe("A48: the data is marked within one working day of receipt", () => {
  it.each(DAYS)("received on %s: by %s", (start, one) => {
    expect(startedOn(start).mark).toMatchObject({ cites: "A48", workingDays: 1, startedOn: start, dueOn: one });
  });

  it.each([
    { doneOn: "2026-11-24", end: { metOn: "2026-11-24" }, because: "it is the day of receipt itself" },
    { doneOn: "2026-11-25", end: { metOn: "2026-11-25" }, because: "it is the last day" },
    { doneOn: "2026-11-26", end: { missedOn: "2026-11-26" }, because: "it is one late" },
  ])("marked on $doneOn gives $end, for $because", ({ doneOn, end }) => {
    const { mark } = startedOn("2026-11-24");
    expect(dataMarkedInTime.stop([mark], day(doneOn))).toEqual([{ ...mark, ...end }]);
  });

  it("at 23:59 in Shanghai it is still that day, a minute later the next", () => {
    const on = (moment: string) => aFiled({ today: dayOf(Instant.parse(moment)) }).clocks[0];
    expect(on("2026-11-24T15:59:59.999Z")).toMatchObject({ startedOn: "2026-11-24", dueOn: "2026-11-25" });
    expect(on("2026-11-24T16:00:00.000Z")).toMatchObject({ startedOn: "2026-11-25", dueOn: "2026-11-26" });
  });

  it("the receipt says by which rule a day was moved, and whether that is certain", () => {
    const [mark] = aFiled({ today: day("2026-02-13") }).receipt;
    expect(mark?.moved).toMatchObject([{ day: "2026-02-14", working: true, because: "worked-by-notice" }]);
    const [unsure] = aFiled({ today: day("2026-12-31") }).receipt;
    expect(unsure).toMatchObject({ provisional: true, moved: [{ day: "2027-01-01", because: "statutory-day" }] });
  });

  it("a notice that is imported later moves what runs and keeps both days; the receipt stays as it was said", () => {
    const filed = aFiled({ today: day("2026-12-31") });
    const year: CalendarYear = {
      year: 2027,
      status: "published",
      weekdaysOff: [day("2027-01-01"), day("2027-01-04")],
      weekendsOn: [],
      sources: [{ title: "通知", address: "https://www.gov.cn/a" }],
    };
    const published = calendarOf([...officialYears.filter((it) => it.year !== 2027), year]);
    const [clock] = filed.clocks.map((it) => recompute(it, published, { because: "通知", on: day("2026-12-31") }));
    expect(clock).toMatchObject({ dueOn: "2027-01-05", provisional: false, movedFrom: [{ dueOn: "2027-01-04" }] });
    expect(filed.receipt[0]).toMatchObject({ dueOn: "2027-01-04" });
  });
});

describe("A48(1): the Center decides within two working days of receipt", () => {
  it.each(DAYS)("received on %s: by %s, %s", (start, _one, two) => {
    expect(startedOn(start).center).toMatchObject({ cites: "A48(1)", workingDays: 2, dueOn: two });
  });

  it.each([
    { doneOn: "2026-11-25", end: { metOn: "2026-11-25" } },
    { doneOn: "2026-11-26", end: { metOn: "2026-11-26" } },
    { doneOn: "2026-11-27", end: { missedOn: "2026-11-27" } },
  ])("decided on $doneOn gives $end, and the decision stands", ({ doneOn, end }) => {
    const by = { by: PEOPLE.center, today: day(doneOn), terms: TERMS };
    const decided = value(decide(aCentersOwn(), NOT_CORRECTED, {}, by));
    expect(decided.clocks.find(({ name }) => name === decidedByCenterInTime.name)).toMatchObject(end);
    expect(decided).toMatchObject({ status: "decided", decidedOn: doneOn });
  });
});

describe("A48(2): the Center hands over within two working days, the department decides within five", () => {
  it.each(DAYS)("received on %s: by %s, %s, %s, for it is %s", (start, _one, two, five) => {
    const { handOver, department } = startedOn(start);
    expect([handOver.dueOn, department.dueOn]).toEqual([two, five]);
    expect([handOver.cites, department.cites]).toEqual(["A48(2)", "A48(2)"]);
  });

  it("to hand over is to receive: the five days begin on that day, late or not", () => {
    const late = aHandedOver(day("2026-11-30"));
    expect(late.clocks).toMatchObject([
      { name: dataMarkedInTime.name },
      { name: handedOverInTime.name, missedOn: "2026-11-27" },
      { name: decidedByDepartmentInTime.name, startedOn: "2026-11-30", dueOn: "2026-12-07" },
    ]);
  });

  it.each([
    { doneOn: "2026-11-30", end: { metOn: "2026-11-30" } },
    { doneOn: "2026-12-01", end: { metOn: "2026-12-01" } },
    { doneOn: "2026-12-02", end: { missedOn: "2026-12-02" } },
  ])("handed over on 2026-11-24 and decided on $doneOn: $end", ({ doneOn, end }) => {
    const by = { by: PEOPLE.department, today: day(doneOn), terms: TERMS };
    const decided = value(decide(aHandedOver(), CORRECTED, {}, by));
    const clock = decided.clocks.find(({ name }) => name === decidedByDepartmentInTime.name);
    expect(clock).toMatchObject(end);
    if (clock?.missedOn !== undefined) expect(missedBy(decided, clock)).toBe(DEPARTMENT);
  });

  it("sent back, the five days go on with their day, and whoever has it when they end has missed them", () => {
    const sentBack = aSentBack(day("2026-11-26"));
    const clock = sentBack.clocks.find(({ name }) => name === decidedByDepartmentInTime.name);
    expect(clock).toMatchObject({ dueOn: "2026-12-01" });
    const by = { by: PEOPLE.center, today: day("2026-12-02"), terms: TERMS };
    const decided = value(decide(sentBack, NOT_CORRECTED, {}, by));
    const missed = decided.clocks.find(({ missedOn, name }) => missedOn && name === decidedByDepartmentInTime.name);
    expect(missed && missedBy(decided, missed)).toBe("center");
  });
});

describe("A48: every due day agrees with a computation that shares no code with it", () => {
  const off = new Set(holidays.years.flatMap((it) => it.weekdaysOff));
  const on = new Set(holidays.years.flatMap((it) => it.weekendsOn));

  /** All working days 2018–2026 as a table, weekdays counted on from a Monday: no calendar and no clock of ours. */
  const table: string[] = [];
  for (let at = 0, moment = Date.UTC(2018, 0, 1); moment <= Date.UTC(2026, 11, 31); at++, moment += 86_400_000) {
    const text = new Date(moment).toISOString().slice(0, 10);
    if (on.has(text) || (at % 7 < 5 && !off.has(text))) table.push(text);
  }

  it("for all days of receipt 2018–2026, each clock", () => {
    let [next, compared] = [0, 0];
    for (let start = day("2018-01-01"); start <= "2026-12-15"; start = addDays(start, 1)) {
      while ((table[next] ?? "9999") <= start) next++;
      const { mark, center, handOver, department } = startedOn(start);
      const reckoned = [mark.dueOn, center.dueOn, handOver.dueOn, department.dueOn];
      const expected = [table[next], table[next + 1], table[next + 1], table[next + 4]];
      if (reckoned.join() !== expected.join()) expect({ start, reckoned }).toEqual({ start, reckoned: expected });
      compared++;
    }
    expect(compared).toBeGreaterThan(3200);
  });

  it("and with random holidays: as many working days lie after the start as the law says, the last one a working day", () => {
    const days = fc.array(fc.integer({ min: 0, max: 364 }), { maxLength: 60 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 340 }), (picked, at) => {
        const all = [...new Set(picked)].map((it) => addDays(day("2026-01-01"), it));
        const inYear = all.filter((it) => yearOf(it) === 2026);
        const calendar = calendarOf([
          {
            year: 2026,
            status: "published",
            weekdaysOff: inYear.filter((it) => !isWeekend(it)),
            weekendsOn: inYear.filter(isWeekend),
            sources: [{ title: "通知", address: "https://www.gov.cn/a" }],
          },
        ]);
        const today = addDays(day("2026-01-01"), at);
        for (const { startedOn: from, dueOn, workingDays } of file(filing({ today }), calendar).clocks) {
          if (yearOf(dueOn) !== 2026) continue;
          expect(calendar.isWorkingDay(dueOn)).toBe(true);
          expect(calendar.workingDaysBetween(from, dueOn)).toBe(workingDays);
        }
      }),
    );
  });

  it("received on any day, nothing is due on the day itself", () => {
    const due: Day[] = aFiled().clocks.map(({ dueOn }) => dueOn);
    expect(due.every((it) => it > RECEIVED)).toBe(true);
  });
});
