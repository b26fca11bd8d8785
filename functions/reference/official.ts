import * as z from "zod";
import { type Calendar, CalendarYear, calendarOf } from "../kernel/calendar.ts";
import { Day } from "../kernel/day.ts";
import { declareStore } from "../platform/store/declare.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { CalendarChanged } from "./events.ts";

/** The one official calendar of the city; every context that counts working days reads this record and no other. */
export const OFFICIAL = "official";

export const OfficialCalendar = z.object({
  id: z.literal(OFFICIAL),
  years: z.array(CalendarYear),
  changedOn: Day,
});
export type OfficialCalendar = z.infer<typeof OfficialCalendar>;

/** One record: `calendar#official`. */
export const calendars = declareStore({
  kind: "calendar",
  holds: OfficialCalendar,
  announces: CalendarChanged,
  id: ({ id }) => id,
  indexes: {},
});

/**
 * Reads the official calendar of the city from this context's table, consistently and by one GetItem. Before the first
 * start has put it there nothing is known but the solar holidays, and every answer says that it is provisional.
 */
export const openCalendar = (table: Table): (() => Promise<Calendar>) => {
  const store = openStore(calendars, table);
  return async () => {
    const found = await store.find(OFFICIAL);
    return calendarOf(found.ok ? found.value.now.years : []);
  };
};
