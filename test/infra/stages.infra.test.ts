import { acknowledgedFor } from "../../infra/acknowledged.ts";
import { stageOf } from "../../infra/stages.ts";

describe("stages", () => {
  it("A47p2: no issuer of the local cloud is known where the platform is deployed", () => {
    for (const name of ["staging", "production"]) {
      const local = stageOf(name).issuers.filter(({ url }) => /localhost|127\.0\.0\.1|\.local\b/.test(url));
      expect(local).toEqual([]);
    }
  });

  it("A44: production locks what is written once in compliance mode, the others for a day that may be lifted", () => {
    const locks = ["local", "staging", "production"].map((name) => stageOf(name).lock);
    expect(locks.map(({ mode }) => mode)).toEqual(["GOVERNANCE", "GOVERNANCE", "COMPLIANCE"]);
    expect(locks.slice(0, 2).map(({ days }) => days)).toEqual([1, 1]);
  });

  it("A42: in China a public API is deployed only for a domain that is filed", () => {
    for (const name of ["staging", "production"]) {
      const { exposure, icpFiled } = stageOf(name);
      expect(exposure === "private" || icpFiled).toBe(true);
    }
  });

  it("states what a setting rests on where the order names no days", () => {
    expect(stageOf("production").catalogueReview.basis).toMatch(/第.+条/);
  });

  it("does not know a stage that is none", () => {
    expect(() => stageOf("prod")).toThrow('There is no stage "prod"');
  });
});

describe("exceptions from the rule packs", () => {
  const acknowledged = acknowledgedFor(
    stageOf("production"),
    ["catalog"],
    "onenet-production-city-journal",
    "onenet-production-city-uploads",
    ["onenet-production-city-catalog-review-resource"],
  );

  it("are at most twenty rules", () => {
    expect(new Set(acknowledged.map(({ id }) => id.replace(/\[.*/, ""))).size).toBeLessThanOrEqual(20);
  });

  it("name their pack, without which they would do nothing, and give a reason", () => {
    expect(acknowledged.filter(({ id }) => !/^([\w.]+)::\1-\w+/.test(id))).toEqual([]);
    expect(acknowledged.filter(({ reason }) => reason.length < 40)).toEqual([]);
  });
});
