import * as z from "zod";
import type { Caller, Deed } from "../shared/caller.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { CONDITION_KEYS } from "./context.ts";

const OneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Value = z.union([z.string(), z.boolean().transform(String), z.number().transform(String)]);
const Values = z.union([Value.transform((one) => [one]), z.array(Value)]);

const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.record(z.string(), OneOrMore)]),
  Action: OneOrMore.optional(),
  NotAction: OneOrMore.optional(),
  Resource: OneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), Values)).default({}),
});
type Statement = z.infer<typeof Statement>;

const Policy = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([Statement.transform((one) => [one]), z.array(Statement)]),
});

type Judge = (actual: string, wanted: string) => boolean;

const compareNumbers =
  (holds: (a: number, b: number) => boolean): Judge =>
  (actual, wanted) =>
    holds(Number(actual), Number(wanted));

/** Operators by name without `IfExists`. A `Not` operator holds when no value matches, so also when the key is absent. */
const JUDGES: Readonly<Record<string, Judge>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: (actual, wanted) => isLike(actual, wanted),
  ArnLike: (actual, wanted) => isLike(actual, wanted),
  ArnEquals: (actual, wanted) => isLike(actual, wanted),
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: compareNumbers((a, b) => a === b),
  NumericLessThan: compareNumbers((a, b) => a < b),
  NumericLessThanEquals: compareNumbers((a, b) => a <= b),
  NumericGreaterThan: compareNumbers((a, b) => a > b),
  NumericGreaterThanEquals: compareNumbers((a, b) => a >= b),
};
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotLike: "ArnLike",
  ArnNotEquals: "ArnEquals",
  NumericNotEquals: "NumericEquals",
};

/**
 * Takes a bucket policy if all of it means something here: statements that deny are kept to; statements that allow
 * a service are inert, since no service but those of the roles writes here. An `Allow` for a role would be a grant
 * that the role does not show, and is refused.
 */
export const checkPolicy = (text: string): void => {
  for (const statement of parse(text)) {
    const principal = statement.Principal;
    if (
      statement.Effect === "Allow" &&
      !(principal !== "*" && Object.keys(principal).every((it) => it === "Service"))
    ) {
      throw unsupported("S3", "a bucket policy that allows anyone but a service; grant it to the role instead");
    }
    for (const [operator, conditions] of Object.entries(statement.Condition)) {
      const name = operator.replace(/IfExists$/, "");
      if (name !== "Null" && JUDGES[NEGATED[name] ?? name] === undefined) {
        throw unsupported("S3", `the condition operator ${operator} in a bucket policy`);
      }
      const foreign = Object.keys(conditions).find((key) => !CONDITION_KEYS.has(key.toLowerCase()));
      if (statement.Effect === "Deny" && foreign !== undefined) {
        throw unsupported("S3", `the condition key ${foreign} in a bucket policy`);
      }
    }
  }
};

/** Policies are few and asked at every request. */
const parsed = new Map<string, readonly Statement[]>();

const parse = (text: string): readonly Statement[] => {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (text.includes("${")) throw unsupported("S3", "policy variables in a bucket policy");
  try {
    const { Statement: statements } = Policy.parse(JSON.parse(text));
    parsed.set(text, statements);
    return statements;
  } catch (fault) {
    const why = fault instanceof z.ZodError ? z.prettifyError(fault) : String(fault);
    throw new ServiceFault("MalformedPolicy", `Policies must be valid JSON: ${why}`, 400);
  }
};

/** Refuses a deed that a statement of the bucket's policy denies to this caller. */
export const checkAgainstPolicy = (text: string | undefined, caller: Caller, deed: Deed): void => {
  if (text === undefined) return;
  const denies = parse(text).find((it) => it.Effect === "Deny" && isAbout(it, caller, deed));
  if (denies === undefined) return;
  const why = `${caller.role} is not authorized to perform ${deed.action} on ${deed.resource}`;
  throw new ServiceFault("AccessDenied", `${why} with an explicit deny in a resource-based policy`, 403);
};

const isAbout = (statement: Statement, caller: Caller, { action, resource, context = {} }: Deed): boolean =>
  isFor(statement.Principal, caller) &&
  (statement.Action?.some((it) => isLike(action.toLowerCase(), it.toLowerCase())) ?? true) &&
  !(statement.NotAction?.some((it) => isLike(action.toLowerCase(), it.toLowerCase())) ?? false) &&
  statement.Resource.some((it) => isLike(resource, it)) &&
  Object.entries(statement.Condition).every(([operator, conditions]) =>
    Object.entries(conditions).every(([key, wanted]) => holds(operator, valuesOf(context, key), wanted)),
  );

const isFor = (principal: Statement["Principal"], { role }: Caller): boolean =>
  principal === "*" || (principal["AWS"] ?? []).some((it) => it === "*" || it === role || it.endsWith(`:role/${role}`));

const valuesOf = (context: NonNullable<Deed["context"]>, key: string): readonly string[] | undefined => {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return typeof found === "string" ? [found] : found;
};

const holds = (operator: string, actual: readonly string[] | undefined, wanted: readonly string[]): boolean => {
  if (operator === "Null") return wanted.includes(String(actual === undefined));
  const name = operator.replace(/IfExists$/, "");
  const positive = NEGATED[name];
  const judge = JUDGES[positive ?? name];
  if (actual === undefined) return positive !== undefined || operator.endsWith("IfExists");
  const matches = actual.some((it) => wanted.some((one) => judge?.(it, one) === true));
  return positive === undefined ? matches : !matches;
};

/** IAM's wildcards: `*` stands for any text, `?` for one character. */
const isLike = (text: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
      .replaceAll("*", "[\\s\\S]*")
      .replaceAll("?", "[\\s\\S]")}$`,
  ).test(text);
