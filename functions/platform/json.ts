import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";

type JsonRefusal = "body-too-large" | "json-malformed" | "json-too-deep" | "field-twice" | "field-unknown";

/**
 * One token of JSON that matters here: a string, or a character that opens, closes or separates. A string that never
 * ends is taken to the end: were it no token, each of its quotes would be looked at again, and all that follows too.
 */
const TOKEN = /"(?:[^"\\]+|\\.)*"?|[{}[\],:]/gs;

/** Half a character: no UTF-8 can hold it, so neither a digest nor a row could. */
const HALF = /\p{Surrogate}/u;

/**
 * Parses the body of a request. Size and depth are looked at before anything is parsed, because hostile JSON costs
 * more than big JSON; a field given twice, or one that reaches for the prototype, is refused by name instead of
 * being dropped silently.
 */
export const parseJson = (body: string): Outcome<unknown, JsonRefusal> => {
  if (Buffer.byteLength(body) > LIMITS.bodyBytes) return refuse("body-too-large", { limitBytes: LIMITS.bodyBytes });
  const shape = inspect(body);
  if (!shape.ok) return shape;
  const parsed = parsedOf(body);
  // A schema complains of each value: what parses in no time may still cost it minutes.
  if (parsed.ok && shape.value > LIMITS.bodyValues) {
    return refuse("body-too-large", { limitValues: LIMITS.bodyValues });
  }
  return parsed;
};

const parsedOf = (body: string): Outcome<unknown, "json-malformed"> => {
  try {
    return accept(JSON.parse(body));
  } catch {
    return refuse("json-malformed", {});
  }
};

/** How many values it holds, at least one. */
const inspect = (body: string): Outcome<number, JsonRefusal> => {
  const open: (Set<string> | undefined)[] = [];
  let previous = "";
  let values = 1;
  for (const [token] of body.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      if (open.length === LIMITS.jsonDepth) return refuse("json-too-deep", { limit: LIMITS.jsonDepth });
      open.push(token === "{" ? new Set() : undefined);
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token === ",") {
      values++;
    } else if (token.startsWith('"') && HALF.test(textOf(token))) {
      return refuse("json-malformed", { because: "half a surrogate pair" });
    } else if (token === ":" && previous.startsWith('"')) {
      const name = textOf(previous);
      const fields = open.at(-1);
      if (name === "__proto__") return refuse("field-unknown", { field: name });
      if (fields?.has(name)) return refuse("field-twice", { field: name });
      fields?.add(name);
    }
    previous = token;
  }
  return accept(values);
};

/** Two spellings of one name ("a" and its escape) are the same field; a malformed one fails in the parse that follows. */
const textOf = (token: string): string => {
  if (!token.includes("\\")) return token.slice(1, -1);
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
};
