import { refusedSamples, sampleResources } from "../../local/seed/samples.ts";
import { aCatalogue, type Catalogue, departmentOf, theDistrict } from "./catalogue.ts";

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await aCatalogue();
  catalogue.setDay("2026-11-24");
});
afterAll(() => catalogue.close());

const compilerOf = (institution: string) =>
  institution === theDistrict.institution ? theDistrict : departmentOf(institution);

describe("the samples live through the catalogue", () => {
  it("publishes them through submission, secrecy review and the Center's review", async () => {
    const found = ["household-population", "company-registration", "cert-business-licence", "bus-stops"];
    for (const { key, compiledBy, takes } of sampleResources()) {
      if (!found.includes(key) && !key.startsWith("yangpu")) continue;
      await catalogue.follow(await catalogue.published(takes.content, compilerOf(compiledBy), takes.code));
    }
    const feed = await catalogue.as(theDistrict)("readFeed", { limit: 100 });
    expect(feed.ok && feed.value.now["dcat:dataset"].length).toBe(found.length + 1);
  });

  it.each(refusedSamples())("$cites: refuses $key at $at", async ({ compiledBy, takes, at, code, cites }) => {
    const by = compilerOf(compiledBy);
    const did =
      at === "draftResource"
        ? await catalogue.as(by)("draftResource", takes)
        : await catalogue.as(by)("submitResource", { id: await catalogue.reviewed(takes.content, by) });
    expect(did).toMatchObject({ ok: false, refusal: { code, cites: [cites] } });
  });

  it.each([
    ["身份证号", "户籍人口基本信息"],
    ["户口", "户籍人口基本信息"],
    ["企业登记信息", "企业登记基本信息"],
    ["公安局", "户籍人口基本信息"],
    ["营业执照", "电子证照—营业执照"],
    ["ＰＭ", undefined],
    ["公交 站点", "公交线路和站点信息"],
    ["杨浦", "杨浦区生态环境点位数据"],
  ])("finds %s", async (text, name) => {
    const found = await catalogue.as(theDistrict)("searchCatalogue", { text });
    const names = found.ok ? found.value.now.items.map((it) => it.name) : [];
    if (name === undefined) expect(names).toEqual([]);
    else expect(names).toContain(name);
  });
});
