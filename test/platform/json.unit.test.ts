import fc from "fast-check";
import { LIMITS } from "../../functions/kernel/limits.ts";
import { parseJson } from "../../functions/platform/json.ts";
import { codeOf, granted } from "./orchard.ts";

describe("the body of a request", () => {
  it("is what JSON.parse says, for every document without doubled or dangerous names", () => {
    const document = fc.jsonValue({ maxDepth: 6 }).filter((value) => !/"__proto__"/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(document, fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        if (/\\ud[89a-f]/i.test(text)) return;
        expect(granted(parseJson(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it("is refused as malformed exactly where JSON.parse throws, and never throws itself", () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n\t01e-.tfnul/ux'.split("")), maxLength: 40 }),
      fc.json().map((json) => json.slice(1)),
      fc.json().map((json) => `${json}"`),
    );
    fc.assert(
      fc.property(text, (body) => {
        const code = codeOf(parseJson(body));
        const parses = isJson(body);
        if (parses) expect(["ok", "field-twice", "field-unknown"]).toContain(code);
        else expect(code).not.toBe("ok");
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    { body: '{"a":1,"a":2}', code: "field-twice", because: "a parser would keep one of them silently" },
    { body: '{"a":1,"\\u0061":2}', code: "field-twice", because: "an escape spells the same name" },
    { body: '{"x":{"a":1,"a":2}}', code: "field-twice", because: "it is so at every depth" },
    { body: '[{"a":1},{"a":2}]', code: "ok", because: "two objects may have the same field" },
    { body: '{"a":{"a":1}}', code: "ok", because: "so may an object inside another" },
    { body: '{"a":"a","b":"a"}', code: "ok", because: "values are not names" },
    { body: '{"a":"{\\"a\\":1,\\"a\\":2}"}', code: "ok", because: "JSON in a text is text" },
    { body: '{"__proto__":{"admin":true}}', code: "field-unknown", because: "it reaches for the prototype" },
    { body: '{"\\u005f_proto__":1}', code: "field-unknown", because: "an escape reaches as well" },
    { body: '{"a":"__proto__"}', code: "ok", because: "as a value it is a text" },
    { body: '{"a":"\\ud800"}', code: "json-malformed", because: "no UTF-8 holds half a character" },
    { body: '{"\\udfff":1}', code: "json-malformed", because: "nor in a name" },
    { body: '{"a":"\\ud83c\\udf4e"}', code: "ok", because: "two halves make a whole" },
    { body: "", code: "json-malformed", because: "nothing is no document" },
    { body: '{"a":', code: "json-malformed", because: "it ends too early" },
  ])("$body gives $code: $because", ({ body, code }) => {
    expect(codeOf(parseJson(body))).toBe(code);
  });

  it("names the field in question", () => {
    expect(parseJson('{"ab":1,"\\u0061b":2}')).toMatchObject({ refusal: { facts: { field: "ab" } } });
  });

  it.each([
    { open: "[", close: "]" },
    { open: '{"a":', close: "}" },
  ])("nested by $open may be as deep as the limit", ({ open, close }) => {
    const nested = (levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
    expect(codeOf(parseJson(nested(LIMITS.jsonDepth)))).toBe("ok");
    expect(codeOf(parseJson(nested(LIMITS.jsonDepth + 1)))).toBe("json-too-deep");
    expect(codeOf(parseJson(open.repeat(100_000)))).toBe("json-too-deep");
  });

  it("may be as large as the limit in bytes, not in characters", () => {
    const of = (bytes: number) => `"${"a".repeat(bytes - 2)}"`;
    expect(codeOf(parseJson(of(LIMITS.bodyBytes)))).toBe("ok");
    expect(codeOf(parseJson(of(LIMITS.bodyBytes + 1)))).toBe("body-too-large");
    expect(codeOf(parseJson(`"${"字".repeat(LIMITS.bodyBytes / 3)}"`))).toBe("body-too-large");
  });

  it("may hold as many values as the limit, however small they are", () => {
    const of = (values: number) => `[${Array(values).fill("{}").join(",")}]`;
    expect(codeOf(parseJson(of(LIMITS.bodyValues)))).toBe("ok");
    expect(codeOf(parseJson(of(LIMITS.bodyValues + 1)))).toBe("body-too-large");
  });

  it.each([
    { what: "a text of escaped quotes that never ends", body: `"${'\\"'.repeat(LIMITS.bodyBytes / 2 - 1)}` },
    { what: "a text of backslashes", body: `"${"\\".repeat(LIMITS.bodyBytes - 2)}` },
    { what: "nothing but quotes", body: '"'.repeat(LIMITS.bodyBytes) },
    { what: "nothing but commas", body: ",".repeat(LIMITS.bodyBytes) },
    { what: "brackets that open and close", body: "[]".repeat(LIMITS.bodyBytes / 2) },
  ])("costs time in step with its size, be it $what", ({ body }) => {
    const halfOf = body.slice(0, body.length / 2);
    const timed = (text: string) => {
      const startedAt = performance.now();
      expect(codeOf(parseJson(text))).toBe("json-malformed");
      return performance.now() - startedAt;
    };
    timed(halfOf);
    // Were it quadratic, a megabyte of quotes would take minutes; the bound leaves room for a busy machine.
    expect(timed(body)).toBeLessThan(2000);
  });
});

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
