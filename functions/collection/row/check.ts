import * as z from "zod";
import { bearsNoMark } from "../../catalog/index.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import type { Refusal } from "../../kernel/outcome.ts";
import { ResidentId } from "../../kernel/resident-id.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Value, Values } from "../record/id.ts";
import type { Item, Terms } from "./terms.ts";
import { fitsItsItem, isBlank } from "./value.ts";

/** What stands in a row, by column, as it was read from a file or a request. */
export type Cells = Readonly<Record<string, unknown>>;

/** Only what the catalogue has is collected. */
export const isInTheCatalogue = bar("A18p1", "column-unknown", (terms: Terms, column: string) => {
  const item = terms.items.get(column);
  return item === undefined ? stop({ field: column.slice(0, MOST_OF_A_NAME) }) : pass(item);
});

/** What can be had by sharing is not collected again; a key joins two resources and is told each time. */
export const isNotObtainedBySharing = bar("A18p2", "item-obtained-by-sharing", ({ code, key, obtained }: Item) =>
  obtained.by === "shared" && !key ? stop({ field: code, from: obtained.from }) : pass(code),
);

export const namesItsRecord = bar("A18p1", "key-missing", ({ keys }: Terms, values: Values) => {
  const missing = keys.find((code) => values[code] === undefined);
  return missing === undefined ? pass(values) : stop({ field: missing });
});

/** A row that says nothing but its key is no datum. */
export const saysSomething = bar("A18p1", "row-says-nothing", ({ items, keys }: Terms, values: Values) =>
  items.size === keys.length || Object.keys(values).length > keys.length ? pass(values) : stop(),
);

/** Marked texts are not kept: state secrets follow the secrecy laws. What is recorded is where, never what. */
export const bearsNoStateSecret = bar("A2", "state-secret-refused", (values: Values) => {
  const unmarked = bearsNoMark(values);
  return unmarked.ok ? pass(values) : stop({ field: String(unmarked.refusal.facts["field"] ?? "").slice(1) });
});

/** A row that may be taken in: its values in their one spelling, and those that name the record that it is about. */
export type Checked = Readonly<{ keys: Values; values: Values }>;

export type RowRefusal =
  | typeof isInTheCatalogue.code
  | typeof isNotObtainedBySharing.code
  | typeof namesItsRecord.code
  | typeof saysSomething.code
  | typeof bearsNoStateSecret.code
  | typeof fitsItsItem.code;

export type RowProblem = Refusal<RowRefusal>;

/** Problems that are told of one row; who mends five may send it again. */
const MOST_PROBLEMS = 5;
/** Characters that are told of a column that nobody knows: a name, not a text that has slipped into the header. */
const MOST_OF_A_NAME = 64;

/** Marks consist of Chinese characters: a text without any needs no looking at. */
const CHINESE = /\p{Script=Han}/u;
const needsLookingAt = (value: Value): boolean => typeof value === "string" && CHINESE.test(value);

const spelt = (terms: Terms, column: string, given: unknown): ReturnType<typeof fitsItsItem> | Told => {
  const item = isInTheCatalogue(terms, column);
  if (!item.ok) return item;
  const collected = isNotObtainedBySharing(item.value);
  return collected.ok ? fitsItsItem(item.value, given) : collected;
};
type Told = Readonly<{ ok: false; refusal: RowProblem }>;

/** Holds one row against the catalogue. Pure; gives all that is wrong with it at once, up to five problems. */
export const checkRow = (terms: Terms, cells: Cells): Readonly<{ checked: Checked }> | { problems: RowProblem[] } => {
  const problems: RowProblem[] = [];
  const values: Record<string, Value> = {};
  for (const [column, given] of Object.entries(cells)) {
    // An empty cell says nothing, whichever column it stands in; that the column is there is the header's matter.
    if (isBlank(given)) continue;
    const value = spelt(terms, column, given);
    if (value.ok) values[column] = value.value;
    else problems.push(value.refusal);
  }
  const texts = Object.fromEntries(Object.entries(values).filter(([, value]) => needsLookingAt(value)));
  const unmarked = bearsNoStateSecret(texts);
  if (!unmarked.ok) problems.push(unmarked.refusal);
  // A key that was given and does not fit has been told already.
  const told = new Set(problems.map(({ facts }) => facts["field"]));
  const named = namesItsRecord(terms, values);
  if (!named.ok && !told.has(named.refusal.facts["field"])) problems.push(named.refusal);
  if (problems.length === 0) {
    const says = saysSomething(terms, values);
    if (!says.ok) problems.push(says.refusal);
  }
  if (problems.length > 0) return { problems: problems.slice(0, MOST_PROBLEMS) };
  return { checked: { keys: keysOf(terms, values), values } };
};

const keysOf = ({ keys }: Terms, values: Values): Values =>
  Object.fromEntries(keys.flatMap((code) => (values[code] === undefined ? [] : [[code, values[code]]])));

/** The key values of a record in their one spelling, or what is wrong with them; other items are not looked at. */
export const recordNamedBy = (
  terms: Terms,
  cells: Cells,
): Readonly<{ checked: Checked }> | { problems: RowProblem[] } => {
  const alone = { ...terms, items: new Map([...terms.items].filter(([, { key }]) => key)) };
  return checkRow(alone, cells);
};

/** The number by which the law knows whom a record is about: a person's or a body's, from a key if one is. */
export const legalNumberOf = ({ items, keys }: Terms, values: Values): ResidentId | CreditCode | undefined => {
  const codes = [...keys, ...[...items.keys()].filter((code) => !keys.includes(code))];
  for (const code of codes.filter((each) => items.get(each)?.personal)) {
    const number = LegalNumber.safeParse(values[code]);
    if (number.success) return number.data;
  }
  return undefined;
};

const LegalNumber = z.union([ResidentId, CreditCode]);
