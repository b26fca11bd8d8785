import { ACTS, type Act, RANKS, ranksAsB2, ranksAsB3 } from "../../law/acts.ts";

const acts: readonly (readonly [string, Act])[] = Object.entries(ACTS);

describe("the acts that may be cited", () => {
  it.each(acts)("%s has a title of its own and days that make sense", (_, { title, since, until }) => {
    expect(acts.filter(([, other]) => other.title === title)).toHaveLength(1);
    for (const day of [since, until]) if (day !== undefined) expect(new Date(day).toISOString()).toContain(day);
    if (until !== undefined) expect(since !== undefined && since <= until).toBe(true);
  });

  it("count the order itself among the government rules", () => {
    expect(ACTS["order-9"]).toEqual({
      title: "上海市公共数据和一网通办管理办法",
      rank: "government-rule",
      since: "2018-11-01",
      evidence: "V",
    });
  });

  it("know the day on which a text gave way to its successor", () => {
    expect(ACTS["marriage-registration-regulation-2003"].until).toBe("2025-05-09");
    expect(ACTS["marriage-registration-regulation"].since).toBe("2025-05-10");
  });
});

describe("A20, A34, A36: only a law or regulation is basis enough (法律、法规)", () => {
  it.each(RANKS)("%s", (rank) => {
    expect(ranksAsB2(rank)).toBe(["law", "administrative-regulation", "local-regulation"].includes(rank));
  });
});

describe("A26, A27: a government rule is basis enough too (法律、法规、规章)", () => {
  it.each(RANKS)("%s", (rank) => {
    const enough = ["law", "administrative-regulation", "local-regulation", "government-rule"];
    expect(ranksAsB3(rank)).toBe(enough.includes(rank));
  });
});
