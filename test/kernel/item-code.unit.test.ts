import {
  BasicItemCode,
  BusinessItemCode,
  CaseNumber,
  caseNumber,
  ImplementingItemCode,
  ImportedItemCode,
} from "../../functions/kernel/item-code.ts";
import { identifiers } from "./codes.ts";
import { day } from "./day-of-text.ts";

const kinds = { basic: BasicItemCode, implementing: ImplementingItemCode, businessItem: BusinessItemCode };
const { valid, invalid, importOnly } = identifiers.itemCode;
const kindsOf = (code: string) =>
  Object.entries(kinds)
    .filter(([, kind]) => kind.safeParse(code).success)
    .map(([name]) => name);

describe("GB/T 39554.1: an item code", () => {
  it.each(valid)("$code is $kind and nothing else", ({ code, kind }) => {
    expect(kindsOf(code)).toEqual([kind]);
    expect(ImportedItemCode.safeParse(code).success).toBe(true);
  });

  it.each(invalid)("$code is none: $why", ({ code }) => {
    expect(kindsOf(code)).toEqual([]);
    expect(ImportedItemCode.safeParse(code).success).toBe(false);
  });

  it.each(importOnly)("$code is read but never made: $why", ({ code }) => {
    expect(kindsOf(code)).toEqual([]);
    expect(ImportedItemCode.safeParse(code).success).toBe(true);
  });

  it.each([10, 24, 36, 50])("of the older length %i is read but never made", (length) => {
    const code = "31".padEnd(length, "0");
    expect(kindsOf(code)).toEqual([]);
    expect(ImportedItemCode.safeParse(code).success).toBe(true);
  });

  it.each([
    "310000218000",
    "990100218000",
    "3120002180O0",
    "3120002180I0",
    "3120002180Z0",
    "3120002180S0",
    "3120002180V0",
  ])("%s is none: no such type or region, or a letter that looks like a digit", (code) => {
    expect(kindsOf(code)).toEqual([]);
  });

  it.each([
    ["12441500196720244T0442199806003", "level 0"],
    ["12441500196720244T8442199806003", "level 8"],
    ["310000999000YB00005990100377000", "a street-level code of a region that does not exist"],
  ])("%s is none: %s", (code) => {
    expect(kindsOf(code)).toEqual([]);
    expect(ImportedItemCode.safeParse(code).success).toBe(false);
  });
});

describe("a case number", () => {
  const item = ImplementingItemCode.parse("11310000002420447T2312000218000");

  it.each(identifiers.itemCode.caseNumber)("$value is one", ({ value }) => {
    expect(CaseNumber.parse(value)).toBe(value);
  });

  it("is made of item, day and a number within the day", () => {
    expect(caseNumber(item, day("2026-11-23"), 1)).toBe(identifiers.itemCode.caseNumber[0]?.value);
  });

  it.each([
    `${item}202602300001`,
    `${item}20261123001`,
    `${item}2026112300001`,
    `${item.replace("T", "U")}202611230001`,
  ])("%s is none", (text) => {
    expect(CaseNumber.safeParse(text).success).toBe(false);
  });
});
