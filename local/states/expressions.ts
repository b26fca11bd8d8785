import jsonata from "jsonata";
import { StateFailure } from "./failure.ts";
import { addedFunctions } from "./functions.ts";

/** What an expression can see: `$states`, the variables in scope, and the platform's time in milliseconds. */
export type Sight = {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: number;
};

/** A runaway expression ends by depth or by real milliseconds instead of holding the machine. */
const GUARD = { stack: 1000, timeout: 5000 };

const compiled = new Map<string, jsonata.Expression>();

/** The compiled expression of `{% … %}`; throws what the parser says about a wrong one. */
export const compile = (text: string): jsonata.Expression => {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const expression = jsonata(text.slice(2, -2), GUARD);
  compiled.set(text, expression);
  return expression;
};

export const isExpression = (value: unknown): value is `{%${string}%}` =>
  typeof value === "string" && value.startsWith("{%") && value.endsWith("%}");

/** Evaluates every expression in a JSON template; any failure is a States.QueryEvaluationError naming the place. */
export const evaluate = async (template: unknown, sight: Sight, place: string): Promise<unknown> => {
  if (isExpression(template)) return plain(await run(template, sight, place), template, place);
  if (Array.isArray(template))
    return Promise.all(template.map((item, index) => evaluate(item, sight, `${place}[${index}]`)));
  if (typeof template !== "object" || template === null) return template;
  const fields = Object.entries(template).map(
    async ([key, value]) => [key, await evaluate(value, sight, `${place}/${key}`)] as const,
  );
  return Object.fromEntries(await Promise.all(fields));
};

/** Like `evaluate`, for a field that must give a whole number of at least `least`. */
export const evaluateWhole = async (template: unknown, least: number, sight: Sight, place: string): Promise<number> => {
  const value = await evaluate(template, sight, place);
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= 99_999_999) return value;
  throw queryFailure(place, `evaluated to ${JSON.stringify(value)}, not to a whole number from ${least} to 99999999`);
};

export const queryFailure = (place: string, says: string): StateFailure =>
  new StateFailure("States.QueryEvaluationError", `The JSONata expression at '${place}' ${says}.`);

const run = async (text: string, { states, variables, now }: Sight, place: string): Promise<unknown> => {
  try {
    return await compile(text).evaluate(undefined, { ...variables, ...addedFunctions(now), states });
  } catch (fault) {
    throw queryFailure(place, `('${text}') threw an error: ${saying(fault)}`);
  }
};

/** Errors of the engine are plain objects with a message, not always instances of Error. */
const saying = (fault: unknown): string =>
  typeof fault === "object" && fault !== null && "message" in fault ? String(fault.message) : String(fault);

/** Engine values carry hidden marks (sequences) and may be functions: only JSON leaves an expression. */
const plain = (value: unknown, text: string, place: string): unknown => {
  if (value === undefined) throw queryFailure(place, `('${text}') returned nothing (undefined)`);
  if (isFunctionValue(value)) throw queryFailure(place, `('${text}') returned a function`);
  return JSON.parse(JSON.stringify(value));
};

const isFunctionValue = (value: unknown): boolean =>
  typeof value === "function" ||
  (typeof value === "object" && value !== null && ("_jsonata_lambda" in value || "_jsonata_function" in value));
