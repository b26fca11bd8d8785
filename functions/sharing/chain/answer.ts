import * as z from "zod";
import { ITEM_STATES, type PoolRecord, Value, type Values } from "../../collection/index.ts";
import type { Field } from "../grant.ts";
import { masked } from "../mask.ts";
import type { OfferInForce } from "../offer.ts";

/** At most so many records are asked for by one call: with their accesses they fit one read and one transaction. */
export const MOST_RECORDS = 25;

const At = z.int().min(0).meta({ description: "Its place among the keys that were asked for" });

const Known = z.object({
  at: At,
  values: z.record(z.string(), Value).meta({ description: "The granted fields that it has" }),
  masked: z.array(z.string()).meta({ description: "Those of them that are masked" }),
  verification: z.record(z.string(), z.enum(ITEM_STATES)).meta({ description: "How sure each of them is" }),
  disputed: z.array(z.string()).meta({ description: "Objections that are open on it: the mark goes with the data" }),
  version: z.int().exactOptional().meta({ description: "Of the pool; a provider's own endpoint has none" }),
});
const Unknown = z.object({ at: At, unknown: z.literal(true) });

/** One record of an answer, or that there is none by that key. */
export const Exchanged = z.union([Known, Unknown]);
export type Exchanged = z.infer<typeof Exchanged>;

/** What is held of a record, wherever it comes from. */
export type Held = Readonly<{
  values: Values;
  items: PoolRecord["items"];
  disputed: readonly string[];
  version?: number;
  subject?: string;
}>;

/** From this grade on a field is masked unless the grant says plain. */
const MASKED_FROM = 3;

type Allowed = Readonly<{ offer: OfferInForce; granted: readonly Field[]; fields: readonly string[] }>;

/**
 * A47: a record as a grant lets it be seen: exactly its fields, masked where their grade asks for it; each with how sure
 * it is, the whole with its marks of dispute (A48). Pure.
 */
export const seen = (at: number, held: Held | undefined, { offer, granted, fields }: Allowed): Exchanged => {
  if (held === undefined) return { at, unknown: true };
  const values: Record<string, Value> = {};
  const verification: Record<string, (typeof ITEM_STATES)[number]> = {};
  const hidden: string[] = [];
  for (const code of fields) {
    const item = offer.items.find((it) => it.code === code);
    const field = granted.find((it) => it.code === code);
    const value = held.values[code];
    if (item === undefined || field === undefined || value === undefined) continue;
    const isMasked = item.grade >= MASKED_FROM && !field.plain;
    values[code] = isMasked ? masked(value, item.name) : value;
    if (isMasked) hidden.push(code);
    const state = held.items[code];
    if (state !== undefined) verification[code] = state;
  }
  const version = held.version === undefined ? {} : { version: held.version };
  return { at, values, masked: hidden, verification, disputed: [...held.disputed], ...version };
};
