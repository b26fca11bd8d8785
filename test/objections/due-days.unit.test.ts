import fc from "fast-check";
import holidays from "../../data/holidays.json" with { type: "json" };
import { type Calendar, CalendarYear, calendarOf } from "../../functions/kernel/calendar.ts";
import { type Clock, recompute } from "../../functions/kernel/clock.ts";
import { addDays, type Day, isWeekend } from "../../functions/kernel/day.ts";
import {
  dataMarkedInTime,
  decidedByCenterInTime,
  decidedByDepartmentInTime,
  handedOverInTime,
} from "../../functions/objections/in-time.ts";
import { receiptOf } from "../../functions/objections/receipt.ts";
import { day } from "../kernel/day-of-text.ts";
import { dueByHand, type Exceptions } from "../kernel/days-by-hand.ts";
import { official } from "../kernel/official-calendar.ts";

/** Every clock of an objection, begun on a day; and the length that A48 gives it, said here once more. */
const CLOCKS = [
  {
    name: "the mark (A48)",
    workingDays: 1,
    begin: (on: Day, calendar: Calendar) => dataMarkedInTime.start({ receivedOn: on }, calendar),
  },
  {
    name: "the Center's decision (A48(1))",
    workingDays: 2,
    begin: (on: Day, calendar: Calendar) => decidedByCenterInTime.start({ receivedOn: on }, calendar),
  },
  {
    name: "the hand-over (A48(2))",
    workingDays: 2,
    begin: (on: Day, calendar: Calendar) => handedOverInTime.start({ receivedOn: on }, calendar),
  },
  {
    name: "the department's decision (A48(2))",
    workingDays: 5,
    begin: (on: Day, calendar: Calendar) => decidedByDepartmentInTime.start({ handedOverOn: on }, calendar),
  },
] as const;

const published = holidays.years.filter(({ year }) => year >= 2018 && year <= 2026);

describe("A48: every due day 2018–2026 agrees with a table that shares no code with the calendar", () => {
  it.each(CLOCKS)("$name: $workingDays working days after every day", ({ workingDays, begin }) => {
    const table = dueByHand(published, workingDays);
    // The last days of 2026 are due in a year whose notice nobody has published.
    expect(table.size).toBeGreaterThan(9 * 365 - 10);
    const differing = [...table].flatMap(([from, expected]) => {
      const { dueOn, startedOn, provisional } = begin(day(from), official);
      return dueOn === expected && startedOn === from && !provisional ? [] : [{ from, dueOn, expected, provisional }];
    });
    expect(differing).toEqual([]);
  });
});

/** Two years with random holidays and make-up days, published by notice. */
const someYears = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 90 }),
    fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 90 }),
  )
  .map(([first, second]): Exceptions[] =>
    [
      { year: 2031, turned: first },
      { year: 2032, turned: second },
    ].map(({ year, turned }) => {
      const days = turned.map((offset) => addDays(day(`${year}-01-01`), offset));
      return {
        year,
        weekdaysOff: days.filter((each) => !isWeekend(each)),
        weekendsOn: days.filter(isWeekend),
      };
    }),
  );
const calendarWith = (years: readonly Exceptions[], status: "published" | "unpublished" = "published") =>
  calendarOf(
    years.map(({ year, weekdaysOff, weekendsOn }) =>
      CalendarYear.parse({
        year,
        status,
        ...(status === "published" ? { weekdaysOff, weekendsOn } : { weekdaysOff: [], weekendsOn: [] }),
        sources: [{ title: `关于${year}年部分节假日安排的通知`, address: "https://www.gov.cn/" }],
      }),
    ),
  );
const someDay = fc.integer({ min: 0, max: 600 }).map((offset) => addDays(day("2031-01-01"), offset));
const someClock = fc.constantFrom(...CLOCKS);

describe("A48: whatever the holidays are", () => {
  it("a due day is the table's, and a working day after the one on which it began", () => {
    fc.assert(
      fc.property(someYears, someDay, someClock, (years, from, { workingDays, begin }) => {
        const expected = dueByHand(years, workingDays).get(from);
        const { dueOn } = begin(from, calendarWith(years));
        if (expected !== undefined) expect(dueOn).toBe(expected);
        expect(dueOn > from).toBe(true);
      }),
    );
  });

  it("the receipt explains each day that Monday to Friday would have got wrong, and no other", () => {
    fc.assert(
      fc.property(someYears, someDay, someClock, (years, from, { begin }) => {
        const calendar = calendarWith(years);
        const [deadline] = receiptOf([begin(from, calendar)], calendar);
        if (deadline === undefined) throw new Error("A clock has a deadline.");
        const turned = new Set(years.flatMap(({ weekdaysOff, weekendsOn }) => [...weekdaysOff, ...weekendsOn]));
        const wrong: string[] = [];
        for (let it = addDays(from, 1); it <= deadline.dueOn; it = addDays(it, 1)) if (turned.has(it)) wrong.push(it);
        expect(deadline.moved.map((it) => it.day)).toEqual(wrong);
        expect(deadline.moved.every(({ notice }) => notice !== undefined)).toBe(true);
      }),
    );
  });

  it("a notice that is imported later moves what runs to the table's day, and keeps the day that it gave up", () => {
    const why = (on: Day) => ({ because: "a notice", on });
    fc.assert(
      fc.property(someYears, someDay, someClock, (years, from, { workingDays, begin }) => {
        const expected = dueByHand(years, workingDays).get(from);
        const before: Clock = begin(from, calendarWith(years, "unpublished"));
        const after = recompute(before, calendarWith(years), why(from));
        if (expected !== undefined) expect(after.dueOn).toBe(expected);
        const moved = after.dueOn === before.dueOn ? [] : [{ dueOn: before.dueOn, ...why(from) }];
        expect(after.movedFrom).toEqual(moved);
      }),
    );
  });

  it("what came later is never due earlier", () => {
    fc.assert(
      fc.property(someYears, someDay, fc.integer({ min: 1, max: 30 }), someClock, (years, from, later, { begin }) => {
        const calendar = calendarWith(years);
        expect(begin(addDays(from, later), calendar).dueOn >= begin(from, calendar).dueOn).toBe(true);
      }),
    );
  });
});
