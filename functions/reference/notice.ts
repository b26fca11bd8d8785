import * as z from "zod";
import { type Calendar, calendarOf } from "../kernel/calendar.ts";
import { Day, yearOf } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { applyNotice, Notice, statutoryDaysWorked } from "../kernel/notice.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { PlainText } from "../kernel/text.ts";
import { OFFICIAL, type OfficialCalendar } from "./official.ts";

/** A notice as a keeper types it in; a year has at most some fifty such days. */
export const NoticeFields = Notice.safeExtend({
  title: PlainText(LIMITS.nameCharacters),
  address: z.url({ protocol: /^https?$/ }).max(500),
  settles: z
    .array(z.int().min(1949).max(2100))
    .max(3)
    .meta({ description: "Years that it settles for the first time; a notice that only amends settles none" }),
  daysOff: z.array(Day).max(100),
  daysWorked: z.array(Day).max(100),
  publishedOn: Day,
}).strict();
export type NoticeFields = z.infer<typeof NoticeFields>;

const Base = z.object({
  id: z.uuid(),
  notice: Notice,
  publishedOn: Day,
  proposedBy: z.string(),
  proposedOn: Day,
});
const Proposed = Base.extend({ status: z.literal("proposed") });
const Confirmed = Base.extend({
  status: z.literal("confirmed"),
  confirmedBy: z.string(),
  confirmedOn: Day,
  years: z.array(z.int()).meta({ description: "Years of the calendar that it changed" }),
});
const Rejected = Base.extend({
  status: z.literal("rejected"),
  rejectedBy: z.string(),
  rejectedOn: Day,
  because: z.string(),
});

/** A notice of the State Council on its way into the calendar: proposed by one person, confirmed by another. */
export const ImportedNotice = z
  .discriminatedUnion("status", [Proposed, Confirmed, Rejected])
  .meta({ id: "ImportedNotice", description: "放假通知的录入。A holiday notice on its way into the calendar." });
export type ImportedNotice = z.infer<typeof ImportedNotice>;
export type Proposed = z.infer<typeof Proposed>;
type Confirmed = z.infer<typeof Confirmed>;
type Rejected = z.infer<typeof Rejected>;

/** Whether two days of this notice say anything new of a year: its status or its exceptions. */
const differs = (before: Calendar, after: Calendar, year: number): boolean => {
  const said = (calendar: Calendar) => {
    const { status, weekdaysOff, weekendsOn } = calendar.years.find((it) => it.year === year) ?? {};
    return JSON.stringify([status ?? "unpublished", weekdaysOff ?? [], weekendsOn ?? []]);
  };
  return said(before) !== said(after);
};

const touched = ({ settles, daysOff, daysWorked }: Notice): number[] =>
  [...new Set([...settles, ...[...daysOff, ...daysWorked].map(yearOf)])].sort((a, b) => a - b);

export const isPublished = bar("A48", "notice-not-yet-published", (publishedOn: Day, today: Day) =>
  publishedOn <= today ? pass(publishedOn) : stop({ field: "/publishedOn", publishedOn, today }),
);

/** Gives the calendar after it and the years it changes. A notice typed in a second time stops here. */
export const changesTheCalendar = bar("A48", "notice-changes-nothing", (calendar: Calendar, notice: Notice) => {
  const after = applyNotice(calendar, notice);
  const years = touched(notice).filter((year) => differs(calendar, after, year));
  return years.length > 0 ? pass({ after, years }) : stop({ years: touched(notice).map(String) });
});

/** Tables that circulate for years to come are last year's with another number; the law's own days give them away. */
export const leavesStatutoryDaysOff = bar(
  "A48",
  "notice-works-on-statutory-days",
  (after: Calendar, years: readonly number[]) => {
    const worked = years.flatMap((year) => statutoryDaysWorked(after, year));
    return worked.length === 0 ? pass(after) : stop({ field: "/daysWorked", worked });
  },
);

export const isProposed = bar("A48", "notice-not-proposed", (it: ImportedNotice) =>
  it.status === "proposed" ? pass(it) : stop({ status: it.status }),
);

/** Every statutory limit of the city hangs on this calendar: nobody changes it alone. */
export const isConfirmedByAnother = bar("A48", "notice-confirmed-by-its-proposer", (it: Proposed, by: string) =>
  it.proposedBy === by ? stop({ proposedBy: it.proposedBy }) : pass(it),
);

type Applied = Readonly<{ after: Calendar; years: readonly number[] }>;
type ApplyRefusal = "notice-changes-nothing" | "notice-works-on-statutory-days";

const applied = (calendar: Calendar, notice: Notice): Outcome<Applied, ApplyRefusal> => {
  const changes = changesTheCalendar(calendar, notice);
  if (!changes.ok) return changes;
  const genuine = leavesStatutoryDaysOff(changes.value.after, changes.value.years);
  return genuine.ok ? changes : genuine;
};

/** Proposes a notice; that it would be taken is proven on the calendar as it is now. */
export const propose = (
  { publishedOn, ...notice }: NoticeFields,
  calendar: Calendar,
  { id, by, today }: { id: string; by: string; today: Day },
): Outcome<Proposed, ApplyRefusal | typeof isPublished.code> => {
  const published = isPublished(publishedOn, today);
  if (!published.ok) return published;
  const would = applied(calendar, notice);
  if (!would.ok) return would;
  return accept({ id, status: "proposed", notice, publishedOn, proposedBy: by, proposedOn: today });
};

/** The notice confirmed and the calendar it makes, proven again: another notice may have come meanwhile. */
export const confirm = (
  imported: ImportedNotice,
  official: OfficialCalendar | undefined,
  by: string,
  today: Day,
): Outcome<
  { notice: Confirmed; calendar: OfficialCalendar },
  ApplyRefusal | typeof isProposed.code | typeof isConfirmedByAnother.code
> => {
  const proposed = isProposed(imported);
  if (!proposed.ok) return proposed;
  const another = isConfirmedByAnother(proposed.value, by);
  if (!another.ok) return another;
  const made = applied(calendarOf(official?.years ?? []), proposed.value.notice);
  if (!made.ok) return made;
  const { after, years } = made.value;
  return accept({
    notice: { ...proposed.value, status: "confirmed", confirmedBy: by, confirmedOn: today, years: [...years] },
    calendar: { id: OFFICIAL, years: [...after.years], changedOn: today },
  });
};

/** Takes a proposal back or turns it down; whoever keeps the calendar may, its proposer too. */
export const reject = (
  imported: ImportedNotice,
  because: string,
  by: string,
  today: Day,
): Outcome<Rejected, typeof isProposed.code> => {
  const proposed = isProposed(imported);
  if (!proposed.ok) return proposed;
  return accept({ ...proposed.value, status: "rejected", rejectedBy: by, rejectedOn: today, because });
};
