import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import type { Day, Instant } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Value } from "../record/id.ts";
import type { PoolRecord } from "../record/record.ts";

/** For one item: the source whose statement stands. */
export const Stands = z.strictObject({
  item: z.string().min(1).max(64),
  source: CreditCode.meta({ description: "采信的来源单位" }),
});
export type Stands = z.infer<typeof Stands>;

/** What one source says of one item. */
export type Said = Readonly<{ from: CreditCode; value: Value }>;

/** Who says what of an item, the earliest source first. */
export const saidOf = ({ statements }: PoolRecord, item: string): Said[] =>
  statements.flatMap(({ from, values }) => {
    const value = values[item];
    return value === undefined ? [] : [{ from, value }];
  });

/** Items on which sources say different things, decided or not: what a department may judge. */
export const differing = (record: PoolRecord): string[] =>
  Object.keys(record.items).filter((item) => new Set(saidOf(record, item).map(({ value }) => value)).size > 1);

/** Where sources agree there is nothing to decide: who knows better collects it. */
const sourcesDiffer = bar("A22p2", "item-not-in-conflict", (record: PoolRecord, item: string) =>
  differing(record).includes(item) ? pass(saidOf(record, item)) : stop({ item }),
);

/** A decision chooses between statements: it is no source of its own, so each value goes back to whoever answers for it. */
const isSaidByASource = bar("A22p2", "source-says-nothing-of-it", (said: readonly Said[], { item, source }: Stands) => {
  const found = said.find(({ from }) => from === source);
  return found === undefined ? stop({ item, source }) : pass(found.value);
});

type DecidingRefusal = typeof sourcesDiffer.code | typeof isSaidByASource.code;

type Judgement = Readonly<{ by: CreditCode; on: Day; because: string; at: Instant }>;

/** The record after its department has decided these items, each with its reason; nothing if one cannot be decided. */
export const decideItems = (
  record: PoolRecord,
  stands: readonly Stands[],
  { by, on, because, at }: Judgement,
): Outcome<PoolRecord, DecidingRefusal> => {
  const [values, items, decided] = [{ ...record.values }, { ...record.items }, { ...record.decided }];
  for (const one of stands) {
    const said = sourcesDiffer(record, one.item);
    if (!said.ok) return said;
    const value = isSaidByASource(said.value, one);
    if (!value.ok) return value;
    values[one.item] = value.value;
    items[one.item] = "decided";
    decided[one.item] = { by, on, because };
  }
  return accept({ ...record, values, items, decided, changedAt: at });
};
