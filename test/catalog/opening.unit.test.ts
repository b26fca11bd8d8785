import fc from "fast-check";
import { Content, OPENING_TYPES, UPDATE_CYCLES } from "../../functions/catalog/resource/content.ts";
import {
  classify,
  isBannedByLaw,
  isItsOwnToOpen,
  isOpenedAsClassified,
} from "../../functions/catalog/resource/opening.ts";
import { aContent, anItem, day, type Input, refusal } from "./catalogue.ts";

const content = (change: Partial<Input> = {}) => Content.parse(aContent(change));
const traits = { tradeSecrets: false, demanding: false, continuous: false };
const ban = { act: "statistics-law", article: "第二十八条" } as const;
const shared = { by: "shared", from: "101001/0000001" } as const;

describe("A30: the opening type follows from the data", () => {
  it.each([
    ["personal data", { items: [anItem({ personal: true })] }, "not-open", "personal-privacy"],
    ["trade secrets", { traits: { ...traits, tradeSecrets: true } }, "not-open", "trade-secret"],
    ["a ban in law", { traits: { ...traits, bannedBy: [ban] } }, "not-open", "banned-by-law"],
    ["high demands", { traits: { ...traits, demanding: true } }, "conditional", "demanding"],
    ["real time", { updateCycle: "realtime" as const }, "conditional", "timely"],
    ["continuous supply", { traits: { ...traits, continuous: true } }, "conditional", "continuous-supply"],
  ] as const)("%s", (_, change, type, ground) => {
    expect(classify(content(change as Partial<Input>))).toMatchObject({ type, because: [{ ground, cites: "A30" }] });
  });

  it("is unconditional without any ground, and says so with none", () => {
    expect(classify(content())).toEqual({ type: "unconditional", because: [] });
  });

  it("names the items that make it private", () => {
    const items = [anItem({ personal: true, name: "姓名" }), anItem({ code: "x", name: "年级" })];
    expect(classify(content({ items })).because).toEqual([
      { ground: "personal-privacy", cites: "A30", about: ["姓名"] },
    ]);
  });

  it("is as closed as its strongest ground, whatever the rest", () => {
    const facts = fc.record({
      personal: fc.boolean(),
      tradeSecrets: fc.boolean(),
      banned: fc.boolean(),
      demanding: fc.boolean(),
      continuous: fc.boolean(),
      updateCycle: fc.constantFrom(...UPDATE_CYCLES),
    });
    fc.assert(
      fc.property(facts, ({ personal, tradeSecrets, banned, demanding, continuous, updateCycle }) => {
        const bans = banned ? { bannedBy: [ban] } : {};
        const its = content({
          items: [anItem({ personal })],
          traits: { tradeSecrets, demanding, continuous, ...bans },
          updateCycle,
        });
        const closed = personal || tradeSecrets || banned;
        const conditional = demanding || continuous || updateCycle === "realtime";
        expect(classify(its).type).toBe(closed ? "not-open" : conditional ? "conditional" : "unconditional");
      }),
    );
  });

  it.each(OPENING_TYPES.filter((type) => type !== "unconditional"))("open data declared %s is refused", (type) => {
    expect(refusal(isOpenedAsClassified(content({ opening: { type } })))).toMatchObject({
      code: "opening-type-differs",
      cites: ["A30"],
      facts: { field: "/opening/type", declared: type, byRule: "unconditional", because: [] },
    });
  });

  it("private data declared open is refused, with the items as the reason", () => {
    const its = content({ items: [anItem({ personal: true })], opening: { type: "unconditional" } });
    expect(refusal(isOpenedAsClassified(its))).toMatchObject({
      facts: { byRule: "not-open", because: ["personal-privacy 联系电话"] },
    });
  });

  it.each([
    { act: "statistics-law", fits: true, because: "it is a law" },
    { act: "shanghai-data-regulation", fits: true, because: "it is a local regulation" },
    { act: "order-9", fits: false, because: "it is a government rule" },
    { act: "information-sharing-interim-measures", fits: false, because: "it is a document" },
  ] as const)("a ban by $act: $fits, for $because", ({ act, fits }) => {
    const its = content({ traits: { ...traits, bannedBy: [{ act, article: "第一条" }] } });
    expect(isBannedByLaw(its, day("2026-02-12")).ok).toBe(fits);
  });
});

describe("A31p2: what an institution has by sharing or agreement is not its own to open", () => {
  const agreed = { ...content().collectionNorm, method: "agreement" as const, contract: "协议" };

  it.each([
    ["an item by sharing", { items: [anItem({ obtained: shared })] }],
    ["an item by agreement", { items: [anItem({ obtained: { by: "agreement" } })] }],
    ["everything by agreement", { collectionNorm: agreed }],
  ])("%s: declared open it is refused, and not open it is right", (_, change) => {
    const open = content({ ...(change as Partial<Input>), opening: { type: "unconditional" } });
    expect(refusal(isItsOwnToOpen(open))).toMatchObject({ code: "obtained-data-not-opened", cites: ["A31p2"] });
    const closed = content({ ...(change as Partial<Input>), opening: { type: "not-open" } });
    expect([isItsOwnToOpen(closed).ok, isOpenedAsClassified(closed).ok]).toEqual([true, true]);
    expect(classify(closed).because).toMatchObject([{ ground: "obtained-by-sharing-or-agreement", cites: "A31p2" }]);
  });

  it("what it collects itself is its own", () => {
    expect(isItsOwnToOpen(content()).ok).toBe(true);
  });
});
