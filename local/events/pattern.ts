import { ServiceFault, unsupported } from "../shared/fault.ts";

type Test = (value: unknown) => boolean;
type Fields = Readonly<Record<string, unknown>>;

const ABSENT = Symbol("absent");

const invalid = (reason: string): ServiceFault =>
  new ServiceFault("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is string | number | boolean | null =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

/** Reads an EventPattern and answers the test of whether an event matches; what it does not know it refuses. */
export const eventPattern = (text: string): ((event: Fields) => boolean) => {
  if (Buffer.byteLength(text) > 4096) throw invalid("it is longer than 4096 bytes");
  const parsed = parse(text);
  if (!isFields(parsed) || Object.keys(parsed).length === 0) throw invalid("Filter is not an object");
  return fields(parsed);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("it is not JSON");
  }
};

/** Every field of a pattern must match; `$or` must match in one of its branches. */
const fields = (pattern: Fields): Test => {
  const tests = Object.entries(pattern).map(([name, wanted]): Test => {
    if (name === "$or") return branches(wanted);
    const test = field(name, wanted);
    return (event) => test(isFields(event) && Object.hasOwn(event, name) ? event[name] : ABSENT);
  });
  return (event) => tests.every((test) => test(event));
};

const branches = (wanted: unknown): Test => {
  if (!Array.isArray(wanted) || wanted.length < 2 || !wanted.every(isFields))
    throw invalid("$or must be a list of at least two patterns");
  const tests = wanted.map(fields);
  return (event) => tests.some((test) => test(event));
};

/** A list in the event matches if one of its elements does. */
const field = (name: string, wanted: unknown): Test => {
  if (isFields(wanted)) {
    const test = fields(wanted);
    return (value) => (Array.isArray(value) ? value.some(test) : test(value));
  }
  if (!Array.isArray(wanted)) throw invalid(`"${name}" must be an object or an array`);
  if (wanted.length === 0) throw invalid(`"${name}" must have at least one value`);
  const tests = wanted.map(leaf);
  return (value) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return tests.some((test) => values.some(test));
  };
};

const leaf = (wanted: unknown): Test => {
  if (isScalar(wanted)) return (value) => value === wanted;
  if (!isFields(wanted) || Object.keys(wanted).length !== 1) throw invalid("a match must be a value or one operator");
  const [operator = "", operand] = Object.entries(wanted)[0] ?? [];
  if (operator === "exists") {
    if (typeof operand !== "boolean") throw invalid("exists must be true or false");
    return (value) => (value !== ABSENT && !isFields(value)) === operand;
  }
  if (operator === "numeric") return numeric(operand);
  if (operator === "anything-but") {
    const tests = isFields(operand) ? [leaf(operand)] : [operand].flat().map(scalar);
    return (value) => value !== ABSENT && !isFields(value) && !tests.some((test) => test(value));
  }
  return words(operator, operand);
};

const scalar = (wanted: unknown): Test => {
  if (typeof wanted === "string" || typeof wanted === "number") return (value) => value === wanted;
  throw invalid("anything-but must be a value, a list of values, or one operator");
};

const words = (operator: string, operand: unknown): Test => {
  const folded = isFields(operand) && Object.keys(operand).join() === "equals-ignore-case" ? operand : undefined;
  const foldable = operator === "prefix" || operator === "suffix";
  const texts = [folded !== undefined && foldable ? folded["equals-ignore-case"] : operand].flat();
  const fold = (text: string) =>
    folded !== undefined || operator === "equals-ignore-case" ? text.toLowerCase() : text;
  const tests = texts.map((text) => {
    if (typeof text !== "string") throw invalid(`${operator} must be a string`);
    return comparison(operator, fold(text));
  });
  return (value) => typeof value === "string" && tests.some((test) => test(fold(value)));
};

const comparison = (operator: string, text: string): ((value: string) => boolean) => {
  if (operator === "prefix") return (value) => value.startsWith(text);
  if (operator === "suffix") return (value) => value.endsWith(text);
  if (operator === "equals-ignore-case") return (value) => value === text;
  if (operator === "wildcard") {
    const parts = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    const whole = new RegExp(`^${parts.join(".*")}$`, "s");
    return (value) => whole.test(value);
  }
  throw unsupported("EventBridge", `the match ${operator} in an event pattern`);
};

const COMPARE: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

const numeric = (operand: unknown): Test => {
  if (!Array.isArray(operand) || ![2, 4].includes(operand.length)) throw invalid("numeric must be one or two bounds");
  const [first, second] = [operand.slice(0, 2), operand.slice(2)];
  const tests = [first, second].flatMap(([sign, bound]) => {
    if (sign === undefined) return [];
    const compare = COMPARE[String(sign)];
    if (compare === undefined || typeof bound !== "number") throw invalid("numeric must be signs and numbers");
    return [(value: number) => compare(value, bound)];
  });
  return (value) => typeof value === "number" && tests.every((test) => test(value));
};
