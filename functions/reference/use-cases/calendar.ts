import { calendarOf } from "../../kernel/calendar.ts";
import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import { dueOf, exceptionsOf, explained, viewOf, viewOfYear } from "../calendar.ts";
import type { calendarOperations } from "../calendar-operations.ts";
import { feedOf } from "../feed.ts";
import { OFFICIAL } from "../official.ts";
import type { Stores } from "../store.ts";

type Calendars = Pick<Stores, "calendars">;

/** The official calendar as it stands; before the first start nobody has recorded one. */
export const officialOf = async ({ calendars }: Calendars) => {
  const found = await calendars.find(OFFICIAL);
  return found.ok ? found.value : undefined;
};

/** What it makes of every day. */
export const calendarIn = async (stores: Calendars) => calendarOf((await officialOf(stores))?.now.years ?? []);

/** What the calendar says, for everybody. */
export const calendarUseCases = (stores: Calendars): UseCases<typeof calendarOperations> => ({
  readCalendar: async () => accept({ now: viewOf((await officialOf(stores))?.now) }),

  readCalendarYear: async ({ year }) => {
    const found = viewOfYear(await calendarIn(stores), year);
    return found === undefined ? refuse("calendar-year-unknown", { year }) : accept({ now: found });
  },

  explainDay: async ({ day }) => accept({ now: explained((await calendarIn(stores)).explain(day)) }),

  calculateDue: async ({ start, workingDays }) => accept({ now: dueOf(await calendarIn(stores), start, workingDays) }),

  readCalendarFeed: async () => {
    const official = (await officialOf(stores))?.now;
    return accept({ now: feedOf(exceptionsOf(calendarOf(official?.years ?? [])), official?.changedOn) });
  },
});
