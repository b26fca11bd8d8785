import { checkRow } from "../../functions/collection/row/check.ts";
import type { Item } from "../../functions/collection/row/terms.ts";
import { fitsItsItem } from "../../functions/collection/row/value.ts";
import { item, terms } from "./pool.ts";

const spelt = (type: Item["type"], given: unknown, bounds: { length?: number; precision?: number } = {}) => {
  const { length: _usual, ...rest } = item({ code: "it", type });
  const fits = fitsItsItem({ ...rest, ...bounds }, given);
  return fits.ok ? fits.value : fits.refusal.facts["because"];
};

describe("A18p1: a value is collected as the catalogue's item has it", () => {
  it.each([
    ["C", "上".repeat(3), { length: 3 }, "上上上"],
    ["C", "上".repeat(4), { length: 3 }, "text-too-long"],
    ["C", 31, {}, "text-expected"],
    ["C", "a\0b", {}, "text-with-control-characters"],
    ["C", "11010519491231002x", {}, "11010519491231002X"],
    ["N", "00123.4500", { length: 5, precision: 2 }, 123.45],
    ["N", "1234.45", { length: 5, precision: 2 }, "number-too-long"],
    ["N", "1.234", { length: 5, precision: 2 }, "number-too-precise"],
    ["N", "-0.0", {}, 0],
    ["N", "123456789012345", {}, 123456789012345],
    ["N", "1234567890123456", {}, "1234567890123456"],
    ["N", 1234567890123456, {}, "number-inexact"],
    ["N", "1,234", {}, "number-expected"],
    ["N", true, {}, "number-expected"],
    ["I", "12.0", {}, 12],
    ["I", "12.5", {}, "number-too-precise"],
    ["Y", "12.5", { precision: 2 }, 12.5],
    ["Y", "12.34567", {}, "number-too-precise"],
    ["F", "1.5e3", {}, 1500],
    ["B", "1e999", {}, "number-expected"],
    ["D", "20240229", {}, "2024-02-29"],
    ["D", "2023-02-29", {}, "date-expected"],
    ["D", "2024/02/29", {}, "date-expected"],
    ["T", "2026-11-24 08:00:00", {}, "2026-11-24T00:00:00.000Z"],
    ["T", "2026-11-24T00:00:00Z", {}, "2026-11-24T00:00:00.000Z"],
    ["T", "2026-02-30T00:00:00Z", {}, "moment-expected"],
    ["T", "2026-11-24T24:00:00", {}, "moment-expected"],
    ["L", "是", {}, true],
    ["L", 0, {}, false],
    ["L", "yes", {}, "boolean-expected"],
  ] as const)("%s: %j in %j is %j", (type, given, bounds, expected) => {
    expect(spelt(type, given, bounds)).toBe(expected);
  });

  it.each([1, 2, 19, 20])("a text of %i characters fits twenty, one more than twenty does not", (length) => {
    expect(spelt("C", "字".repeat(length), { length: 20 })).toBe("字".repeat(length));
    expect(spelt("C", "字".repeat(20 + length), { length: 20 })).toBe("text-too-long");
  });
});

describe("A18p1: a row is held against the catalogue whole", () => {
  it("names every problem, by column and reason", () => {
    const held = checkRow(terms(), { schoolId: "", phone: "x".repeat(21), other: "1" });
    expect("problems" in held && held.problems.map(({ code, facts }) => [code, facts["field"]])).toEqual([
      ["value-not-of-its-item", "phone"],
      ["column-unknown", "other"],
      ["key-missing", "schoolId"],
    ]);
  });

  it("is about the same record however its key is written", () => {
    const its = terms([item()], {});
    const [one, other] = ["S1", "  S1 "].map((schoolId) => checkRow(its, { schoolId, phone: "1" }));
    expect(one).toEqual(other);
  });

  it("says nothing with its key alone", () => {
    expect(checkRow(terms(), { schoolId: "S1" })).toMatchObject({ problems: [{ code: "row-says-nothing" }] });
  });
});

describe("A18p2: what can be had by sharing is not collected again", () => {
  const obtained = { by: "shared", from: "101001/0000001" } as never;

  it("unless it is a key, which joins two resources", () => {
    const item1 = item({ obtained });
    expect(checkRow(terms([item1]), { schoolId: "S1", phone: "1" })).toMatchObject({
      problems: [{ code: "item-obtained-by-sharing", cites: ["A18p2"] }],
    });
    const key = item({ code: "person", name: "公民身份号码", key: true, obtained });
    expect(checkRow(terms([key, item()]), { schoolId: "S1", person: "P1", phone: "1" })).toHaveProperty("checked");
  });
});
