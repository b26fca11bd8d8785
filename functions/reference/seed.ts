import * as z from "zod";
import holidays from "../../data/holidays.json" with { type: "json" };
import bundled from "../../data/standards.json" with { type: "json" };
import { ACTS, type Act } from "../../law/acts.ts";
import { CalendarYear } from "../kernel/calendar.ts";
import type { Day } from "../kernel/day.ts";
import { type Law, laws } from "./laws.ts";
import { OFFICIAL, OfficialCalendar } from "./official.ts";
import { addressOf, type Standard, standards } from "./standards.ts";

export { laws } from "./laws.ts";
export { calendars } from "./official.ts";
export { standards } from "./standards.ts";

/** The records with which a new installation starts, each for the store of its kind. */
type ReferenceSeeds = Readonly<{
  calendar: OfficialCalendar;
  laws: readonly z.output<typeof laws.Entry>[];
  standards: readonly z.output<typeof standards.Entry>[];
}>;

/** Acts by their key, then what the entry of a register adds. */
const acts: readonly (readonly [string, Act])[] = Object.entries(ACTS);

/**
 * What is put on record at the first start, as of that day: the calendar of the notices known when this was built, the
 * laws that may be cited, the standards in force. From then on only their keepers change them.
 */
export const referenceSeeds = (on: Day): ReferenceSeeds => {
  const entered = { status: "in-force", recordedOn: on } as const;
  return {
    calendar: OfficialCalendar.parse({
      id: OFFICIAL,
      years: z.array(CalendarYear).parse(holidays.years),
      changedOn: on,
    }),
    laws: acts.map(([key, act]) => {
      const entry: z.input<typeof Law> = { key, ...act };
      return laws.Entry.parse({ ...entered, id: key, entry });
    }),
    standards: bundled.standards.map((entry: z.input<typeof Standard>) =>
      standards.Entry.parse({ ...entered, id: addressOf(entry.code), entry }),
    ),
  };
};
