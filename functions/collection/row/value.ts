import { Day } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { PlainText } from "../../kernel/text.ts";
import type { Value } from "../record/id.ts";
import type { Item } from "./terms.ts";

/** What is wrong with a value, for whoever has to mend the row; never the value itself. */
type Misfit =
  | "text-expected"
  | "text-too-long"
  | "text-with-control-characters"
  | "number-expected"
  | "number-too-long"
  | "number-too-precise"
  | "number-inexact"
  | "date-expected"
  | "moment-expected"
  | "boolean-expected";

type Spelt = Readonly<{ value: Value }> | Readonly<{ misfit: Misfit }>;
type Spelling = (given: unknown, item: Pick<Item, "length" | "precision">) => Spelt;
type Fitting = Pick<Item, "code" | "type" | "length" | "precision">;

const misfit = (what: Misfit): Spelt => ({ misfit: what });

/** Digits that a number holds exactly; longer ones are kept as text, so that no digit is lost. */
const EXACT_DIGITS = 15;
/** The most digits that we read of a number: twice what any register of the national code tables has. */
const MOST_DIGITS = 38;
const MOST_DECIMALS = 30;
/** Decimals of an amount of money where the catalogue names none: what the old data types keep. */
const DECIMALS_OF_MONEY = 4;

/** Bytes do not bound a value here, only a record; a code point takes at most four. */
const plain = PlainText(LIMITS.bodyBytes);

const SMALL_X = /^[1-9]\d{16}x$/;

const text =
  (most: number): Spelling =>
  (given, { length = most }) => {
    if (typeof given !== "string") return misfit("text-expected");
    const parsed = plain.safeParse(given);
    if (!parsed.success) return misfit("text-with-control-characters");
    // One person is one record, whichever way the last character of their number is written (GB 11643).
    const value = SMALL_X.test(parsed.data) ? parsed.data.toUpperCase() : parsed.data;
    return [...value].length <= length ? { value } : misfit("text-too-long");
  };

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Digits before and after the point, without the zeros that mean nothing; nothing if it is no decimal number. */
const partsOf = (given: unknown): { negative: boolean; whole: string; fraction: string } | undefined => {
  const [, sign, digits, decimals = ""] = DECIMAL.exec(String(given).trim()) ?? [];
  if (digits === undefined) return undefined;
  const whole = digits.replace(/^0+/, "");
  const fraction = decimals.replace(/0+$/, "");
  return { negative: sign === "-" && whole + fraction !== "", whole, fraction };
};

const decimal =
  (usualDecimals: number): Spelling =>
  (given, { length = MOST_DIGITS, precision: stated }) => {
    const precision = stated ?? usualDecimals;
    if (typeof given !== "string" && typeof given !== "number") return misfit("number-expected");
    const parts = partsOf(given);
    if (parts === undefined) return misfit("number-expected");
    const { negative, whole, fraction } = parts;
    // A number of JSON has lost its further digits before we see it: written as text it keeps them.
    if (typeof given === "number" && (whole + fraction).length > EXACT_DIGITS) return misfit("number-inexact");
    if (fraction.length > precision) return misfit("number-too-precise");
    if (whole.length > Math.max(length - (stated ?? fraction.length), 0)) return misfit("number-too-long");
    const written = `${negative ? "-" : ""}${whole || "0"}${fraction && `.${fraction}`}`;
    return { value: (whole + fraction).length > EXACT_DIGITS ? written : Number(written) };
  };

const FLOATING = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;

const floating: Spelling = (given, { precision }) => {
  if (typeof given !== "number" && typeof given !== "string") return misfit("number-expected");
  const value = typeof given === "number" ? given : FLOATING.test(given.trim()) ? Number(given) : Number.NaN;
  if (!Number.isFinite(value)) return misfit("number-expected");
  const parts = partsOf(value);
  if (precision !== undefined && (parts?.fraction.length ?? 0) > precision) return misfit("number-too-precise");
  return { value: value + 0 };
};

const BASIC_DAY = /^(\d{4})(\d\d)(\d\d)$/;

const dayOf = (given: unknown): string | undefined => {
  if (typeof given !== "string") return undefined;
  const parsed = Day.safeParse(given.trim().replace(BASIC_DAY, "$1-$2-$3"));
  return parsed.success ? parsed.data : undefined;
};

const day: Spelling = (given) => {
  const value = dayOf(given);
  return value === undefined ? misfit("date-expected") : { value };
};

const MOMENT =
  /^(\d{4}-\d\d-\d\d)[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(\.\d{1,3})?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/** Moments are kept in UTC; one without a zone is Shanghai's, where every institution writes. */
const moment: Spelling = (given) => {
  const [, date, time, seconds = "00", fraction = "", zone = "+08:00"] =
    typeof given === "string" ? (MOMENT.exec(given.trim()) ?? []) : [];
  if (dayOf(date) === undefined) return misfit("moment-expected");
  return { value: new Date(`${date}T${time}:${seconds}${fraction}${zone}`).toISOString() };
};

const TRUE: ReadonlySet<unknown> = new Set([true, 1, "true", "1", "是"]);
const FALSE: ReadonlySet<unknown> = new Set([false, 0, "false", "0", "否"]);

const logical: Spelling = (given) => {
  const said = typeof given === "string" ? given.trim().toLowerCase() : given;
  if (TRUE.has(said)) return { value: true };
  return FALSE.has(said) ? { value: false } : misfit("boolean-expected");
};

/** How each data type of the national guide is read, and written in one way: equal values are equal texts. */
const SPELLINGS: Readonly<Record<Item["type"], Spelling>> = {
  C: text(LIMITS.writtenCharacters),
  M: text(10_000),
  G: text(10_000),
  N: decimal(MOST_DECIMALS),
  Y: decimal(DECIMALS_OF_MONEY),
  I: decimal(0),
  B: floating,
  F: floating,
  D: day,
  T: moment,
  L: logical,
};

/** Whether nothing was given: an empty cell of a file, a null. */
export const isBlank = (given: unknown): boolean =>
  given === undefined || given === null || (typeof given === "string" && given.trim() === "");

/** Collected as the catalogue's item has it: data type, length, decimals. Hands on the value in its one spelling. */
export const fitsItsItem = bar("A18p1", "value-not-of-its-item", (item: Fitting, given: unknown) => {
  const spelt = SPELLINGS[item.type](given, item);
  return "value" in spelt
    ? pass(spelt.value)
    : stop({ field: item.code, type: item.type, because: spelt.misfit, ...bounds(item) });
});

const bounds = ({ length, precision }: Fitting) => ({
  ...(length === undefined ? {} : { length }),
  ...(precision === undefined ? {} : { precision }),
});
