import { rolesOn } from "../../functions/institutions/institution.ts";
import { end, type Naming, name } from "../../functions/institutions/responsibility.ts";
import { institutionSeeds } from "../../functions/institutions/seed.ts";
import { addDays, Day } from "../../functions/kernel/day.ts";

const today = Day.parse("2026-11-24");
const police = institutionSeeds(today).find(({ shortName }) => shortName === "市公安局");
const center = institutionSeeds(today).find(({ shortName }) => shortName === "市大数据中心");
if (police === undefined || center === undefined) throw new Error("The seeds have changed.");
const naming: Naming = { system: "公安", duty: "户籍", document: "沪府办〔2019〕1号", from: Day.parse("2026-12-01") };
const AN_ID = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";

describe("A16: the General Office names the department responsible for a system's public data", () => {
  it("puts the charge on the department's own record, which then plays the part from its first day on", () => {
    const named = name(police, naming, AN_ID, today);
    if (!named.ok) throw new Error(named.refusal.code);
    const { responsibility, department } = named.value;
    expect(responsibility).toEqual({ ...naming, id: AN_ID, department: police.id, namedOn: today, status: "in-force" });
    expect(rolesOn(department, Day.parse("2026-11-30"))).toEqual(["institution"]);
    expect(rolesOn(department, Day.parse("2026-12-01"))).toEqual(["institution", "responsible-department"]);
  });

  it.each([
    { until: "2026-12-31", on: "2026-12-31", plays: true },
    { until: "2026-12-31", on: "2027-01-01", plays: false },
  ])("until $until: on $on $plays", ({ until, on, plays }) => {
    const named = name(police, { ...naming, until: Day.parse(until) }, AN_ID, today);
    if (!named.ok) throw new Error(named.refusal.code);
    expect(rolesOn(named.value.department, Day.parse(on)).includes("responsible-department")).toBe(plays);
  });

  it.each([
    { what: "the Big Data Center", body: center, why: "department-not-municipal" },
    {
      what: "a suspended department",
      body: { ...police, status: "suspended" as const },
      why: "institution-not-active",
    },
    {
      what: "a dissolved department",
      body: { ...police, status: "dissolved" as const },
      why: "institution-not-active",
    },
  ])("never names $what", ({ body, why }) => {
    expect(name(body, naming, AN_ID, today)).toMatchObject({ ok: false, refusal: { code: why, cites: ["A16"] } });
  });

  it("never names one until a day before the first", () => {
    const backwards = { ...naming, until: addDays(naming.from, -1) };
    expect(name(police, backwards, AN_ID, today)).toMatchObject({
      refusal: { code: "responsibility-ends-before-it-begins" },
    });
    expect(name(police, { ...naming, until: naming.from }, AN_ID, today)).toMatchObject({ ok: true });
  });

  it("ends one at once, and once", () => {
    const named = name(police, { ...naming, from: today }, AN_ID, today);
    if (!named.ok) throw new Error(named.refusal.code);
    const ended = end(named.value.responsibility, named.value.department, "职能划转", today);
    if (!ended.ok) throw new Error(ended.refusal.code);
    expect(ended.value.responsibility).toMatchObject({ status: "ended", endedOn: today, because: "职能划转" });
    expect(rolesOn(ended.value.department, today)).toEqual(["institution"]);
    expect(end(ended.value.responsibility, ended.value.department, "x", today)).toMatchObject({
      refusal: { code: "responsibility-ended" },
    });
  });
});
