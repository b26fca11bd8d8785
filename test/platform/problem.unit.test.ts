import { both } from "../../functions/kernel/saying.ts";
import { LANGUAGE_TAG, labelOf, languageOf, Problem, problemOf } from "../../functions/platform/problem.ts";
import { ARTICLES, CITATIONS } from "../../law/articles.ts";

const about = {
  code: "not-yours",
  status: 403,
  title: { zh: "不由贵方办理", en: "Not yours" },
  cites: ["A48(2)", "A17p2"],
  facts: { status: "decided" },
  fields: [{ in: "body", pointer: "/decision", problem: "too late" }],
  traceId: "trace-1",
} as const;

describe("a problem document", () => {
  it("has title and articles in the caller's language, and everything else the same in both", () => {
    const zh = problemOf({ ...about, language: "zh" });
    const en = problemOf({ ...about, language: "en" });
    expect(zh).toEqual({
      type: "urn:onenet:problem:not-yours",
      title: "不由贵方办理",
      status: 403,
      code: "not-yours",
      articles: [
        { id: "A48(2)", label: "第四十八条第（二）项", says: ARTICLES["A48(2)"].zh },
        { id: "A17p2", label: "第十七条", says: ARTICLES.A17p2.zh },
      ],
      fields: [{ in: "body", pointer: "/decision", problem: "too late" }],
      facts: { status: "decided" },
      traceId: "trace-1",
    });
    expect(en).toEqual({
      ...zh,
      title: "Not yours",
      articles: [
        { id: "A48(2)", label: "Article 48(2)", says: ARTICLES["A48(2)"].en },
        { id: "A17p2", label: "Article 17", says: ARTICLES.A17p2.en },
      ],
    });
    expect(Problem.parse(zh)).toEqual(zh);
  });

  it("has empty lists where there is nothing to say", () => {
    const { title, code, status, traceId } = about;
    const bare = problemOf({ title, code, status, traceId, language: "zh" });
    expect(bare).toMatchObject({ articles: [], fields: [], facts: {} });
  });

  it.each([
    { header: undefined, language: "zh" },
    { header: "", language: "zh" },
    { header: "zh-CN,zh;q=0.9,en;q=0.8", language: "zh" },
    { header: "en", language: "en" },
    { header: "en-GB,en;q=0.9,zh;q=0.8", language: "en" },
    { header: "EN", language: "en" },
    { header: "enm", language: "zh" },
    { header: "fr, en;q=0.5", language: "zh" },
  ])("answers Accept-Language $header in $language", ({ header, language }) => {
    expect(languageOf(header)).toBe(language);
  });

  it("says what is wrong with a field in the caller's language, by its title where nobody says more", () => {
    const fields = [
      { in: "body", pointer: "/day", problem: both("没有这一天。", "There is no such day.") },
      { in: "body", pointer: "/name" },
    ] as const;
    const about = { code: "fields-invalid", status: 400, title: { zh: "有误", en: "Wrong" }, fields, traceId: "t" };
    const said = (language: "zh" | "en") => problemOf({ ...about, language }).fields.map(({ problem }) => problem);
    expect(said("zh")).toEqual(["没有这一天。", "有误"]);
    expect(said("en")).toEqual(["There is no such day.", "Wrong"]);
  });

  it("names its language as HTTP does", () => {
    expect(LANGUAGE_TAG).toEqual({ zh: "zh-CN", en: "en" });
  });
});

describe("the label of a citation", () => {
  it.each([
    { citation: "A6", zh: "第六条", en: "Article 6" },
    { citation: "A10", zh: "第十条", en: "Article 10" },
    { citation: "A11", zh: "第十一条", en: "Article 11" },
    { citation: "A20", zh: "第二十条", en: "Article 20" },
    { citation: "A48(1)", zh: "第四十八条第（一）项", en: "Article 48(1)" },
    { citation: "A60", zh: "第六十条", en: "Article 60" },
  ] as const)("of $citation is $zh and $en", ({ citation, zh, en }) => {
    expect([labelOf(citation, "zh"), labelOf(citation, "en")]).toEqual([zh, en]);
  });

  it("is well-formed for every article of the catalogue", () => {
    for (const citation of CITATIONS) {
      expect(labelOf(citation, "zh")).toMatch(/^第[一二三四五六七八九十]{1,3}条(第（[一二三四五六七八九十]+）项)?$/);
      expect(labelOf(citation, "en")).toMatch(/^Article \d{1,2}(\(\d+\))?$/);
    }
  });
});
