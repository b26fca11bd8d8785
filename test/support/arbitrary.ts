import fc from "fast-check";
import * as z from "zod";

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  $ref?: string;
  $defs?: Record<string, Schema>;
};

/** Strings that break naive code: control characters, bidi marks, lone surrogates, injections, path tricks. */
export const NASTY = [
  "",
  " ",
  "\u0000",
  "\u202Eabc",
  "\ud800",
  "ﬁ",
  "a\u0301",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "%2e%2e%2f",
  "' OR 1=1 --",
  "#pk = :x",
  "{% $states.input %}",
  "=cmd|' /C calc'!A0",
  "机密★10年",
  "𠮷野家",
  "x".repeat(5000),
];

/** Anything that a schema takes, or nearly: built from its JSON Schema, so a new field is fuzzed without being named. */
export const arbitraryOf = (schema: z.ZodType): fc.Arbitrary<unknown> => {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema;
  return from(json, json.$defs ?? {}, 0);
};

const from = (schema: Schema, defs: Record<string, Schema>, depth: number): fc.Arbitrary<unknown> => {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    return depth > 6 ? fc.constant(null) : from(defs[name] ?? {}, defs, depth + 1);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return fc.oneof(...variants.map((each) => from(each, defs, depth + 1)));
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "string":
      return text(schema);
    case "integer":
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -1e9), max: Math.min(schema.maximum ?? 1000, 1e9) });
    case "number":
      return fc.double({ noNaN: true, min: schema.minimum ?? 0, max: schema.maximum ?? 1000 });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(from(schema.items ?? {}, defs, depth + 1), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      });
    case "object": {
      const properties = Object.entries(schema.properties ?? {}).map(([name, each]) => [
        name,
        from(each, defs, depth + 1),
      ]);
      return fc.record(Object.fromEntries(properties), { requiredKeys: (schema.required ?? []) as never[] });
    }
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
};

const text = ({ pattern, format, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> => {
  if (format === "uuid") return fc.uuid({ version: 7 });
  if (format === "date")
    return fc
      .date({ min: new Date("2018-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
      .map((it) => it.toISOString().slice(0, 10));
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern), { maxLength: Math.min(maxLength, 60) });
    } catch {
      return fc.string({ maxLength: 40 });
    }
  }
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)), unit: "grapheme" });
};

/** A valid value, bent in one place: a field gone, of another type, one too many, nasty, or deep. */
export const bent = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid, fc.nat(), fc.constantFrom(...MUTATIONS), fc.constantFrom(...NASTY))
    .map(([value, at, mutate, nasty]) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return nasty;
      const fields = { ...(value as Record<string, unknown>) };
      const names = Object.keys(fields);
      const name = names[at % Math.max(1, names.length)] ?? "extra";
      return mutate(fields, name, nasty);
    });

const MUTATIONS: readonly ((fields: Record<string, unknown>, name: string, nasty: string) => unknown)[] = [
  (fields, name) => Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name)),
  (fields, name, nasty) => ({ ...fields, [name]: nasty }),
  (fields, name) => ({ ...fields, [name]: 42 }),
  (fields, name) => ({ ...fields, [name]: null }),
  (fields, name) => ({ ...fields, [name]: [[[[[{}]]]]] }),
  (fields, name, nasty) => ({ ...fields, [`${name}2`]: nasty }),
  (fields, name, nasty) => ({ ...fields, [name]: { [nasty]: nasty } }),
];
