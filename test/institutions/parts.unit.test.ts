import { type Description, type Institution, KINDS, type Kind } from "../../functions/institutions/institution.ts";
import {
  amend,
  isBoundInEGovernment,
  isMunicipalDepartment,
  modeOf,
  partsHeld,
  register,
  turn,
} from "../../functions/institutions/parts.ts";
import { institutionSeeds } from "../../functions/institutions/seed.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { Day } from "../../functions/kernel/day.ts";
import { ROLES, type Role } from "../../functions/platform/principal.ts";

const today = Day.parse("2026-11-24");
const A_CODE = CreditCode.parse("11310000002420447T");
const A_CHARGE = { id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11", from: today };

const described = (kind: Kind, over: Partial<{ level: "city" | "district"; roles: Role[] }> = {}): Description => {
  const level = over.level ?? (kind === "district-authority" ? "district" : "city");
  const text = {
    name: "某机构",
    nameEn: "Some body",
    shortName: "某机构",
    kind,
    roles: over.roles ?? ["institution" as const],
  };
  return level === "city" ? { ...text, level } : { ...text, level, district: "310115" };
};
const registered = (it: Description): Institution => {
  const made = register(A_CODE, it, today);
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value;
};
const codeOf = (said: ReturnType<typeof register>): string => (said.ok ? "ok" : said.refusal.code);

const CITY_KINDS: readonly Kind[] = [
  "general-office",
  "big-data-center",
  "economy-informatisation",
  "approval-reform",
  "cyberspace",
  "municipal-department",
];

describe("A5: the General Office, the Big Data Center and the others each play their own part, at their own level", () => {
  const PLAYS: Partial<Record<Kind, Role>> = {
    "general-office": "competent-authority",
    "big-data-center": "big-data-center",
    "economy-informatisation": "opening-lead",
    "approval-reform": "item-review",
    cyberspace: "network-security",
    "district-authority": "district-authority",
  };
  const pairs = KINDS.flatMap((kind) => ROLES.filter((role) => role !== "institution").map((role) => ({ kind, role })));
  it.each(pairs)("a $kind as $role", ({ kind, role }) => {
    const said = codeOf(register(A_CODE, described(kind, { roles: ["institution", role] }), today));
    if (PLAYS[kind] === role) expect(said).toBe("ok");
    else expect(said).toMatch(/^(role-of-another-body|utility-plays-no-part|referred-body-plays-no-part)$/);
  });

  it.each(KINDS)("a %s is an institution too, and says so once", (kind) => {
    expect(codeOf(register(A_CODE, described(kind, { roles: ["institution", "institution"] }), today))).not.toBe("ok");
    const part = PLAYS[kind];
    if (part !== undefined)
      expect(codeOf(register(A_CODE, described(kind, { roles: [part] }), today))).toBe("role-of-another-body");
  });

  it.each(
    KINDS.flatMap((kind) => (["city", "district"] as const).map((level) => ({ kind, level }))),
  )("a $kind of a $level", ({ kind, level }) => {
    const strange = level === "district" ? CITY_KINDS.includes(kind) : kind === "district-authority";
    expect(codeOf(register(A_CODE, described(kind, { level }), today))).toBe(strange ? "kind-of-another-level" : "ok");
  });

  it("holds a part once in the city, or once in a district, until it is dissolved", () => {
    const authority = registered(described("district-authority", { roles: ["district-authority", "institution"] }));
    expect(partsHeld(authority)).toEqual(["district-authority#310115"]);
    expect(partsHeld({ ...authority, status: "suspended" })).toHaveLength(1);
    expect(partsHeld({ ...authority, status: "dissolved" })).toEqual([]);
    const office = registered(described("general-office", { roles: ["competent-authority", "institution"] }));
    expect(partsHeld(office)).toEqual(["competent-authority#310000"]);
  });

  const turns = [
    { name: "suspend", from: ["active"] },
    { name: "resume", from: ["suspended"] },
    { name: "dissolve", from: ["active", "suspended"] },
  ] as const;
  const statuses = ["active", "suspended", "dissolved"] as const;
  it.each(
    turns.flatMap(({ name, from }) =>
      statuses.map((status) => ({ name, status, may: from.some((it) => it === status) })),
    ),
  )("$name a body that is $status: $may", ({ name, status, may }) => {
    expect(turn({ ...registered(described("utility")), status }, name, "机构改革", today).ok).toBe(may);
  });

  it("the bodies that a new installation starts with are lawful, and no part is played twice", () => {
    const seeds = institutionSeeds(today);
    expect(seeds).toHaveLength(78);
    for (const { id, mode: _m, status: _s, registeredOn: _r, charges: _c, ...written } of seeds) {
      expect([id, codeOf(register(id, written, today))]).toEqual([id, "ok"]);
    }
    const parts = seeds.flatMap(partsHeld);
    expect(new Set(parts).size).toBe(parts.length);
    expect(parts.filter((part) => part.startsWith("district-authority#"))).toHaveLength(16);
  });
});

describe("A58: a utility is bound for the data of its public service, and plays no part", () => {
  it("is bound for that data alone", () => {
    expect(registered(described("utility")).mode).toEqual({ bound: "for-public-service-data" });
  });
  it.each(ROLES.filter((role) => role !== "institution"))("is no %s", (role) => {
    expect(codeOf(register(A_CODE, described("utility", { roles: ["institution", role] }), today))).toBe(
      "utility-plays-no-part",
    );
  });
});

describe("A59: other funded bodies and central bodies are bound by reference", () => {
  it.each([
    { kind: "central-body", to: ["data"] },
    { kind: "funded-body", to: ["data", "e-government"] },
  ] as const)("a $kind for $to", ({ kind, to }) => {
    expect(registered(described(kind)).mode).toEqual({ bound: "by-reference", for: to });
  });
  it.each(KINDS)("e-government binds a %s or does not", (kind) => {
    const free = kind === "utility" || kind === "central-body";
    expect(isBoundInEGovernment({ mode: modeOf(kind) }).ok).toBe(!free);
  });
  it.each(["central-body", "funded-body"] as const)("a %s plays no part", (kind) => {
    for (const role of ROLES.filter((it) => it !== "institution")) {
      expect(codeOf(register(A_CODE, described(kind, { roles: ["institution", role] }), today))).toBe(
        "referred-body-plays-no-part",
      );
    }
  });
});

describe("A16: a responsible department is a department of the municipal government, as long as it is responsible", () => {
  it.each(KINDS)("a %s", (kind) => {
    const department = CITY_KINDS.includes(kind) && kind !== "big-data-center";
    expect(isMunicipalDepartment({ level: "city", kind }).ok).toBe(department);
    expect(isMunicipalDepartment({ level: "district", kind }).ok).toBe(false);
  });

  it("cannot become another kind of body while it answers for a system", () => {
    const body = { ...registered(described("municipal-department")), charges: [A_CHARGE] };
    expect(amend(body, described("public-service-body"), "改制")).toMatchObject({
      refusal: { code: "department-not-municipal" },
    });
    expect(amend(body, described("approval-reform"), "改制")).toMatchObject({
      ok: true,
      value: { charges: [A_CHARGE], because: "改制" },
    });
    expect(amend({ ...body, charges: [] }, described("utility"), "改制")).toMatchObject({
      ok: true,
      value: { mode: { bound: "for-public-service-data" } },
    });
    expect(amend({ ...body, status: "dissolved" }, described("utility"), "改制")).toMatchObject({
      refusal: { code: "institution-dissolved" },
    });
  });

  it.each([
    { until: undefined, free: false, because: "it has no end" },
    { until: "2026-11-24", free: false, because: "today is its last day" },
    { until: "2026-11-23", free: true, because: "yesterday was" },
  ])("is dissolved: $free, for $because", ({ until, free }) => {
    const charge = { ...A_CHARGE, ...(until === undefined ? {} : { until: Day.parse(until) }) };
    const body = { ...registered(described("municipal-department")), charges: [charge] };
    const said = turn(body, "dissolve", "撤并", today);
    expect(said.ok || said.refusal.code).toBe(free || "department-still-responsible");
    expect(turn(body, "suspend", "整顿", today).ok).toBe(true);
  });
});
