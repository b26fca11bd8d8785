import * as z from "zod";
import { ITEM_STATES, type PoolRecord } from "./record.ts";

const count = z.int();

/**
 * What the quality of a pool is counted by (A24): records held, items filled in, and how many items are in which state.
 * A delta has the same shape, with numbers that may be negative: deltas add up to the counts of the whole pool.
 */
export const Counts = z
  .object({
    records: count,
    values: count.meta({ description: "Items that something is known of, over all records" }),
    "single-source": count,
    agreed: count,
    conflicting: count,
    decided: count,
    inConflict: count.meta({ description: "Records with an item on which sources differ" }),
  })
  .meta({ id: "PoolCounts", description: "数据资源池的计数或者增量。Counts of a pool, or a change of them." });
export type Counts = z.infer<typeof Counts>;

const COUNTED = ["records", "values", ...ITEM_STATES, "inConflict"] as const;

export const NO_COUNTS: Counts = {
  records: 0,
  values: 0,
  "single-source": 0,
  agreed: 0,
  conflicting: 0,
  decided: 0,
  inConflict: 0,
};

/** What one record adds to the counts of its pool; one that was withdrawn, or is not there yet, adds nothing. */
export const countsOf = (record: PoolRecord | undefined): Counts => {
  if (record === undefined || record.status === "withdrawn") return NO_COUNTS;
  const counts = { ...NO_COUNTS, records: 1, values: Object.keys(record.values).length };
  for (const state of Object.values(record.items)) counts[state]++;
  return { ...counts, inConflict: counts.conflicting > 0 ? 1 : 0 };
};

const combined = (one: Counts, other: Counts, sign: 1 | -1): Counts => {
  const sum = { ...NO_COUNTS };
  // Adding 0 makes the minus zero of a difference a plain one, which JSON would write all the same.
  for (const what of COUNTED) sum[what] = one[what] + sign * other[what] + 0;
  return sum;
};

/** Both together. */
export const plus = (one: Counts, other: Counts): Counts => combined(one, other, 1);

/** How the counts of the pool change when a record becomes another. */
export const delta = (before: PoolRecord | undefined, after: PoolRecord | undefined): Counts =>
  combined(countsOf(after), countsOf(before), -1);
