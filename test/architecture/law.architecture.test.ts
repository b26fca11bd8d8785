import { join } from "node:path";
import { ARTICLES } from "../../law/articles.ts";
import { type Coverage, coverageOf } from "../../law/coverage.ts";
import { readRepository } from "../../law/repository.ts";

describe("the platform answers to the order", () => {
  let coverage: Coverage;

  beforeAll(async () => {
    coverage = coverageOf(ARTICLES, await readRepository(join(__dirname, "../..")));
  });

  it("keeps every duty of every context that exists", () => {
    expect(coverage.unkept.map(({ citation, why }) => `${citation}: ${why}`)).toEqual([]);
  });

  it("names in the title of a test every article that code says it keeps", () => {
    expect(coverage.untested.map(({ citation, name, path }) => `${citation}: ${name} (${path})`)).toEqual([]);
  });

  it("mentions no article that the catalogue does not list", () => {
    expect(coverage.unknown.map(({ citation, path }) => `${citation} (${path})`)).toEqual([]);
  });
});
