import * as z from "zod";
import { both } from "./saying.ts";

/** A civil date in Asia/Shanghai, `YYYY-MM-DD`, that exists in the calendar. Days compare and sort as strings. */
export const Day = z.iso
  .date(both("日期须为真实存在的 YYYY-MM-DD。", "A day that exists, as YYYY-MM-DD."))
  .brand<"Day">()
  .meta({ id: "Day", description: "上海（东八区）的日历日。A calendar day in Shanghai.", example: "2026-11-24" });
export type Day = z.infer<typeof Day>;

/** A moment in UTC as `toISOString` writes it, milliseconds and `Z`: one width, so moments sort as strings. */
export const Instant = z.iso
  .datetime({
    precision: 3,
    error: both("时刻须为 UTC，形如 2026-11-24T01:02:03.004Z。", "A moment in UTC, like 2026-11-24T01:02:03.004Z."),
  })
  .brand<"Instant">()
  .meta({ id: "Instant", description: "UTC 时刻。A moment in UTC.", example: "2026-11-24T01:02:03.004Z" });
export type Instant = z.infer<typeof Instant>;

const ONE_DAY = 86_400_000;

/**
 * Shanghai has stood at UTC+8 without summer time since 1992. Summer time of 1986–1991 does not matter here: the
 * platform turns only its own moments, all after 2018, into days, and a birth date is a day from the start.
 */
const AHEAD_OF_UTC = 8 * 3_600_000;

const written = (utcMidnight: number): Day => Day.parse(new Date(utcMidnight).toISOString().slice(0, 10));

/** The day in Shanghai on which this moment falls (milliseconds since 1970, a Date or an Instant). */
export const dayOf = (moment: number | Date | Instant): Day => written(new Date(moment).getTime() + AHEAD_OF_UTC);

/** The moment (milliseconds since 1970, or a Date) in the form in which records keep it. */
export const instantOf = (moment: number | Date): Instant => Instant.parse(new Date(moment).toISOString());

/** The first moment of a day in Shanghai. */
export const startOf = (day: Day): Instant => instantOf(Date.parse(day) - AHEAD_OF_UTC);

/** The day so many days later; earlier, if the number is negative. */
export const addDays = (day: Day, days: number): Day => written(Date.parse(day) + days * ONE_DAY);

/** 1 for Monday to 7 for Sunday, as ISO 8601 counts. */
export const weekdayOf = (day: Day): number => new Date(day).getUTCDay() || 7;

export const isWeekend = (day: Day): boolean => weekdayOf(day) > 5;

export const yearOf = (day: Day): number => Number(day.slice(0, 4));
