import * as z from "zod";
import { UpdateCycle } from "../../catalog/index.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { addDays, Day, dayOf, Instant } from "../../kernel/day.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Principal } from "../../platform/principal.ts";
import { Counts, NO_COUNTS, plus } from "../record/counts.ts";
import { ResourceId } from "../record/id.ts";
import type { Binding } from "../row/terms.ts";

/** Of which resource the figures are, as the catalogue in force has it. */
export const Measured = z.object({
  name: z.string(),
  compiledBy: CreditCode,
  provider: CreditCode,
  edition: z.int(),
  items: z.int().min(1),
  updateCycle: UpdateCycle,
});
export type Measured = z.infer<typeof Measured>;

export const measuredOf = ({ compiledBy, edition, content }: Binding): Measured => ({
  name: content.name,
  compiledBy,
  provider: content.provider.code,
  edition,
  items: content.items.length,
  updateCycle: content.updateCycle,
});

const count = z.int().default(0);

/** Rows that were handed in for a pool, by what became of them; a single record counts as a good row. */
export const Handed = z.object({ good: count, unchanged: count, bad: count, duplicates: count });
export type Handed = z.infer<typeof Handed>;

/** What is counted of one pool: sums of what every event has added, so that their order does not matter. */
export const Tally = z.object({
  resource: ResourceId,
  measured: Measured.exactOptional(),
  counts: Counts,
  handed: Handed,
  corrected: count.meta({ description: "Values that objections have shown to be wrong (A48)" }),
  takenInAt: Instant.exactOptional().meta({ description: "The latest moment at which something came in" }),
  retired: z.boolean().default(false),
});
export type Tally = z.infer<typeof Tally>;

/** What one event adds to a tally. */
export type Addition = Readonly<{ counts: Counts; handed: Handed; corrected?: number; takenInAt?: Instant }>;

export const NOTHING_HANDED: Handed = { good: 0, unchanged: 0, bad: 0, duplicates: 0 };

export const emptyTally = (resource: string): Tally => ({
  resource,
  counts: NO_COUNTS,
  handed: NOTHING_HANDED,
  corrected: 0,
  retired: false,
});

const later = (one: Instant | undefined, other: Instant | undefined): Instant | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

/** A tally with one event more; what the store does by adding, said as a value. */
export const added = (tally: Tally, { counts, handed, corrected = 0, takenInAt }: Addition): Tally => {
  const latest = later(tally.takenInAt, takenInAt);
  return {
    ...tally,
    counts: plus(tally.counts, counts),
    handed: {
      good: tally.handed.good + handed.good,
      unchanged: tally.handed.unchanged + handed.unchanged,
      bad: tally.handed.bad + handed.bad,
      duplicates: tally.handed.duplicates + handed.duplicates,
    },
    corrected: tally.corrected + corrected,
    ...(latest === undefined ? {} : { takenInAt: latest }),
  };
};

/** Calendar days within which a pool of this cycle has something new; none where the catalogue promises none. */
const DAYS: Readonly<Record<z.infer<typeof UpdateCycle>, number | undefined>> = {
  realtime: 1,
  daily: 1,
  weekly: 7,
  monthly: 31,
  quarterly: 92,
  "half-yearly": 184,
  yearly: 366,
  irregular: undefined,
  static: undefined,
};

const share = z.number().min(0).max(1);

/** The quality of one pool (A24), each share between 0 and 1, 1 being faultless; absent where there is nothing to judge. */
export const Figures = z
  .object({
    resource: ResourceId,
    name: z.string().exactOptional(),
    compiledBy: CreditCode.exactOptional(),
    provider: CreditCode.exactOptional(),
    status: z.enum(["not-pooled", "pooled"]),
    quantity: z.int().meta({ description: "Records held" }),
    completeness: share.exactOptional().meta({ description: "Values held, of those that the items ask for" }),
    validity: share.exactOptional().meta({ description: "Rows handed in that fit the catalogue" }),
    uniqueness: share.exactOptional().meta({ description: "Rows handed in that no other of their file repeats" }),
    consistency: share.exactOptional().meta({ description: "Values on which no two sources differ undecided" }),
    timeliness: z
      .object({
        updateCycle: UpdateCycle,
        takenInOn: Day.exactOptional(),
        dueOn: Day.exactOptional().meta({ description: "The last day on which it is up to date" }),
        upToDate: z.boolean(),
      })
      .exactOptional(),
    counts: Counts,
    handed: Handed,
    corrected: z.int().meta({ description: "Values that objections have shown to be wrong (A48)" }),
  })
  .meta({ id: "QualityFigures", description: "数据质量指标（按资源）。The quality of one pool." });
export type Figures = z.infer<typeof Figures>;

/** Of all so many: nothing can be said of none. */
const part = (some: number, all: number): number | undefined =>
  all <= 0 ? undefined : Math.min(1, Math.max(0, some / all));

const timelinessOf = ({ measured, takenInAt }: Tally, today: Day): Figures["timeliness"] => {
  if (measured === undefined) return undefined;
  const { updateCycle } = measured;
  if (takenInAt === undefined) return { updateCycle, upToDate: false };
  const [takenInOn, days] = [dayOf(takenInAt), DAYS[updateCycle]];
  if (days === undefined) return { updateCycle, takenInOn, upToDate: true };
  const dueOn = addDays(takenInOn, days);
  return { updateCycle, takenInOn, dueOn, upToDate: today <= dueOn };
};

/** Shares from what was counted; the day decides whether the pool is still up to date. */
export const figuresOf = (tally: Tally, today: Day): Figures => {
  const { resource, measured, counts, handed, corrected, takenInAt } = tally;
  const rows = handed.good + handed.unchanged + handed.bad + handed.duplicates;
  const shares = {
    completeness: measured === undefined ? undefined : part(counts.values, counts.records * measured.items),
    validity: part(rows - handed.bad, rows),
    uniqueness: part(rows - handed.duplicates, rows),
    consistency: part(counts.values - counts.conflicting, counts.values),
    timeliness: timelinessOf(tally, today),
  };
  return {
    resource,
    ...(measured === undefined
      ? {}
      : { name: measured.name, compiledBy: measured.compiledBy, provider: measured.provider }),
    status: takenInAt === undefined ? "not-pooled" : "pooled",
    quantity: counts.records,
    ...Figures.pick({
      completeness: true,
      validity: true,
      uniqueness: true,
      consistency: true,
      timeliness: true,
    }).parse(Object.fromEntries(Object.entries(shares).filter(([, value]) => value !== undefined))),
    counts,
    handed,
    corrected,
  };
};

/** Quality is for who answers for it, and for the Center, which monitors it (A24). */
export const isTheirsToMeasure = bar("A47", "record-unknown", ({ resource, measured }: Tally, by: Principal) => {
  const answering: readonly (string | undefined)[] = [measured?.compiledBy, measured?.provider];
  const sees = by.roles.includes("big-data-center") || (by.institution && answering.includes(by.institution));
  return sees ? pass(resource) : stop({ id: resource });
});
