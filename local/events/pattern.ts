import { ServiceFault, unsupported } from "../shared/fault.ts";

type Test = (value: unknown) => boolean;
type Fields = Readonly<Record<string, unknown>>;

const invalid = (reason: string): ServiceFault =>
  new ServiceFault("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads an EventPattern and answers the test of whether an event matches; what it does not know it refuses. */
export const eventPattern = (pattern: Fields): ((event: Fields) => boolean) => {
  if (Object.keys(pattern).length === 0) throw invalid("Filter is not an object");
  return fields(pattern);
};

/** Every field of a pattern must match. */
const fields = (pattern: Fields): Test => {
  const tests = Object.entries(pattern).map(([name, wanted]): Test => {
    if (name.startsWith("$")) throw unsupported("EventBridge", `${name} in an event pattern`);
    const test = field(name, wanted);
    return (event) => isFields(event) && Object.hasOwn(event, name) && test(event[name]);
  });
  return (event) => tests.every((test) => test(event));
};

/** A list in the event matches if one of its elements does. */
const field = (name: string, wanted: unknown): Test => {
  const test = isFields(wanted) ? fields(wanted) : oneOf(name, wanted);
  return (value) => (Array.isArray(value) ? value.some(test) : test(value));
};

/** `{"exists":true}` asks for a value, whatever it is; a field that has fields of its own is no value. */
const isPresence = (wanted: unknown): boolean =>
  isFields(wanted) && Object.keys(wanted).length === 1 && wanted["exists"] === true;

const oneOf = (name: string, wanted: unknown): Test => {
  if (!Array.isArray(wanted)) throw invalid(`"${name}" must be an object or an array`);
  if (wanted.length === 0) throw invalid(`"${name}" must have at least one value`);
  if (wanted.length === 1 && isPresence(wanted[0])) return (value) => !isFields(value);
  const operator = wanted.find((it) => typeof it === "object" && it !== null);
  if (operator !== undefined) throw unsupported("EventBridge", `${JSON.stringify(operator)} in an event pattern`);
  return (value) => wanted.includes(value);
};
