import fc from "fast-check";
import samples from "../../data/catalog-samples.json" with { type: "json" };
import {
  canonicalResourceCode,
  partsOfResourceCode,
  ResourceCode,
  resourceCode,
} from "../../functions/kernel/resource-code.ts";
import { DIGITS, LETTERS_AND_DIGITS, textOver } from "./codes.ts";

describe("a resource code", () => {
  it.each(samples.resources)("$code of $name is one and stands where its classification says", (sample) => {
    expect(partsOfResourceCode(ResourceCode.parse(sample.code))).toEqual({
      class: sample.classification.class.code,
      item: sample.classification.item.code,
      heading: sample.classification.heading,
      subHeading: "",
      sequence: 1,
    });
  });

  it.each(["101001/1", "3030070001/0000012", "101001A/000000000000001"])("%s is read in any width", (code) => {
    expect(ResourceCode.safeParse(code).success).toBe(true);
  });

  it.each([
    "401001/1",
    "10100/1",
    "101001",
    "101001/",
    "101001/1a",
    "101001-0000001",
    `101001/${"1".repeat(40)}`,
  ])("%s is none", (code) => {
    expect(ResourceCode.safeParse(code).success).toBe(false);
  });

  it("has one spelling, seven digits wide", () => {
    expect(
      ["101001/1", "101001/0001", "101001/000000001"].map((it) => canonicalResourceCode(ResourceCode.parse(it))),
    ).toEqual(["101001/0000001", "101001/0000001", "101001/0000001"]);
  });

  it("gives back what it was made of", () => {
    const placement = fc.record({
      class: fc.constantFrom("1" as const, "2" as const, "3" as const),
      item: textOver(DIGITS, 2),
      heading: textOver(DIGITS, 3),
      subHeading: fc.oneof(fc.constant(""), textOver(LETTERS_AND_DIGITS, 4)),
    });
    fc.assert(
      fc.property(placement, fc.integer({ min: 1, max: 99_999_999 }), (at, sequence) => {
        expect(partsOfResourceCode(resourceCode(at, sequence))).toEqual({ ...at, sequence });
      }),
    );
  });
});
