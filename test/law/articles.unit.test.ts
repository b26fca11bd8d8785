import { ARTICLES, articleOf, CITATIONS, isCitation } from "../../law/articles.ts";
import { DATA } from "../../law/chapters/data.ts";
import { GENERAL } from "../../law/chapters/general.ts";
import { LIABILITY } from "../../law/chapters/liability.ts";
import { PLANNING } from "../../law/chapters/planning.ts";
import { SECURITY } from "../../law/chapters/security.ts";
import { SERVICES } from "../../law/chapters/services.ts";
import { SHARING } from "../../law/chapters/sharing.ts";
import { SUPERVISION } from "../../law/chapters/supervision.ts";
import { SUPPLEMENTARY } from "../../law/chapters/supplementary.ts";

const numberOf = (citation: string): number => Number(/^A(\d+)/.exec(citation)?.[1]);

describe("the catalogue of the order", () => {
  it("has each of the 60 articles, in their order, and no other", () => {
    const numbers = CITATIONS.map(numberOf);
    expect([...new Set(numbers)]).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  });

  it("has the article itself wherever it has a duty or a point of it", () => {
    expect(CITATIONS.filter((it) => !isCitation(`A${numberOf(it)}`))).toEqual([]);
  });

  it("loses no key where the chapters meet", () => {
    const chapters = [GENERAL, PLANNING, DATA, SHARING, SERVICES, SECURITY, SUPERVISION, LIABILITY, SUPPLEMENTARY];
    expect(chapters.flatMap((chapter) => Object.keys(chapter))).toEqual(Object.keys(ARTICLES));
  });

  it.each(CITATIONS)("%s says its own thing in both languages, is in force, and names who keeps it", (citation) => {
    const { zh, en, since, kinds, contexts } = articleOf(citation);
    expect(zh).toMatch(/\p{Script=Han}.*。$/u);
    expect(en).toMatch(/^[A-Z].*\.$/);
    expect(en).not.toMatch(/\p{Script=Han}/u);
    expect(since).toBe("2018-11-01");
    expect(kinds).not.toHaveLength(0);
    const asksNothing = kinds.every((kind) => kind === "people" || kind === "none");
    expect(contexts.length === 0).toBe(asksNothing);
  });

  it("says nothing twice", () => {
    const texts = CITATIONS.flatMap((it) => [articleOf(it).zh, articleOf(it).en]);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("counts days where the order counts them, in A48 and A52, and nowhere else", () => {
    expect(CITATIONS.filter((it) => /\d+ working day/.test(articleOf(it).en))).toEqual([
      "A48",
      "A48(1)",
      "A48(2)",
      "A52p2",
    ]);
    expect(CITATIONS.filter((it) => articleOf(it).kinds.includes("clock"))).toEqual([
      "A48",
      "A48(1)",
      "A48(2)",
      "A52p2",
    ]);
  });

  it.each(["A61", "A48(3)", "A17p9", "a17", "toString", ""])("does not know %j", (text) => {
    expect(isCitation(text)).toBe(false);
  });
});
