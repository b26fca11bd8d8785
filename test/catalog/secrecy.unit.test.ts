import { Content } from "../../functions/catalog/resource/content.ts";
import { giveBack, retire } from "../../functions/catalog/resource/deciding.ts";
import {
  isGraded,
  isItsProvidersToReview,
  isNoStateSecret,
  isReviewedForSecrecy,
} from "../../functions/catalog/resource/secrecy.ts";
import { edit, reviewSecrecy } from "../../functions/catalog/resource/writing.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { aContent, anItem, anotherDepartment, day, refusal, theCenter, theDepartment } from "./catalogue.ts";
import { aDraftResource, aPublishedResource, aReviewedResource, aSubmittedResource, content, TODAY } from "./states.ts";

describe("A2: what is marked or named as a state secret is refused at every entrance", () => {
  it.each([
    ["the resource says so", { secrecy: "state-secret" as const }, "/secrecy"],
    ["an item says so", { items: [anItem({ secrecy: "state-secret" })] }, "/items/0/secrecy"],
    ["a level with a star in the abstract", { abstract: "机密★10年 名单" }, "/abstract"],
    ["a level with a star written apart", { abstract: "名单 机 密 ★ 长期" }, "/abstract"],
    ["a level in brackets in the name", { name: "名单（绝密）" }, "/name"],
    ["a level in full-width square brackets", { name: "【秘密】名单" }, "/name"],
    ["a level at the head of a text", { abstract: "秘密：名单" }, "/abstract"],
    ["a level by its own", { abstract: "绝密" }, "/abstract"],
    ["a level as a level", { abstract: "按机密级管理" }, "/abstract"],
    ["a level broken by a mark of no width", { abstract: "机\u200b密\u2060★10年" }, "/abstract"],
    ["a level in traditional characters", { abstract: "名单（絕密）" }, "/abstract"],
    ["a level in variants of its characters", { abstract: "按祕密級管理，機密★" }, "/abstract"],
    ["a level in full width, in corner brackets, with a blank", { name: "名单「 机　密 」" }, "/name"],
    ["a level with dots between", { abstract: "机·密★" }, "/abstract"],
    ["a level with another star", { abstract: "秘密⭐" }, "/abstract"],
    ["a level with an asterisk and its term", { abstract: "名单 机密*10年" }, "/abstract"],
    ["in the description of an item", { items: [anItem({ description: "见机密★附件" })] }, "/items/0/description"],
  ])("%s", (_, change, field) => {
    expect(refusal(isNoStateSecret(content(change)))).toEqual({
      code: "state-secret-refused",
      cites: ["A2"],
      facts: { field },
    });
  });

  it.each([
    "涉及商业秘密，依法不予开放",
    "依《保守国家秘密法》审查后公布",
    "不涉及国家秘密",
    "商业秘密级别说明",
    "涉及商业机密*，见注",
  ])("lets harmless words pass: %s", (abstract) => {
    expect(isNoStateSecret(content({ abstract })).ok).toBe(true);
  });

  it.each([
    [
      "a reason of return",
      () => giveBack(aSubmittedResource(), [{ field: "/name", mend: "见机密★附件" }], theCenter, TODAY),
    ],
    [
      "a reason of retirement",
      () => retire(aPublishedResource(), { reason: "【秘密】", endsOn: day("2026-12-31") }, theDepartment, TODAY, 30),
    ],
    [
      "a note of a secrecy review",
      () => reviewSecrecy(aDraftResource(), { outcome: "cleared", note: "绝密级" }, theDepartment, TODAY),
    ],
  ])("%s bears no mark either", (_, act) => {
    expect(refusal(act())).toMatchObject({ code: "state-secret-refused", cites: ["A2"] });
  });

  it("names the place and never quotes the text", () => {
    const did = isNoStateSecret(content({ abstract: "机密★10年 某地下设施" }));
    expect(JSON.stringify(did)).not.toContain("设施");
  });
});

describe("A43p2: data is graded, and reviewed for secrecy before it is shared or opened", () => {
  const complete = Content.parse(aContent());
  const cleared = {
    outcome: "cleared",
    by: CreditCode.parse("11310000EXAMPL098P"),
    on: day("2026-02-12"),
    edition: 2,
  } as const;
  const closed = Content.parse(
    aContent({
      sharing: { type: "not-shared", reason: "法律禁止", basis: [{ act: "statistics-law", article: "第二十八条" }] },
      opening: { type: "not-open" },
    }),
  );

  it("an item without a grade stops the submission, and is named", () => {
    const { grade: _, ...ungraded } = anItem();
    const items = [...(aContent().items ?? []), ungraded];
    expect(refusal(isGraded(Content.parse(aContent({ items }))))).toMatchObject({
      code: "item-without-grade",
      facts: { field: "/items/1/grade", item: "联系电话" },
    });
  });

  it.each([
    { review: undefined, because: "there was none" },
    { review: { ...cleared, edition: 1 }, because: "it was of the edition before" },
    { review: { ...cleared, outcome: "objected" as const }, because: "it objected" },
  ])("is not enough, for $because", ({ review }) => {
    expect(refusal(isReviewedForSecrecy(complete, 2, review))).toMatchObject({ code: "secrecy-review-missing" });
  });

  it("is enough if it cleared this edition", () => {
    expect(isReviewedForSecrecy(complete, 2, cleared).ok).toBe(true);
  });

  it("is not asked of what is neither shared nor opened, but of what is only opened or only shared", () => {
    expect(isReviewedForSecrecy(closed, 1, undefined).ok).toBe(true);
    expect(isReviewedForSecrecy({ ...closed, opening: { type: "conditional" } }, 1, undefined).ok).toBe(false);
    expect(isReviewedForSecrecy({ ...closed, sharing: { type: "authorised" } }, 1, undefined).ok).toBe(false);
  });

  it("is the provider's to make, and nobody else's", () => {
    const provider = CreditCode.parse("11310000EXAMPL098P");
    expect(isItsProvidersToReview(provider, theDepartment).ok).toBe(true);
    expect(isItsProvidersToReview(provider, anotherDepartment).ok).toBe(false);
    expect(isItsProvidersToReview(undefined, theDepartment).ok).toBe(false);
  });

  it("is undone by any change", () => {
    const edited = edit(aReviewedResource(), content({ abstract: "另一段摘要" }), theDepartment);
    expect(edited).toMatchObject({ ok: true, value: { work: { edition: 1 } } });
    expect(edited.ok && "secrecyReview" in edited.value.work).toBe(false);
    expect("secrecyReview" in aDraftResource().work).toBe(false);
  });
});
