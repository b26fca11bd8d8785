import { publish, retire } from "../../functions/catalog/resource/deciding.ts";
import type { Resource } from "../../functions/catalog/resource/resource.ts";
import { catalogueReviewedInTime, isItsToSee } from "../../functions/catalog/resource/review.ts";
import { anotherDepartment, aPerson, calendar, day, refusal, theCenter, theDepartment } from "./catalogue.ts";
import { aPublishedResource, aRevisedResource, aSubmittedResource, ONE_OF_EACH, REVIEW_TIME, TODAY } from "./states.ts";

describe("A17p2: the Center reviews within the days that the setting gives", () => {
  it.each([
    {
      on: "2026-02-12",
      due: "2026-02-14",
      because: "the Saturday is worked, and the day of submission is not counted",
    },
    { on: "2026-02-13", due: "2026-02-19", because: "after the worked Saturday come three days off" },
    { on: "2025-12-31", due: "2026-01-06", because: "the year ends, New Year is off and a weekend follows" },
  ])("submitted on $on it is due on $due, for $because", ({ on, due }) => {
    expect(catalogueReviewedInTime.start(day(on), calendar, REVIEW_TIME)).toMatchObject({ dueOn: due, cites: "A17p2" });
  });

  it.each([
    { on: "2026-02-14", end: { metOn: "2026-02-14" }, because: "it is the last day" },
    { on: "2026-02-15", end: { missedOn: "2026-02-15" }, because: "it is the day after" },
    { on: "2026-03-01", end: { missedOn: "2026-02-15" }, because: "late is not lost" },
  ])("published on $on gives $end, for $because", ({ on, end }) => {
    const published = publish(aSubmittedResource(), theCenter, day(on));
    expect(published).toMatchObject({ ok: true, value: { status: "published", clocks: [end] } });
  });

  it("says what the length rests on", () => {
    expect(aSubmittedResource()).toMatchObject({ reviewBasis: REVIEW_TIME.basis, clocks: [{ workingDays: 2 }] });
  });
});

describe("A17: the catalogue is kept current without taking users by surprise", () => {
  const retiring = (endsOn: string) =>
    retire(aPublishedResource(), { reason: "并入其他资源", endsOn: day(endsOn) }, theDepartment, TODAY, 30);

  it.each([
    { endsOn: "2026-03-13", says: "retirement-too-soon", because: "it is 29 days off" },
    { endsOn: "2026-03-14", says: "accepted", because: "it is the thirtieth day" },
    { endsOn: "2026-03-15", says: "accepted", because: "it is later" },
  ])("retiring on $endsOn: $says, for $because", ({ endsOn, says }) => {
    const said = refusal(retiring(endsOn));
    expect(typeof said === "string" ? said : said.code).toBe(says);
  });

  it("a draft of the next edition is dropped when the resource retires", () => {
    const did = retire(aRevisedResource(), { reason: "停用", endsOn: day("2026-04-01") }, theDepartment, TODAY, 30);
    expect(did).toMatchObject({ ok: true, value: { status: "retiring", inForce: { edition: 1 } } });
    expect(did.ok && "work" in did.value).toBe(false);
  });
});

describe("A47p2: what is not in force is not there for others", () => {
  const seen = (resource: Resource, by: typeof aPerson) => {
    const did = isItsToSee(resource, by);
    return did.ok ? did.value.status : did.refusal.code;
  };
  const OTHERS = {
    draft: "record-unknown",
    submitted: "record-unknown",
    returned: "record-unknown",
    published: "published",
    retiring: "retiring",
    retired: "retired",
  } as const;

  it.each(
    Object.entries(ONE_OF_EACH),
  )("a %s resource is seen by who compiles it, and by others as the law opens it", (status, one) => {
    const public_ = OTHERS[status as keyof typeof OTHERS];
    expect([seen(one(), theDepartment), seen(one(), anotherDepartment), seen(one(), aPerson)]).toEqual([
      status,
      public_,
      public_,
    ]);
  });

  it("the Center sees a submission, and not a draft", () => {
    expect([seen(ONE_OF_EACH.submitted(), theCenter), seen(ONE_OF_EACH.returned(), theCenter)]).toEqual([
      "submitted",
      "returned",
    ]);
    expect(seen(ONE_OF_EACH.draft(), theCenter)).toBe("record-unknown");
  });

  it("others see the edition in force while the next is written, and nothing of the next", () => {
    const did = isItsToSee(aRevisedResource(), aPerson);
    expect(did).toMatchObject({ ok: true, value: { status: "published", inForce: { edition: 1 }, clocks: [] } });
    expect(JSON.stringify(did)).not.toContain('"work"');
  });

  it.each(["published", "retiring", "retired"] as const)("of a %s one, nothing of how it was reviewed", (status) => {
    const one = ONE_OF_EACH[status]();
    if (!("inForce" in one) || one.inForce?.secrecyReview === undefined) throw new Error("It was not reviewed.");
    const inForce = { ...one.inForce, secrecyReview: { ...one.inForce.secrecyReview, note: "内部意见" } };
    const noted = { ...one, inForce } as Resource;
    for (const by of [aPerson, anotherDepartment]) {
      const did = isItsToSee(noted, by);
      expect(did).toMatchObject({
        ok: true,
        value: { clocks: [], inForce: { secrecyReview: { outcome: "cleared" } } },
      });
      expect(JSON.stringify(did)).not.toContain("内部意见");
    }
    expect(isItsToSee(noted, theDepartment)).toEqual({ ok: true, value: noted });
  });
});
