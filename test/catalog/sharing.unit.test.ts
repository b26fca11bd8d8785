import { Content } from "../../functions/catalog/resource/content.ts";
import {
  comesFromAnother,
  hasBasisNotToShareFreely,
  hasReasonNotToShareFreely,
} from "../../functions/catalog/resource/sharing.ts";
import { ResourceCode } from "../../functions/kernel/resource-code.ts";
import type { ActKey } from "../../law/acts.ts";
import { aContent, anItem, day, type Input, refusal } from "./catalogue.ts";

const authorised = (change: Partial<NonNullable<Input["sharing"]>> = {}) =>
  Content.parse(aContent({ sharing: { type: "authorised", reason: "含个人信息", ...change } }));
const basedOn = (...acts: ActKey[]) => authorised({ basis: acts.map((act) => ({ act, article: "第四条" })) });
const today = day("2026-02-12");

describe("A27: authorised and not shared need a reason and a basis in law, regulation or government rule", () => {
  it("unconditional sharing needs neither", () => {
    const content = Content.parse(aContent());
    expect([hasReasonNotToShareFreely(content).ok, hasBasisNotToShareFreely(content, today).ok]).toEqual([true, true]);
  });

  it.each(["authorised", "not-shared"] as const)("%s without a reason is refused", (type) => {
    const content = Content.parse(aContent({ sharing: { type } }));
    expect(refusal(hasReasonNotToShareFreely(content))).toMatchObject({
      code: "sharing-without-reason",
      facts: { field: "/sharing/reason", type },
    });
    expect(refusal(hasBasisNotToShareFreely(content, today))).toMatchObject({ code: "sharing-without-basis" });
  });

  it.each([
    { act: "personal-information-protection-law", because: "a law" },
    { act: "real-estate-registration-regulation", because: "an administrative regulation" },
    { act: "shanghai-data-regulation", because: "a local regulation" },
    { act: "order-9", because: "a government rule" },
  ] as const)("$act will do: it is $because", ({ act }) => {
    expect(hasBasisNotToShareFreely(basedOn(act), today).ok).toBe(true);
  });

  it.each([
    { act: "information-sharing-interim-measures", because: "a document" },
    { act: "data-grading-standard", because: "a standard" },
    {
      act: "shanghai-medical-security-regulation",
      because: "a regulation whose first day in force nobody has found out",
    },
  ] as const)("$act will not do: it is $because", ({ act }) => {
    expect(refusal(hasBasisNotToShareFreely(basedOn(act), today))).toMatchObject({
      code: "sharing-without-basis",
      cites: ["A27"],
      facts: { field: "/sharing/basis/0", act },
    });
  });

  it("each cited basis must be one, and the first that is not is named", () => {
    const said = refusal(hasBasisNotToShareFreely(basedOn("order-9", "data-grading-standard"), today));
    expect(said).toMatchObject({ facts: { field: "/sharing/basis/1" } });
  });

  it.each([
    {
      act: "marriage-registration-regulation-2003",
      on: "2025-05-09",
      fits: true,
      because: "it is its last day in force",
    },
    { act: "marriage-registration-regulation-2003", on: "2025-05-10", fits: false, because: "it is the day after" },
    {
      act: "marriage-registration-regulation",
      on: "2025-05-09",
      fits: false,
      because: "it is the day before it begins",
    },
    { act: "marriage-registration-regulation", on: "2025-05-10", fits: true, because: "it is its first day in force" },
  ] as const)("$act on $on: $fits, for $because", ({ act, on, fits }) => {
    expect(hasBasisNotToShareFreely(basedOn(act), day(on)).ok).toBe(fits);
  });
});

describe("A18: what is obtained by sharing comes from another resource", () => {
  const from = (code: string) =>
    Content.parse(aContent({ items: [anItem({ obtained: { by: "shared", from: code } })] })).items;
  const code = ResourceCode.parse("201001/0000001");

  it.each(["201001/0000001", "201001/1"])("not from itself, however it is written: %s", (itself) => {
    expect(refusal(comesFromAnother(from(itself), code))).toMatchObject({
      code: "item-obtained-from-itself",
      facts: { field: "/items/0/obtained/from" },
    });
  });

  it("from another it may", () => {
    expect(comesFromAnother(from("201001/0000002"), code).ok).toBe(true);
  });
});
