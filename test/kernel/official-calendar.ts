import * as z from "zod";
import holidays from "../../data/holidays.json" with { type: "json" };
import { CalendarYear, calendarOf } from "../../functions/kernel/calendar.ts";

/** The years as data/ has them: 2018–2026 by notice, 2027–2030 with what the law alone gives. */
export const officialYears: readonly CalendarYear[] = z.array(CalendarYear).parse(holidays.years);

export const official = calendarOf(officialYears);
