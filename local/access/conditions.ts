import { unsupported } from "../shared/fault.ts";
import { arnPattern, wildcard } from "./wildcard.ts";

/** What is known of a request: keys in lower case, each with all its values. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

export type ConditionTest = (context: RequestContext) => boolean;

type Matcher = (wanted: string) => (value: string) => boolean;

const equals: Matcher = (wanted) => {
  if (wanted.includes("${")) return wildcard(wanted.replaceAll("*", `\${*}`).replaceAll("?", `\${?}`));
  return (value) => value === wanted;
};

const ignoringCase: Matcher = (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase();

const numbers =
  (holds: (value: number, wanted: number) => boolean): Matcher =>
  (wanted) =>
  (value) =>
    holds(Number(value), Number(wanted));

/** A date is ISO 8601 or seconds since 1970. */
const instant = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const dates =
  (holds: (value: number, wanted: number) => boolean): Matcher =>
  (wanted) =>
  (value) =>
    holds(instant(value), instant(wanted));

const same = (value: number, wanted: number) => value === wanted;
const less = (value: number, wanted: number) => value < wanted;
const atMost = (value: number, wanted: number) => value <= wanted;
const more = (value: number, wanted: number) => value > wanted;
const atLeast = (value: number, wanted: number) => value >= wanted;

type Operator = { readonly matcher: Matcher; readonly negated: boolean };

const positive = (matcher: Matcher): Operator => ({ matcher, negated: false });
const negative = (matcher: Matcher): Operator => ({ matcher, negated: true });

/** The operators of IAM that are evaluated; Null is apart, addresses and binaries are refused. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["StringEquals", positive(equals)],
  ["StringNotEquals", negative(equals)],
  ["StringEqualsIgnoreCase", positive(ignoringCase)],
  ["StringNotEqualsIgnoreCase", negative(ignoringCase)],
  ["StringLike", positive((wanted) => wildcard(wanted))],
  ["StringNotLike", negative((wanted) => wildcard(wanted))],
  ["ArnEquals", positive(arnPattern)],
  ["ArnLike", positive(arnPattern)],
  ["ArnNotEquals", negative(arnPattern)],
  ["ArnNotLike", negative(arnPattern)],
  ["Bool", positive(ignoringCase)],
  ["NumericEquals", positive(numbers(same))],
  ["NumericNotEquals", negative(numbers(same))],
  ["NumericLessThan", positive(numbers(less))],
  ["NumericLessThanEquals", positive(numbers(atMost))],
  ["NumericGreaterThan", positive(numbers(more))],
  ["NumericGreaterThanEquals", positive(numbers(atLeast))],
  ["DateEquals", positive(dates(same))],
  ["DateNotEquals", negative(dates(same))],
  ["DateLessThan", positive(dates(less))],
  ["DateLessThanEquals", positive(dates(atMost))],
  ["DateGreaterThan", positive(dates(more))],
  ["DateGreaterThanEquals", positive(dates(atLeast))],
]);

const SPELLING = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** One line of a Condition block as a test; an operator that is not evaluated is refused by name. */
export const condition = (spelling: string, key: string, wanted: readonly string[]): ConditionTest => {
  const name = key.toLowerCase();
  if (spelling === "Null") {
    const absent = wanted.some((value) => value.toLowerCase() === "true");
    return (context) => context.has(name) !== absent;
  }
  const [, over, base, ifExists] = SPELLING.exec(spelling) ?? [];
  const operator = OPERATORS.get(base ?? "");
  if (operator === undefined) throw unsupported("Access", `the condition operator ${spelling}`);
  const tests = wanted.map(operator.matcher);
  const holds = (value: string) => tests.some((test) => test(value)) !== operator.negated;
  return (context) => {
    const values = context.get(name);
    if (over === "ForAllValues") return (values ?? []).every(holds);
    if (values === undefined) return ifExists !== undefined || (operator.negated && over === undefined);
    if (over === "ForAnyValue" || !operator.negated) return values.some(holds);
    return values.every(holds);
  };
};
