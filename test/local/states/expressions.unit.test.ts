import { createHash } from "node:crypto";
import fc from "fast-check";
import { evaluate } from "../../../local/states/expressions.ts";

const at = (text: string, input: unknown = null, now = Date.parse("2030-03-05T00:00:00Z")) =>
  evaluate(`{% ${text} %}`, { states: { input }, variables: { region: "Pudong" }, now }, "Here/Output");

describe("An expression of a state", () => {
  it.each([
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$partition([], 2)", []],
    ["$range(0, 10, 5)", [0, 5, 10]],
    ["$range(3, 1, -1)", [3, 2, 1]],
    ["$range(5, 1, 2)", []],
    ["$hash('data', 'SHA-256')", createHash("sha256").update("data").digest("hex")],
    ["$hash('data', 'MD5')", createHash("md5").update("data").digest("hex")],
    ["$parse('{\"a\":[1]}').a[0]", 1],
    ["$random(7) = $random(7)", true],
    ["$random(7) = $random(8)", false],
    ["$random() < 1", true],
    ["$uuid() != $uuid()", true],
    ["$length($uuid())", 36],
    ["$region", "Pudong"],
    ["$states.input.list[x > 1].x", [2, 3]],
    ["$states.input.none = null", false],
    ["$merge([$states.input.one, {'b': 2}])", { a: 1, b: 2 }],
  ])("%s gives %j", async (text, value) => {
    expect(await at(text, { list: [{ x: 1 }, { x: 2 }, { x: 3 }], one: { a: 1 } })).toEqual(value);
  });

  it.each([
    ["$partition('no', 2)", "$partition takes an array"],
    ["$partition([1], 0)", "chunk size"],
    ["$range(0, 5000, 1)", "at most 1000"],
    ["$range(0, 5, 0)", "cannot step by 0"],
    ["$hash('x', 'CRC32')", "$hash knows MD5"],
    ["$parse('{')", "JSON"],
    ["$eval('1')", "$eval is not supported"],
    ["$states.input.missing", "returned nothing"],
    ["function($x){$x}", "returned a function"],
    ["$sum", "returned a function"],
    ["1 + 'a'", "threw an error"],
    ["($f := function($n){ 1 + $f($n) }; $f(1))", "threw an error"],
  ])("%s fails: %s", async (text, says) => {
    await expect(at(text, {})).rejects.toMatchObject({
      name: "States.QueryEvaluationError",
      message: expect.stringContaining(says),
    });
  });

  it("reads the platform's clock, not the machine's", async () => {
    expect(await at("$millis()")).toBe(Date.parse("2030-03-05T00:00:00Z"));
    expect(await at("$now()")).toBe("2030-03-05T00:00:00.000Z");
    expect(await at("$now('[Y0001]-[M01]-[D01] [H01]:[m01]', '+0800')")).toBe("2030-03-05 08:00");
  });

  it("is found anywhere in a template; what is no expression stays as it is", async () => {
    const template = { a: ["{% 1 + 1 %}", { b: "{% $region %}" }], c: "{no}", d: null, e: 1, f: true };
    const sight = { states: {}, variables: { region: "Pudong" }, now: 0 };
    expect(await evaluate(template, sight, "Here")).toEqual({ ...template, a: [2, { b: "Pudong" }] });
  });

  it("hands any JSON through unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const same = JSON.parse(JSON.stringify(value));
        expect(await at("$states.input", same)).toEqual(same);
      }),
    );
  });

  it("cuts a list into parts that make the list again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), async (list, size) => {
        const parts = await at(`$partition($states.input, ${size})`, list);
        expect((parts as number[][]).flat()).toEqual(list);
        expect((parts as number[][]).every((part) => part.length <= size)).toBe(true);
      }),
    );
  });
});
