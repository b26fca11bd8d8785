import { unsupported } from "../shared/fault.ts";

/** `${*}`, `${?}` and `${$}` stand for the character itself; every other policy variable is refused by name. */
const VARIABLE = /\$\{([^}]*)\}/g;

/** Turns a pattern of IAM (`*` any run of characters, `?` one) into a test; `i` in flags ignores case. */
export const wildcard = (pattern: string, flags: "" | "i" = ""): ((value: string) => boolean) => {
  if (!/[*?$]/.test(pattern)) {
    const plain = pattern.toLowerCase();
    return flags === "i" ? (value) => value.toLowerCase() === plain : (value) => value === pattern;
  }
  const source: string[] = [];
  let from = 0;
  for (const found of pattern.matchAll(VARIABLE)) {
    source.push(translate(pattern.slice(from, found.index)));
    source.push(literally(found[1] ?? ""));
    from = found.index + found[0].length;
  }
  source.push(translate(pattern.slice(from)));
  const whole = new RegExp(`^${source.join("")}$`, `s${flags}`);
  return (value) => whole.test(value);
};

const quoted = (text: string): string => text.replace(/[.+^${}()|[\]\\*?]/g, "\\$&");

const translate = (text: string): string => quoted(text).replaceAll("\\*", ".*").replaceAll("\\?", ".");

const literally = (name: string): string => {
  if (name === "*" || name === "?" || name === "$") return quoted(name);
  throw unsupported("Access", `the policy variable \${${name}}`);
};

const SEGMENTS = 6;

/** Splits an ARN at its first five colons; what lies behind the sixth place belongs together. */
const segments = (arn: string): string[] => {
  const parts = arn.split(":");
  return parts.length <= SEGMENTS ? parts : [...parts.slice(0, SEGMENTS - 1), parts.slice(SEGMENTS - 1).join(":")];
};

/**
 * Tests an ARN against a pattern segment by segment, so that a wildcard of one segment does not swallow a colon of
 * the next. A pattern with fewer segments stands for all that continue it, as IAM reads it.
 */
export const arnPattern = (pattern: string): ((arn: string) => boolean) => {
  if (pattern === "*") return () => true;
  if (!pattern.startsWith("arn:")) throw unsupported("Access", `the resource ${pattern}: it is neither * nor an ARN`);
  const tests = segments(pattern).map((segment) => wildcard(segment));
  if (tests.length === SEGMENTS && !/[*?$]/.test(pattern)) return (arn) => arn === pattern;
  return (arn) => {
    const parts = segments(arn);
    return parts.length === SEGMENTS && tests.every((test, place) => test(parts[place] ?? ""));
  };
};
