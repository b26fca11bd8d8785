import { createHash, randomUUID } from "node:crypto";
import jsonata from "jsonata";

const ALGORITHMS = { MD5: "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" };
const LONGEST_RANGE = 1000;
const formatMillis = jsonata("$fromMillis($millis, $picture, $zone)");

const partition = (list: unknown, size: unknown): unknown[][] => {
  if (!Array.isArray(list)) throw new Error("$partition takes an array.");
  if (!isWhole(size) || size < 1) throw new Error("$partition takes a chunk size of at least 1.");
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
};

const range = (first: unknown, last: unknown, step: unknown): number[] => {
  if (!isWhole(first) || !isWhole(last) || !isWhole(step)) throw new Error("$range takes three whole numbers.");
  if (step === 0) throw new Error("$range cannot step by 0.");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new Error(`$range gives at most ${LONGEST_RANGE} numbers.`);
  return Array.from({ length }, (_, at) => first + at * step);
};

const hash = (data: unknown, algorithm: unknown): string => {
  const named = Object.entries(ALGORITHMS).find(([name]) => name === algorithm);
  if (named === undefined) throw new Error(`$hash knows ${Object.keys(ALGORITHMS).join(", ")}.`);
  return createHash(named[1]).update(demandString(data, "$hash")).digest("hex");
};

/** With a seed always the same number, as the service promises; which number differs from the service's. */
const random = (seed?: unknown): number => {
  if (seed === undefined) return Math.random();
  if (typeof seed !== "number") throw new Error("$random takes a number as its seed.");
  return createHash("sha256").update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;
};

const demandString = (value: unknown, by: string): string => {
  if (typeof value === "string") return value;
  throw new Error(`${by} takes a string.`);
};

const isWhole = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value);

/** The functions that Step Functions adds to JSONata, and those it takes away or that must read our clock. */
export const addedFunctions = (now: number): Readonly<Record<string, unknown>> => ({
  partition,
  range,
  hash,
  random,
  uuid: () => randomUUID(),
  parse: (text: unknown) => JSON.parse(demandString(text, "$parse")),
  eval: () => {
    throw new Error("$eval is not supported: use $parse for JSON.");
  },
  millis: () => now,
  now: (picture?: string, zone?: string) => formatMillis.evaluate(undefined, { millis: now, picture, zone }),
});

/** The names that an expression may use without anybody having assigned them. */
export const ADDED_NAMES: readonly string[] = Object.keys(addedFunctions(0));
