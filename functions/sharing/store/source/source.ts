import * as z from "zod";
import { fitsItsItem, Value, type Values } from "../../../collection/index.ts";
import { accept, type Outcome, refuse } from "../../../kernel/outcome.ts";
import type { Held } from "../../chain/answer.ts";
import type { OfferInForce } from "../../offer.ts";

/** What an endpoint answers: for each key in its order the fields that were asked for, or null where there is none. */
const Answered = z.strictObject({ records: z.array(z.record(z.string(), Value).nullable()) });

export type AskSource = (url: string, body: unknown) => Promise<Outcome<unknown, "source-failed">>;

const otherwise = refuse("source-failed", { because: "body-not-as-agreed" }, ["A25p2"]);

/**
 * Records of a provider's own endpoint. It is told keys and fields and nothing else: not who asks, nor why. Of its answer
 * nothing is taken if it says anything that was not asked for, or a value that the catalogue's item does not hold.
 */
export const readSource = async (
  ask: AskSource,
  url: string,
  keys: readonly Values[],
  fields: readonly string[],
  offer: OfferInForce,
): Promise<Outcome<(Held | undefined)[], "source-failed">> => {
  const said = await ask(url, { keys, fields });
  if (!said.ok) return said;
  const answered = Answered.safeParse(said.value);
  if (!answered.success || answered.data.records.length !== keys.length) return otherwise;
  const held: (Held | undefined)[] = [];
  for (const record of answered.data.records) {
    const values = record === null ? undefined : valuesOf(record, fields, offer);
    if (record !== null && values === undefined) return otherwise;
    held.push(values && heldOf(values));
  }
  return accept(held);
};

const valuesOf = (record: Values, fields: readonly string[], { items }: OfferInForce): Values | undefined => {
  const values: Record<string, Value> = {};
  for (const [code, given] of Object.entries(record)) {
    const item = fields.includes(code) ? items.find((it) => it.code === code) : undefined;
    if (item === undefined) return undefined;
    const spelt = fitsItsItem(item, given);
    if (!spelt.ok) return undefined;
    values[code] = spelt.value;
  }
  return values;
};

/** One source, the provider itself: nobody else has said anything of it. */
const heldOf = (values: Values): Held => ({
  values,
  items: Object.fromEntries(Object.keys(values).map((code) => [code, "single-source"])),
  disputed: [],
});
