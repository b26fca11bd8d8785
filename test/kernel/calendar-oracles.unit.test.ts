import { isWorkday } from "chinese-days";
import fc from "fast-check";
import holidays from "../../data/holidays.json" with { type: "json" };
import { CalendarYear, calendarOf } from "../../functions/kernel/calendar.ts";
import { addDays, type Day, isWeekend, yearOf } from "../../functions/kernel/day.ts";
import { day } from "./day-of-text.ts";
import { dueByHand } from "./days-by-hand.ts";
import { official } from "./official-calendar.ts";

const FIRST = day("2018-01-01");
const LAST = day("2026-12-31");

const daysFrom = (first: Day, last: Day): Day[] => {
  const days: Day[] = [];
  for (let it = first; it <= last; it = addDays(it, 1)) days.push(it);
  return days;
};

describe("the calendar agrees with computations that share no code with it", () => {
  it("day by day 2018–2026 with the package chinese-days", () => {
    const differing = daysFrom(FIRST, LAST).filter((it) => official.isWorkingDay(it) !== isWorkday(it));
    expect(differing).toEqual([]);
  });

  it.each([1, 2, 5])("for every start 2018–2026, %i working days later, with a table made by hand", (workingDays) => {
    const byHand = dueByHand(
      holidays.years.filter(({ year }) => year <= 2026),
      workingDays,
    );
    const differing = daysFrom(FIRST, LAST).flatMap((start) => {
      const expected = byHand.get(start);
      const { day: due, provisional } = official.addWorkingDays(start, workingDays);
      return expected === undefined || (due === expected && !provisional)
        ? []
        : [{ start, due, provisional, expected }];
    });
    expect(differing).toEqual([]);
    expect(byHand.size).toBeGreaterThan(3275);
  });
});

describe("whatever the holidays are", () => {
  const year = fc.record({
    year: fc.integer({ min: 2018, max: 2040 }),
    published: fc.boolean(),
    turned: fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 60 }),
  });
  const calendar = fc.uniqueArray(year, { minLength: 1, maxLength: 6, selector: (it) => it.year }).map((years) =>
    calendarOf(
      years.map((it) => {
        const days = it.turned.map((offset) => addDays(day(`${it.year}-01-01`), offset));
        return CalendarYear.parse({
          year: it.year,
          status: it.published ? "published" : "unpublished",
          weekdaysOff: days.filter((each) => !isWeekend(each)),
          weekendsOn: days.filter(isWeekend),
          sources: [{ title: "通知", address: "https://www.gov.cn/" }],
        });
      }),
    ),
  );
  const start = fc.integer({ min: 0, max: 8000 }).map((offset) => addDays(day("2018-01-01"), offset));
  const workingDays = fc.integer({ min: 1, max: 60 });

  it("as many working days lie between the start and the due day as were added", () => {
    fc.assert(
      fc.property(calendar, start, workingDays, (it, from, n) => {
        expect(it.workingDaysBetween(from, it.addWorkingDays(from, n).day)).toBe(n);
      }),
    );
  });

  it("the due day is a working day after the start", () => {
    fc.assert(
      fc.property(calendar, start, workingDays, (it, from, n) => {
        const due = it.addWorkingDays(from, n).day;
        expect(due > from && it.isWorkingDay(due)).toBe(true);
      }),
    );
  });

  it("a day more is due later, a later start never earlier", () => {
    fc.assert(
      fc.property(calendar, start, workingDays, fc.integer({ min: 1, max: 30 }), (it, from, n, later) => {
        expect(it.addWorkingDays(from, n + 1).day > it.addWorkingDays(from, n).day).toBe(true);
        expect(it.addWorkingDays(addDays(from, later), n).day >= it.addWorkingDays(from, n).day).toBe(true);
      }),
    );
  });

  it("two limits after one another end where their sum ends", () => {
    fc.assert(
      fc.property(calendar, start, workingDays, workingDays, (it, from, n, m) => {
        expect(it.addWorkingDays(it.addWorkingDays(from, n).day, m).day).toBe(it.addWorkingDays(from, n + m).day);
      }),
    );
  });

  it("a due day is provisional if and only if a day was looked at of which no notice and no law speaks", () => {
    fc.assert(
      fc.property(calendar, start, workingDays, (it, from, n) => {
        const due = it.addWorkingDays(from, n);
        const published = new Set(it.years.filter(({ status }) => status === "published").map((each) => each.year));
        const looked = daysFrom(addDays(from, 1), due.day).filter((each) => !published.has(yearOf(each)));
        expect(due.provisional).toBe(looked.some((each) => ["weekday", "weekend"].includes(it.explain(each).because)));
      }),
    );
  });

  it("the days named as moved are all that Monday to Friday would have got wrong", () => {
    fc.assert(
      fc.property(calendar, start, workingDays, (it, from, n) => {
        const due = it.addWorkingDays(from, n);
        const wrong = daysFrom(addDays(from, 1), due.day).filter((each) => it.isWorkingDay(each) === isWeekend(each));
        expect(due.moved.map((each) => each.day)).toEqual(wrong);
      }),
    );
  });
});
