import enums from "../../data/catalogue-enums.json" with { type: "json" };
import { contract } from "../../functions/catalog/contract.ts";
import { isItsToCompile, keepsItsPlace, statesItsElements } from "../../functions/catalog/resource/compiling.ts";
import { Classification } from "../../functions/catalog/resource/content.ts";
import { DATA_TYPES } from "../../functions/catalog/resource/item.ts";
import {
  aContent,
  anItem,
  anotherDepartment,
  anotherDistrict,
  aPerson,
  refusal,
  theCenter,
  theDepartment,
  theDistrict,
} from "./catalogue.ts";
import { content } from "./states.ts";

const CITY = { kind: "city" } as const;
const YANGPU = { kind: "district-supplement", district: "310110" } as const;
const EVERYBODY = { theDepartment, anotherDepartment, theCenter, theDistrict, anotherDistrict, aPerson };
type Somebody = keyof typeof EVERYBODY;
const everybodyBut = (...allowed: Somebody[]) =>
  (Object.keys(EVERYBODY) as Somebody[]).filter((it) => !allowed.includes(it));

describe("A16(1): the responsible department compiles the catalogue of its own system", () => {
  it.each(["theDepartment", "anotherDepartment"] as const)("%s may begin one", (who) => {
    expect(isItsToCompile(CITY, EVERYBODY[who]).ok).toBe(true);
  });

  it.each(everybodyBut("theDepartment", "anotherDepartment"))("%s may not begin one", (who) => {
    expect(refusal(isItsToCompile(CITY, EVERYBODY[who]))).toMatchObject({
      code: "resource-not-yours-to-compile",
      cites: ["A16(1)"],
    });
  });

  it.each(everybodyBut("theDepartment"))("%s may not go on with what the department began", (who) => {
    expect(isItsToCompile(CITY, EVERYBODY[who], theDepartment.institution).ok).toBe(false);
  });
});

describe("A16(2): the responsible department sets the norm of collection with the resource", () => {
  it("a resource without a norm of collection cannot be submitted", () => {
    const { collectionNorm: _, ...without } = content();
    expect(refusal(statesItsElements(without))).toMatchObject({ facts: { missing: ["/collectionNorm"] } });
  });
});

describe("A17: every resource states its scope, provider, sharing, opening and more", () => {
  const missingIn = (it: unknown) => {
    const said = refusal(statesItsElements(contract.draftResource.takes.parse({ content: it }).content));
    return typeof said === "string" ? [] : said.facts["missing"];
  };
  const without = (field: string) => Object.fromEntries(Object.entries(aContent()).filter(([name]) => name !== field));

  it.each([
    "abstract",
    "provider",
    "scope",
    "formatClass",
    "items",
    "sharing",
    "opening",
    "traits",
    "updateCycle",
    "collectionNorm",
  ])("without %s it may be drafted and not submitted", (field) => {
    expect(missingIn(without(field))).toEqual([`/${field}`]);
  });

  it("names all that is missing at once", () => {
    const { name, catalogue, classification, secrecy } = aContent();
    expect(missingIn({ name, catalogue, classification, secrecy })).toHaveLength(10);
  });

  it.each([
    [{ sharing: { type: "unconditional" } }, "/sharing/mode"],
    [{ sharing: { type: "authorised", mode: "request-response" } }, "/sharing/condition"],
    [{ opening: { type: "conditional" } }, "/opening/condition"],
    [{ collectionNorm: { method: "direct", norm: "采集规范" } }, "/collectionNorm/basis"],
    [{ collectionNorm: { method: "third-party", norm: "采集规范", consent: "书面同意" } }, "/collectionNorm/contract"],
    [{ collectionNorm: { method: "agreement", norm: "采集规范", consent: "书面同意" } }, "/collectionNorm/contract"],
  ])("%j lacks %s", (change, missing) => {
    expect(missingIn({ ...aContent(), ...change })).toEqual([missing]);
  });

  it.each([
    [{ sharing: { type: "not-shared" } }],
    [{ collectionNorm: { method: "direct", norm: "采集规范", consent: "书面同意" } }],
  ])("%j lacks nothing", (change) => {
    expect(missingIn({ ...aContent(), ...change })).toEqual([]);
  });

  it.each([
    ["two items of one code", [anItem(), anItem({ name: "另一项" })]],
    ["two items of one name, but for width", [anItem({ name: "ID" }), anItem({ code: "x", name: "ＩＤ" })]],
    ["one data element twice", [anItem({ element: "DE1" }), anItem({ code: "x", name: "另一项", element: "DE1" })]],
    ["61 items", Array.from({ length: 61 }, (_, at) => anItem({ code: `c${at}`, name: `项${at}` }))],
    [
      "46 data elements to collect",
      Array.from({ length: 46 }, (_, at) => anItem({ code: `c${at}`, name: `项${at}`, element: `DE${at}` })),
    ],
    ["no items", []],
  ])("cannot be written down: %s", (_, items) => {
    expect(contract.draftResource.takes.safeParse({ content: aContent({ items }) }).success).toBe(false);
  });

  it("keeps the place that its code names", () => {
    expect(keepsItsPlace(content(), content({ abstract: "新的摘要" })).ok).toBe(true);
    const moved = content({ classification: { class: "2", item: "02", heading: "001" } });
    expect(refusal(keepsItsPlace(content(), moved))).toMatchObject({ code: "resource-placed-elsewhere" });
    expect(keepsItsPlace(content(), content({ catalogue: YANGPU })).ok).toBe(false);
  });

  it.each(["201002/0000001", "201001/1234567890123", "101001/1"])("the code %s is not that of its place", (code) => {
    expect(contract.draftResource.takes.safeParse({ code, content: aContent() }).success).toBe(false);
  });

  it("uses the codes of the national guide", () => {
    expect(enums.dataType.values.map(({ code }) => code)).toEqual([...DATA_TYPES]);
    for (const { code, items } of enums.classification.classes) {
      const has = (item: number) =>
        Classification.safeParse({ class: code, item: String(item).padStart(2, "0"), heading: "001" }).success;
      expect([has(0), has(1), has(items.length), has(items.length + 1)]).toEqual([false, true, true, false]);
    }
  });
});

describe("A17p3: a supplement is the district's own, compiled by its authority", () => {
  it("the authority of the district may", () => {
    expect(isItsToCompile(YANGPU, theDistrict).ok).toBe(true);
  });

  it.each(everybodyBut("theDistrict"))("%s may not", (who) => {
    expect(refusal(isItsToCompile(YANGPU, EVERYBODY[who]))).toMatchObject({
      code: "supplement-not-your-districts",
      cites: ["A17p3"],
    });
  });
});
