export { CalendarChanged } from "./events.ts";
export type { Law } from "./laws.ts";
export { openCalendar } from "./official.ts";
export type { Standard } from "./standards.ts";
