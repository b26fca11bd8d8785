import fc from "fast-check";
import { addDays, Day, dayOf, Instant, instantOf, isWeekend, startOf, weekdayOf } from "../../functions/kernel/day.ts";
import { day } from "./day-of-text.ts";

/** Any day of 1900–2199. */
const anyDay = fc.integer({ min: -25_567, max: 84_005 }).map((days) => addDays(day("1970-01-01"), days));

describe("a day", () => {
  it.each(["2024-02-29", "2026-12-31", "0001-01-01", "9999-12-31"])("%s is one", (text) => {
    expect(Day.safeParse(text)).toEqual({ success: true, data: text });
  });

  it.each([
    ["2026-02-29", "the year has no such day"],
    ["1900-02-29", "a century that is no leap year"],
    ["2026-13-01", "there is no such month"],
    ["2026-00-10", "there is no month nought"],
    ["2026-04-31", "April has thirty days"],
    ["2026-4-1", "it is not of full width"],
    ["2026-11-24T00:00:00Z", "it is a moment"],
    ["2026-11-24\n", "something follows"],
    ["２０２６-11-24", "the digits are full-width"],
  ])("%s is none, for %s", (text) => {
    expect(Day.safeParse(text).success).toBe(false);
  });

  it.each([
    ["2026-11-24T15:59:59.999Z", "2026-11-24", "it is 23:59 in Shanghai"],
    ["2026-11-24T16:00:00.000Z", "2026-11-25", "it is midnight in Shanghai, and still the 24th in UTC"],
    ["2026-12-31T16:00:00.000Z", "2027-01-01", "the year begins in Shanghai eight hours earlier"],
    ["2024-02-28T16:00:00.000Z", "2024-02-29", "it is the leap day"],
  ])("of %s is %s, for %s", (moment, expected) => {
    expect(dayOf(Instant.parse(moment))).toBe(expected);
    expect(dayOf(new Date(moment))).toBe(expected);
    expect(dayOf(Date.parse(moment))).toBe(expected);
  });

  it("of a moment agrees with the time zone data of the platform since 1992", () => {
    const shanghai = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1992, 0), max: Date.UTC(2099, 0) }), (moment) => {
        expect(dayOf(moment)).toBe(shanghai.format(moment));
      }),
    );
  });

  it("begins at the moment that startOf gives, and not a millisecond earlier", () => {
    fc.assert(
      fc.property(anyDay, (it) => {
        const begins = Date.parse(startOf(it));
        expect([dayOf(begins), dayOf(begins - 1)]).toEqual([it, addDays(it, -1)]);
      }),
    );
  });

  it("comes back after as many days forth as back, and sorts as a string", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20_000 }), (it, days) => {
        expect(addDays(addDays(it, days), -days)).toBe(it);
        expect(addDays(it, days) > it).toBe(true);
      }),
    );
  });

  it("has a weekday that agrees with the calendar of the language", () => {
    fc.assert(
      fc.property(anyDay, (it) => {
        expect(weekdayOf(it) % 7).toBe(new Date(it).getUTCDay());
        expect(isWeekend(it)).toBe([0, 6].includes(new Date(it).getUTCDay()));
      }),
    );
  });
});

describe("a moment", () => {
  it.each(["2026-11-24T01:02:03.004Z"])("%s is one", (text) => {
    expect(Instant.parse(text)).toBe(instantOf(new Date(text)));
  });

  it.each([
    "2026-11-24T01:02:03Z",
    "2026-11-24T01:02:03.004+08:00",
    "2026-11-24T01:02:03.004",
    "2026-02-30T01:02:03.004Z",
  ])("%s is none", (text) => {
    expect(Instant.safeParse(text).success).toBe(false);
  });
});
