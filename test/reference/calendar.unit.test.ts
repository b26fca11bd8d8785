import fc from "fast-check";
import deadlines from "../../data/deadlines.json" with { type: "json" };
import { calendarOf } from "../../functions/kernel/calendar.ts";
import { addDays } from "../../functions/kernel/day.ts";
import { dueOf, exceptionsOf, explained, viewOf, viewOfYear } from "../../functions/reference/calendar.ts";
import { feedOf } from "../../functions/reference/feed.ts";
import { official } from "../kernel/official-calendar.ts";
import { day } from "./support.ts";

describe("A48: people can look up when a limit ends, and why", () => {
  it.each(deadlines.examples)("$workingDays working days from $start end on $due", (example) => {
    expect(dueOf(official, day(example.start), example.workingDays)).toMatchObject({
      due: example.due,
      provisional: example.provisional,
    });
  });

  it("names every day that a plain Monday-to-Friday count would have got wrong, with its notice", () => {
    const { moved, words } = dueOf(official, day("2025-09-26"), 4);
    expect(moved.map(({ day, because }) => `${day} ${because}`)).toContain("2025-09-28 worked-by-notice");
    expect(words.zh).toContain("自2025-09-26（星期五）起，当日不计，第4个工作日为2025-10-09（星期四）。");
    expect(words.zh).toContain("2025-09-28（星期日）上班，依据《国务院办公厅关于2025年部分节假日安排的通知》。");
    expect(words.en).toContain("Sunday 2025-09-28 is worked by the notice");
  });

  it("says in both languages that a day of a year without a notice is provisional", () => {
    const { words, provisional } = dueOf(official, day("2026-12-30"), 5);
    expect(provisional).toBe(true);
    expect(words.zh).toContain("届满日为暂定");
    expect(words.en).toContain("provisional");
    expect(explained(official.explain(day("2031-03-03"))).words.zh).toContain("农历节日亦未录入");
  });

  it("no working days end on the day itself", () => {
    expect(dueOf(official, day("2026-02-12"), 0)).toMatchObject({ due: "2026-02-12", moved: [] });
  });

  it("explains every day in words that agree with the calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4700 }), (days) => {
        const asked = addDays(day("2018-01-01"), days);
        const { working, words } = explained(official.explain(asked));
        expect(/上班|是工作日/.test(words.zh)).toBe(working);
        expect(/is worked|is a working day/.test(words.en)).toBe(working);
      }),
    );
  });

  it("counts the working days of a year as data/ does", () => {
    expect(viewOfYear(official, 2026)).toMatchObject({ status: "published", workingDays: 248 });
    expect(viewOfYear(official, 2035)).toBeUndefined();
    expect(viewOf(undefined)).toEqual({ years: [] });
  });
});

describe("the feed for calendar programs (RFC 5545)", () => {
  const text = feedOf(exceptionsOf(official), day("2026-11-24"));
  const lines = text.split("\r\n");

  it("has an event for every exception, by notice or by law, and none for an ordinary day", () => {
    const days = text.match(/DTSTART;VALUE=DATE:\d+/g) ?? [];
    expect(days).toHaveLength(exceptionsOf(official).length);
    expect(text).toContain("UID:2026-02-14@reference.onenet");
    expect(text).toContain("SUMMARY:放假（春节）");
    expect(text).not.toContain("20260302");
  });

  it("ends every line with CRLF, folds at 75 octets and cuts no character", () => {
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(text).not.toContain("\ufffd");
    expect(text.replaceAll("\r\n ", "")).toContain("国务院办公厅关于2026年部分节假日安排的通知");
  });

  it("escapes what has a meaning in iCalendar", () => {
    const aDay = explained(calendarOf([]).explain(day("2026-01-01")));
    const feed = feedOf([{ ...aDay, words: { zh: "a;b,c\\d\ne", en: "" } }], undefined);
    expect(feed).toContain("DESCRIPTION:a\\;b\\,c\\\\d\\ne");
    expect(feed).toContain("DTSTAMP:19700101T000000Z");
  });

  it("is the same bytes for the same calendar", () => {
    expect(feedOf(exceptionsOf(official), day("2026-11-24"))).toBe(text);
  });
});
