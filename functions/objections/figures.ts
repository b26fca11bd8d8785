import * as z from "zod";
import type { Calendar } from "../kernel/calendar.ts";
import { nextDue } from "../kernel/clock.ts";
import { CreditCode } from "../kernel/credit-code.ts";
import { missedBy } from "./in-time.ts";
import { isUndecided, type Objection } from "./objection.ts";
import { holderOf } from "./seeing.ts";

/** Whose figures: an institution's, those of the Center in its own part, or of all together. */
export const Whose = z.union([CreditCode, z.enum(["center", "the-city"])]);
export type Whose = z.infer<typeof Whose>;

/** Where a decision took longer than this, it only took longer. */
const MOST_DAYS = 60;

/** What one objection counts for, by row and counter: `open#2026-12-01`, `missed-kind#error`, `decided-in#3` … */
export type Counted = Readonly<Record<string, Readonly<Record<string, number>>>>;

const withCounter = (counted: Record<string, Record<string, number>>, row: string, counter: string) => {
  const its = counted[row] ?? {};
  its[counter] = (its[counter] ?? 0) + 1;
  counted[row] = its;
};

/** What an objection counts for as it stands; each figure of it in the row of its body and in that of the city. */
export const countedOf = (objection: Objection, calendar: Pick<Calendar, "workingDaysBetween">): Counted => {
  const counted: Record<string, Record<string, number>> = {};
  const count = (row: string, ...counters: readonly string[]) => {
    for (const counter of counters) for (const it of [row, "the-city"]) withCounter(counted, it, counter);
  };
  if (isUndecided(objection)) count(holderOf(objection), `open#${nextDue(objection.clocks) ?? "late"}`);
  for (const clock of objection.clocks) {
    if (clock.missedOn === undefined) continue;
    const by = missedBy(objection, clock);
    const resource = objection.resource === undefined ? [] : [`missed-resource#${objection.resource}`];
    count(by, `missed-clock#${clock.name}`, `missed-kind#${objection.kind}`, ...resource);
    withCounter(counted, "the-city", `missed-by#${by}`);
  }
  if (objection.status === "decided") {
    const days = Math.min(calendar.workingDaysBetween(objection.receivedOn, objection.decidedOn), MOST_DAYS);
    const wrong = objection.outcome === "not-corrected" ? [] : [`wrong-kind#${objection.kind}`];
    count(objection.department ?? "center", `outcome#${objection.outcome}`, `decided-in#${days}`, ...wrong);
  }
  return counted;
};

/** How the counters move from what an objection counted for before to what it counts for now. */
export const movedBy = (before: Counted, after: Counted): Counted => {
  const moves: Record<string, Record<string, number>> = {};
  for (const row of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[row] ?? {}, after[row] ?? {}];
    for (const counter of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const by = (is[counter] ?? 0) - (was[counter] ?? 0);
      if (by !== 0) moves[row] = { ...moves[row], [counter]: by };
    }
  }
  return moves;
};

const counts = z.record(z.string(), z.int());

/** How objections go: what is open by its day, what was missed, what came of it and how long it took (A24, A48). */
export const ObjectionFigures = z
  .object({
    of: Whose,
    open: counts.meta({ description: "Open ones by the day on which something is due; `late` where nothing runs" }),
    missed: z.object({ byClock: counts, byKind: counts, byResource: counts, byInstitution: counts }),
    outcomes: counts,
    wrong: counts.meta({ description: "What was wrong indeed, by kind" }),
    decidedIn: counts.meta({
      description: `Decisions by working days since receipt; ${MOST_DAYS} means so many or more`,
    }),
  })
  .meta({ id: "ObjectionFigures", description: "异议办理情况。How objections are dealt with." });
export type ObjectionFigures = z.infer<typeof ObjectionFigures>;

/** The counters of a row, by what stands before the `#`; what has come down to nothing is left out. */
export const figuresOf = (of: Whose, row: Readonly<Record<string, unknown>>): ObjectionFigures => {
  const by = (name: string) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([counter, value]) =>
        counter.startsWith(`${name}#`) && typeof value === "number" && value !== 0
          ? [[counter.slice(name.length + 1), value] as const]
          : [],
      ),
    );
  return {
    of,
    open: by("open"),
    missed: {
      byClock: by("missed-clock"),
      byKind: by("missed-kind"),
      byResource: by("missed-resource"),
      byInstitution: by("missed-by"),
    },
    outcomes: by("outcome"),
    wrong: by("wrong-kind"),
    decidedIn: by("decided-in"),
  };
};
