import { anOffer } from "../../functions/sharing/contract/example.ts";
import { isFreeOfCharge } from "../../functions/sharing/free.ts";
import { MANNERS, Offer } from "../../functions/sharing/offer.ts";
import { decide } from "../../functions/sharing/request/decide.ts";
import { isAskedRightly } from "../../functions/sharing/request/filing.ts";
import type { Scenario } from "../../functions/sharing/scenario.ts";
import { publish, withdraw } from "../../functions/sharing/scenario.ts";
import { CONSUMER, day, LAW, offer, scenario, TERMS, TODAY, value, wish } from "./states.ts";

const ID = { code: "schoolId", plain: false } as const;
const PHONE = { code: "headTeacherPhone", plain: false } as const;

/** What may be asked for, against a scenario that gives the school's id masked. */
const FIELDS = {
  "the scenario's": { fields: [ID], within: [ID], beyond: [] },
  "one more": { fields: [ID, PHONE], within: [ID], beyond: [PHONE] },
  "only another": { fields: [PHONE], within: [], beyond: [PHONE] },
  "the scenario's, plain": { fields: [{ ...ID, plain: true }], within: [ID], beyond: [{ ...ID, plain: true }] },
} as const;

const withdrawn = value(withdraw(scenario(), "不再需要", TODAY));
const FITS: Readonly<Record<string, readonly [scenario: Scenario | undefined, fits: boolean]>> = {
  "a scenario of theirs": [scenario(), true],
  "one of their level": [scenario({ users: { kind: "level", level: "city" } }), true],
  "no scenario": [undefined, false],
  "one of others": [scenario({ users: { kind: "institutions", codes: ["11310000EXAMPL055A"] } }), false],
  "one of another level": [scenario({ users: { kind: "level", level: "district" } }), false],
  "one not begun": [scenario({ from: "2026-11-25" }), false],
  "one that is over": [scenario({ from: "2026-11-01", until: "2026-11-23" }), false],
  "one on its last day": [scenario({ from: "2026-11-01", until: "2026-11-24" }), true],
  "one withdrawn": [withdrawn, false],
};
const TYPES = ["unconditional", "authorised", "not-shared"] as const;
type Type = (typeof TYPES)[number];

const expected = (type: Type, fits: boolean, { fields, within, beyond }: (typeof FIELDS)[keyof typeof FIELDS]) => {
  if (type === "not-shared") return { refused: "resource-not-shared" };
  if (type === "unconditional") return { by: "unconditional", atOnce: fields, review: [] };
  if (!fits || within.length === 0) return { by: "authorised", atOnce: [], review: fields };
  return { by: "scenario", atOnce: within, review: beyond };
};

const table = TYPES.flatMap((type) =>
  Object.entries(FITS).flatMap(([which, [its, fits]]) =>
    Object.entries(FIELDS).flatMap(([what, asked]) =>
      MANNERS.map((manner) => ({ type, which, its, what, asked, manner, outcome: expected(type, fits, asked) })),
    ),
  ),
);

const asking = { consumer: CONSUMER, level: "city", resource: anOffer.id } as const;

describe("A27p2, A28, A27p3, A26p3: what the law makes of a wish", () => {
  it("has every combination of type, scenario, fields and manner", () => {
    expect(table).toHaveLength(3 * 9 * 4 * 2);
  });

  it.each(table)("$type, $which, $what, $manner", ({ type, its, asked, manner, outcome }) => {
    const decided = decide(offer(type), its, wish({ fields: [...asked.fields], manner }), asking, TODAY);
    if (!decided.ok) {
      expect({ refused: decided.refusal.code }).toEqual(outcome);
      expect(decided.refusal).toMatchObject({ cites: ["A26p3"], facts: { reason: "依法不予共享" } });
      return;
    }
    const { by, atOnce, review, consent } = decided.value;
    expect({ by, atOnce, review }).toEqual(outcome);
    // A25p2: whatever is granted in another manner than request and response is consented to first.
    expect(consent).toBe(manner !== "request-response");
  });
});

describe("A26: no request is refused without a basis in force", () => {
  it("an entry of the negative list whose law is none of the three ranks forbids nothing: it is reviewed", () => {
    const sharing = {
      type: "not-shared",
      reason: "内部规定",
      basis: [{ act: "credit-code-standard", article: "5" }],
    } as const;
    const entry = Offer.safeParse({ ...anOffer, provider: "11310000EXAMPL1198", sharing });
    if (!entry.success || entry.data.status !== "in-force") throw new Error("no such act");
    expect(value(decide(entry.data, undefined, wish(), asking, TODAY))).toMatchObject({ by: "authorised" });
  });

  it.each([
    {
      what: "what has ended",
      of: Offer.parse({ ...anOffer, status: "ended", endedOn: "2026-11-23" }),
      code: "offer-not-in-force",
    },
    { what: "one's own data", of: offer("unconditional", { provider: CONSUMER }), code: "data-is-your-own" },
    {
      what: "a field it lacks",
      of: offer("unconditional", { items: [anOffer.items[1] ?? anOffer.items[0]] as never }),
      code: "field-not-offered",
    },
  ])("$what is not there to be asked for", ({ of, code }) => {
    expect(decide(of, undefined, wish(), asking, TODAY)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe("A26: sharing is free of charge, whoever writes about it", () => {
  it.each([
    "数据有偿共享",
    "按次收费",
    "每次调用0.5元",
    "2元/条",
    "接口费另行结算",
    "available for a fee",
    "0.1 yuan per call",
    "数 据 费".replaceAll(" ", ""),
  ])("refuses: %s", (purpose) => {
    expect(isFreeOfCharge({ purpose })).toMatchObject({ ok: false, refusal: { facts: { field: "/purpose" } } });
  });

  it.each([
    "核发每人500元补助",
    "催缴水费",
    "核验场地使用费减免资格",
    "查询收费标准",
    "价格监测",
  ])("lets through: %s", (purpose) => {
    expect(isFreeOfCharge({ purpose }).ok).toBe(true);
  });
});

describe("A27p2: a duty gives the need", () => {
  it("rests on an act in force, for a time, and without a price", () => {
    expect(isAskedRightly(wish(), TODAY, TERMS).ok).toBe(true);
    expect(isAskedRightly(wish({ days: 366 }), TODAY, TERMS).ok).toBe(true);
    expect(isAskedRightly(wish({ days: 367 }), TODAY, TERMS)).toMatchObject({
      refusal: { code: "too-many-days", cites: ["A26p2"] },
    });
    expect(isAskedRightly(wish(), day("1980-01-01"), TERMS)).toMatchObject({ refusal: { code: "duty-without-basis" } });
    expect(isAskedRightly(wish({ purpose: "按次付费查询" }), TODAY, TERMS)).toMatchObject({
      refusal: { code: "sharing-bears-no-price" },
    });
  });
});

describe("A28: the Center defines scenarios of what is shared, and no more", () => {
  const { definition } = scenario();
  it.each([
    { what: "shared", of: offer("authorised"), code: "ok" },
    { what: "not shared", of: offer("not-shared"), code: "scenario-needs-what-is-not-shared" },
    { what: "unknown", of: undefined, code: "scenario-needs-what-is-not-shared" },
  ])("a need of what is $what gives $code", ({ of, code }) => {
    const published = publish("0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d13", definition, [of], TODAY);
    expect(published.ok ? "ok" : published.refusal.code).toBe(code);
  });

  it("is withdrawn once", () => {
    expect(withdraw(withdrawn, "再撤一次", TODAY)).toMatchObject({ refusal: { code: "scenario-withdrawn" } });
  });
});

it("the law of the tests is one that may be cited", () => expect(LAW).toHaveLength(1));
