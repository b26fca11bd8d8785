import { CODE_TABLES, CodeTable } from "../../functions/reference/code-tables.ts";
import { Law, wasEverInForce } from "../../functions/reference/laws.ts";
import { referenceSeeds } from "../../functions/reference/seed.ts";
import { ACTS, RANKS } from "../../law/acts.ts";
import { day } from "./support.ts";

const law = (since?: string, until?: string) =>
  Law.parse({
    key: "a-law",
    title: "某法",
    rank: "law",
    evidence: "V",
    ...(since && { since }),
    ...(until && { until }),
  });

describe("A27: what is cited as a basis is an act of known rank that was in force", () => {
  it.each([
    { since: "2020-01-01", until: "2019-12-31", ok: false, because: "its last day lies before its first" },
    { since: "2020-01-01", until: "2020-01-01", ok: true, because: "it was in force for one day" },
    { since: "2020-01-01", until: undefined, ok: true, because: "it is still in force" },
    { since: undefined, until: "2019-12-31", ok: true, because: "nobody has found out its first day yet" },
  ])("since $since until $until: $ok, for $because", ({ since, until, ok }) => {
    expect(wasEverInForce(law(since, until)).ok).toBe(ok);
  });

  it("refuses a rank that is none", () => {
    expect(Law.safeParse({ ...law(), rank: "custom" }).success).toBe(false);
    expect(RANKS).toContain(law().rank);
  });
});

describe("A6: the standards and code tables that all use", () => {
  it("names every table once, each code once, and all of them are well formed", () => {
    for (const [name, table] of CODE_TABLES) {
      expect(CodeTable.parse(table)).toMatchObject({ name });
      expect(new Set(table.values.map(({ code }) => code)).size).toBe(table.values.length);
    }
    expect([...CODE_TABLES.keys()]).toEqual(expect.arrayContaining(["districts", "sharing-type", "item-type"]));
  });
});

describe("what a new installation starts with", () => {
  const seeds = referenceSeeds(day("2026-11-24"));

  it("knows the years by notice and the law's own days of the next", () => {
    const years = seeds.calendar.years.map(({ year, status }) => `${year} ${status}`);
    expect(years).toEqual(expect.arrayContaining(["2018 published", "2026 published", "2027 unpublished"]));
    expect(seeds.calendar.years.find(({ year }) => year === 2027)?.statutoryDays).toHaveLength(7);
  });

  it("has every act of law/acts.ts under its key, and every standard under an address without a slash", () => {
    expect(seeds.laws.map(({ id }) => id)).toEqual(Object.keys(ACTS));
    expect(seeds.standards.map(({ id }) => id)).toContain("GB-T-39046-2020");
    expect(seeds.standards.every(({ id }) => /^[0-9A-Za-z.-]+$/.test(id))).toBe(true);
    expect(new Set(seeds.standards.map(({ id }) => id)).size).toBe(seeds.standards.length);
  });
});
