import fc from "fast-check";
import { postingsOf } from "../../functions/catalog/search/postings.ts";
import { fits, planOf } from "../../functions/catalog/search/query.ts";
import { askedIn, fold, gramsOf } from "../../functions/catalog/search/text.ts";
import { sampleResources } from "../../local/seed/samples.ts";
import { anItem } from "./catalogue.ts";
import { aDraftResource, aPublishedResource, aRetiredResource, aRevisedResource, content } from "./states.ts";

describe("texts are compared folded", () => {
  it.each([
    ["ＰＭ２．５", "pm2.5"],
    ["户口", "户籍"],
    ["公积金", "住房公积金"],
    ["住房公积金", "住房公积金"],
    ["公司", "企业"],
    ["身份证号", "公民身份号码"],
  ])("%s reads as %s", (text, folded) => expect(fold(text)).toBe(folded));

  it("folding twice is folding once", () => {
    const words = fc.constantFrom("户口", "公积金", "住房", "公司", "社保", "身份证", "号码", "天气", "A", "１");
    fc.assert(fc.property(fc.array(words), (parts) => expect(fold(fold(parts.join("")))).toBe(fold(parts.join("")))));
  });

  it("pairs of neighbours, words of letters whole, noise left out", () => {
    expect(gramsOf(fold("医师执业信息PM25"))).toEqual(["医师", "师执", "执业", "业信", "pm25"]);
  });

  it("noise is not asked for, unless there is nothing else", () => {
    expect([askedIn("上海市企业登记信息"), askedIn("信息数据")]).toEqual([["企业登记"], ["信息数据"]]);
  });
});

describe("a resource stands under its terms", () => {
  it("only what is in force", () => {
    expect([postingsOf(aDraftResource()), postingsOf(aRetiredResource())]).toEqual([[], []]);
    expect(postingsOf(aRevisedResource())[0]?.summary.name).toBe("中小学校名录");
  });

  it("in at most 45 rows, the largest one too, and a row stays small", () => {
    const items = Array.from({ length: 60 }, (_, at) =>
      anItem({ code: `c${at}`, name: `测项${at}名称${"长".repeat(20)}` }),
    );
    const name = Array.from({ length: 60 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join("");
    const large = aPublishedResource({ name, items: items as never });
    for (const resource of [large, aPublishedResource()]) {
      const postings = postingsOf(resource);
      expect(postings.length).toBeLessThanOrEqual(45);
      for (const posting of postings) expect(Buffer.byteLength(JSON.stringify(posting))).toBeLessThan(1000);
    }
  });

  it("is found by its name and by each item whose name is in its text, under whichever term the query reads", () => {
    for (const { takes } of sampleResources()) {
      const its = { ...aPublishedResource() };
      const draft = content(takes.content as never);
      const items = draft.items ?? [];
      const inForce = { ...its.inForce, content: { ...its.inForce.content, name: draft.name, items: items as never } };
      const postings = postingsOf({ ...its, inForce });
      const [{ text } = { text: "" }] = postings;
      const covered = [draft.name, ...items.map(({ name }) => name).filter((name) => text.includes(` ${fold(name)}`))];
      for (const asked of covered) {
        const plan = planOf({ text: asked, facets: {} });
        const under = postings.filter(({ pk }) => pk === `~term#${plan.term}`);
        expect([asked, under.length, under.every((it) => fits(it, plan))]).toEqual([asked, 1, true]);
      }
    }
  });

  it("most items of the samples are covered", () => {
    const shares = sampleResources().map(({ takes }) => {
      const its = aPublishedResource();
      const draft = content(takes.content as never);
      const items = draft.items ?? [];
      const inForce = { ...its.inForce, content: { ...its.inForce.content, name: draft.name, items: items as never } };
      const [{ text } = { text: "" }] = postingsOf({ ...its, inForce });
      return items.filter(({ name }) => text.includes(fold(name))).length / items.length;
    });
    expect(shares.reduce((sum, it) => sum + it, 0) / shares.length).toBeGreaterThan(0.9);
  });
});

describe("a query reads one term", () => {
  it.each([
    [{ text: "企业登记", facets: {} }, "企业"],
    [{ text: "登记 pm25", facets: {} }, "pm25"],
    [{ text: "桥", facets: {} }, "桥"],
    [
      { text: "信息", facets: { sharing: "unconditional", provider: "11310000EXAMPL098P" } },
      "provider:11310000EXAMPL098P",
    ],
    [{ facets: {} }, "*"],
  ])("%j is looked up under %s", (wish, term) => {
    if (term === "企业") expect(["企业", "业登", "登记"]).toContain(planOf(wish).term);
    else expect(planOf(wish).term).toBe(term);
  });
});
