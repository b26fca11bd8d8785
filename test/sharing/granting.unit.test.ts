import { addDays } from "../../functions/kernel/day.ts";
import { anOffer } from "../../functions/sharing/contract/example.ts";
import { reconciled, record } from "../../functions/sharing/demand.ts";
import { GRANT_STATUSES, type Grant, isLive, WAYS } from "../../functions/sharing/grant.ts";
import {
  fitted,
  giveBackBy,
  giveReviewed,
  resumeBy,
  revokeBy,
  servesItsPurpose,
  suspendBy,
} from "../../functions/sharing/granting.ts";
import { Offer } from "../../functions/sharing/offer.ts";
import { followed, offerOf } from "../../functions/sharing/offering.ts";
import { isGrantToSee } from "../../functions/sharing/seeing.ts";
import { aPublishedResource } from "../catalog/states.ts";
import {
  aGrantBy,
  CONSUMER,
  day,
  filed,
  GRANTS,
  LAW,
  offer,
  PEOPLE,
  scenario,
  TODAY,
  WHY,
  type Who,
  wish,
} from "./states.ts";

const WHO = Object.keys(PEOPLE) as Who[];
const cells = WAYS.flatMap((way) => GRANT_STATUSES.flatMap((status) => WHO.map((who) => ({ way, status, who }))));

const ACTS = {
  suspend: (grant: Grant, who: Who) => suspendBy(grant, WHY, PEOPLE[who], TODAY),
  resume: (grant: Grant, who: Who) => resumeBy(grant, PEOPLE[who]),
  "revoke without a law": (grant: Grant, who: Who) => revokeBy(grant, WHY, PEOPLE[who], TODAY),
  "revoke on a law": (grant: Grant, who: Who) => revokeBy(grant, { ...WHY, basis: LAW[0] }, PEOPLE[who], TODAY),
  "give back": (grant: Grant, who: Who) => giveBackBy(grant, "职责已调整", PEOPLE[who], TODAY),
} as const;
type Act = keyof typeof ACTS;

const watches = (who: Who) => who === "center" || who === "general-office";
const live = (status: Grant["status"]) => status === "active" || status === "suspended";
/** Who may do what to a grant given in which way, at which status. */
const MAY: Readonly<Record<Act, (way: Grant["by"], status: Grant["status"], who: Who) => boolean>> = {
  suspend: (_way, status, who) => status === "active" && watches(who),
  resume: (_way, status, who) => status === "suspended" && watches(who),
  "revoke without a law": (_way, status, who) => live(status) && watches(who),
  "revoke on a law": (way, status, who) =>
    live(status) && (watches(who) || (way === "authorised" && who === "responsible")),
  "give back": (_way, status, who) => live(status) && who === "consumer",
};

describe.each(Object.keys(ACTS) as Act[])("A27p2, A26: who may %s, whose provider never may", (act) => {
  it.each(cells)("$way, $status, by $who", ({ way, status, who }) => {
    expect(ACTS[act](GRANTS[status](way), who).ok).toBe(MAY[act](way, status, who));
  });
});

describe("A47p2: a grant is its parties' to see, and theirs who watch over sharing", () => {
  it.each(cells)("$way, $status, by $who", ({ way, status, who }) => {
    const seen = ["consumer", "provider", "responsible", "general-office", "center"].includes(who);
    expect(isGrantToSee(GRANTS[status](way), PEOPLE[who]).ok).toBe(seen);
  });
});

describe("A26p2: data serves the receiver's own duty, for as long as it was granted", () => {
  it.each([
    { days: 1, until: "2026-11-24" },
    { days: 2, until: "2026-11-25" },
    { days: 38, until: "2026-12-31" },
    { days: 39, until: "2027-01-01" },
  ])("$days days end on $until, which is still one of them", ({ days, until }) => {
    const request = filed({ type: "unconditional", wish: wish({ days }) });
    expect(giveReviewed(request, undefined, "authorised", TODAY).until).toBe(until);
  });

  it("is for its consumer and its purpose alone", () => {
    const grant = aGrantBy("authorised");
    const { purpose } = grant;
    expect(servesItsPurpose(grant, { consumer: CONSUMER, purpose }).ok).toBe(true);
    expect(servesItsPurpose(grant, { consumer: CONSUMER, purpose: "统计" })).toMatchObject({
      refusal: { code: "purpose-not-granted" },
    });
    expect(servesItsPurpose(grant, { consumer: grant.provider, purpose }).ok).toBe(false);
  });

  it("A47: a stopped grant says why, by which article", () => {
    expect(GRANTS.suspended("scenario")).toMatchObject({ because: { cites: "A26p2", reason: WHY.reason, on: TODAY } });
    const harm = suspendBy(aGrantBy("scenario"), { ...WHY, ground: "subjects-harmed" }, PEOPLE.center, TODAY);
    expect(harm).toMatchObject({ value: { because: { cites: "A47" } } });
    const priced = suspendBy(aGrantBy("scenario"), { ...WHY, reason: "未按次付费" }, PEOPLE.center, TODAY);
    expect(priced).toMatchObject({ refusal: { code: "sharing-bears-no-price" } });
  });
});

describe("A28: what both reviewers agree to beyond a scenario widens its grant", () => {
  const phone = { code: "headTeacherPhone", plain: true } as const;
  const request = filed({ wish: wish({ fields: [{ code: "schoolId", plain: false }, phone] }), scenario: scenario() });
  it("and a suspended one stays so; one that is over is followed by one with the reviewed fields alone", () => {
    const had = aGrantBy("scenario");
    expect(giveReviewed(request, had, "authorised", TODAY)).toEqual({ ...had, fields: [...had.fields, phone] });
    expect(giveReviewed(request, GRANTS.suspended("scenario"), "authorised", TODAY).status).toBe("suspended");
    expect(giveReviewed(request, GRANTS.expired("scenario"), "authorised", TODAY)).toMatchObject({
      status: "active",
      by: "authorised",
      fields: [phone],
    });
  });
});

describe("A26p3: what changes in the catalogue changes what rests on it", () => {
  const grant = aGrantBy("unconditional");
  const on = addDays(TODAY, 3);
  it.each([
    { what: "nothing", of: offer("unconditional"), is: { status: "active", edition: 1 } },
    { what: "the edition", of: offer("unconditional", { edition: 2 }), is: { status: "active", edition: 2 } },
    { what: "the type, to authorised", of: offer("authorised", { edition: 2 }), is: { status: "active" } },
    {
      what: "the type, to not shared",
      of: offer("not-shared"),
      is: { status: "revoked", because: { cites: "A26p3" } },
    },
    {
      what: "its only field is gone",
      of: offer("unconditional", { edition: 2, items: anOffer.items.slice(1) }),
      is: { status: "revoked", because: { cites: "A17", by: "platform", on } },
    },
    {
      what: "it retires",
      of: Offer.parse({ ...anOffer, status: "ended", endedOn: on }),
      is: { status: "revoked", because: { cites: "A17" } },
    },
  ])("$what", ({ of, is }) => {
    if (!isLive(grant)) throw new Error("not live");
    expect(fitted(grant, of, on)).toMatchObject(is);
  });

  it("a demand is met by a grant, and stands again as the catalogue has it when that is over", () => {
    const need = { wants: "学校", duty: wish().duty, resource: anOffer.id };
    const demand = record("0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d14", CONSUMER, need, undefined, TODAY);
    expect(demand.status).toBe("uncatalogued");
    const offered = reconciled(demand, offer("unconditional"));
    expect(offered.status).toBe("on-offer");
    const met = reconciled(offered, offer("unconditional"), grant);
    expect(met).toMatchObject({ status: "met", grant: grant.id });
    expect(reconciled(met, offer("not-shared"))).toBe(met);
    expect(reconciled(met, offer("not-shared"), GRANTS.revoked("unconditional")).status).toBe("forbidden");
  });

  it("an offer is what the catalogue has in force, keeps its source, and ends with the resource", () => {
    const { inForce, ...resource } = aPublishedResource();
    const binding = { ...resource, ...inForce };
    const its = offerOf(binding, { kind: "endpoint", url: "https://data.sh.gov.cn/x" });
    expect(its).toMatchObject({ status: "in-force", id: resource.id, provider: inForce.content.provider.code });
    expect(followed(its, binding, TODAY)).toEqual(its);
    expect(followed(its, undefined, day("2026-12-01"))).toMatchObject({ status: "ended", endedOn: "2026-12-01" });
    expect(followed(undefined, undefined, TODAY)).toBeUndefined();
  });
});
