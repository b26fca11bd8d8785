import districts from "../../data/districts.json" with { type: "json" };
import {
  District,
  DivisionCode,
  districtName,
  isDistrict,
  levelOf,
  presentDistrict,
  SHANGHAI,
} from "../../functions/kernel/division-code.ts";

describe("GB/T 2260: divisions of Shanghai", () => {
  it("are the sixteen of the reference data, by code and name", () => {
    const ours = districts.districts.map(({ code }) => [code, districtName(District.parse(code))]);
    expect(ours).toEqual(districts.districts.map(({ code, name }) => [code, name]));
    expect(District.options).toHaveLength(16);
    expect(districts.municipality.code).toBe(SHANGHAI);
  });

  it.each(districts.retired)("$code $name is retired and leads on to its successor", (retired) => {
    expect(DivisionCode.safeParse(retired.code).success).toBe(true);
    expect(isDistrict(retired.code)).toBe(false);
    expect(District.safeParse(retired.code).success).toBe(false);
    expect(presentDistrict(retired.code)).toBe(retired.mergedInto ?? retired.replacedBy);
  });

  it.each([
    ["310000", "city"],
    ["310115", "district"],
    ["310100", undefined],
    ["310103", undefined],
    ["110105", undefined],
  ])("%s is of level %s", (code, level) => {
    expect(levelOf(code)).toBe(level);
  });

  it.each(["110105", "310100", "820000"])("%s is a division although no district of ours", (code) => {
    expect(DivisionCode.safeParse(code).success).toBe(true);
    expect(presentDistrict(code)).toBeUndefined();
  });

  it("a present district leads to itself", () => {
    expect(presentDistrict("310115")).toBe("310115");
  });

  it.each(["990000", "31010", "3101011", "31010a", "toString"])("%s is none", (code) => {
    expect(DivisionCode.safeParse(code).success).toBe(false);
    expect(isDistrict(code)).toBe(false);
  });
});
