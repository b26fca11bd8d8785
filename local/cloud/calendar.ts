import * as z from "zod";
import holidays from "../../data/holidays.json" with { type: "json" };
import { type Calendar, CalendarYear, calendarOf } from "../../functions/kernel/calendar.ts";

/** The official calendar from which a new installation starts: working days on the local clock are counted by it. */
export const calendarOfThisMachine = (): Calendar => calendarOf(z.array(CalendarYear).parse(holidays.years));
