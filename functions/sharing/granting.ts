import type { LegalBasis } from "../catalog/index.ts";
import type { CreditCode } from "../kernel/credit-code.ts";
import { addDays, type Day } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { Principal } from "../platform/principal.ts";
import { isFreeOfCharge } from "./free.ts";
import { type Active, type Because, type Field, type Grant, isLive, type Live } from "./grant.ts";
import type { Offer, OfferInForce } from "./offer.ts";
import type { Request } from "./request/request.ts";
import { hasBasisToRefuse } from "./request/reviewing.ts";
import { watchesOver } from "./seeing.ts";

/** Why a grant may be stopped by those who watch over sharing, and the article that each ground has. */
export const GROUND_NAMES = [
  "used-for-another-purpose",
  "handed-to-a-third-party",
  "subjects-harmed",
  "not-kept-safe",
] as const;
export type Ground = (typeof GROUND_NAMES)[number];
const GROUNDS = {
  "used-for-another-purpose": "A26p2",
  "handed-to-a-third-party": "A26p2",
  "subjects-harmed": "A47",
  "not-kept-safe": "A47p2",
} as const satisfies Record<Ground, Because["cites"]>;

/** A grant of these fields of a request, from today for as many days as were asked for. */
export const give = (request: Request, fields: readonly Field[], by: Active["by"], today: Day): Active => {
  const { id, consumer, provider, responsible, code, edition, wish, plan } = request;
  const { resource, duty, manner, perDay, days } = wish;
  return {
    status: "active",
    id,
    consumer,
    provider,
    responsible,
    resource,
    code,
    edition,
    fields: [...fields],
    purpose: plan.purpose,
    duty,
    by,
    ...(plan.scenario === undefined ? {} : { scenario: plan.scenario }),
    manner,
    quotaPerDay: perDay,
    from: today,
    until: addDays(today, days - 1),
  };
};

const merged = (had: readonly Field[], more: readonly Field[]): Field[] => [
  ...had.map((field) => ({ ...field, plain: field.plain || more.some((it) => it.code === field.code && it.plain) })),
  ...more.filter(({ code }) => !had.some((field) => field.code === code)),
];

/**
 * What was under review: more fields of a grant that a scenario gave (a suspended one stays suspended), or a grant of
 * its own where there is none, or none any more. `by` says whether both agreed or the data became unconditional.
 */
export const giveReviewed = (
  request: Request,
  had: Grant | undefined,
  by: "authorised" | "unconditional",
  today: Day,
): Live => {
  const { review } = request.plan;
  if (had === undefined || !isLive(had)) return give(request, review, by, today);
  return { ...had, fields: merged(had.fields, review) };
};

export const isItsConsumers = bar("A26p2", "grant-not-yours", (grant: Grant, by: Principal) =>
  grant.consumer === by.institution ? pass(grant.consumer) : stop({ consumer: grant.consumer }),
);

/** What is over is over: it is asked for again. */
export const isStillLive = bar("A26p2", "grant-over", (grant: Grant) =>
  isLive(grant) ? pass(grant) : stop({ status: grant.status }),
);
export const isActive = bar("A26p2", "grant-not-active", (grant: Grant) =>
  grant.status === "active" ? pass(grant) : stop({ status: grant.status }),
);
export const isSuspended = bar("A26p2", "grant-not-suspended", (grant: Grant) =>
  grant.status === "suspended" ? pass(grant) : stop({ status: grant.status }),
);

/** The Center and the General Office watch over sharing: they suspend, resume and revoke, on a ground. */
export const isTheirsToSuspend = bar("A27p2", "grant-not-yours-to-stop", ({ by: way }: Grant, by: Principal) =>
  watchesOver(by) ? pass(by) : stop({ way, yours: by.roles }),
);

/**
 * Who gives the data cannot take it back: not unconditional data (A27p2), nor what a scenario gave. What the
 * responsible department has agreed to itself it may end, on a law that forbids it (A26).
 */
export const isTheirsToRevoke = bar("A27p2", "grant-not-yours-to-stop", (grant: Grant, by: Principal) => {
  if (watchesOver(by)) return pass("on-a-ground" as const);
  if (grant.by === "authorised" && grant.responsible === by.institution) return pass("on-a-law" as const);
  return stop({ way: grant.by, yours: by.roles });
});

/** The data serves the receiver's own duties, for the purpose it was granted for; asked at every exchange. */
export const servesItsPurpose = bar(
  "A26p2",
  "purpose-not-granted",
  ({ consumer, purpose }: Grant, use: Readonly<{ consumer: CreditCode; purpose: string }>) =>
    use.consumer === consumer && use.purpose === purpose ? pass(purpose) : stop({ granted: purpose }),
);

/** Why somebody stops a grant: a ground, in their words, and the law it rests on where it takes one. */
type Stopping = Readonly<{ ground: Ground; reason: string; basis?: LegalBasis | undefined }>;
type Stopped = typeof isFreeOfCharge.code | typeof isTheirsToSuspend.code;

const becauseOf = ({ ground, reason, basis }: Stopping, by: Principal, on: Day): Because => ({
  cites: GROUNDS[ground],
  reason,
  ...(basis === undefined ? {} : { basis }),
  by: by.institution ?? by.id,
  on,
});

/** It rests until it is resumed; also what the platform does to a grant that is used beyond its need. */
export const suspend = (grant: Active, because: Because): Live => ({ ...grant, status: "suspended", because });

export const suspendBy = (
  grant: Grant,
  why: Stopping,
  by: Principal,
  today: Day,
): Outcome<Live, Stopped | typeof isActive.code> => {
  const theirs = isTheirsToSuspend(grant, by);
  if (!theirs.ok) return theirs;
  const active = isActive(grant);
  if (!active.ok) return active;
  const free = isFreeOfCharge({ reason: why.reason });
  return free.ok ? accept(suspend(active.value, becauseOf(why, by, today))) : free;
};

export const resumeBy = (
  grant: Grant,
  by: Principal,
): Outcome<Active, typeof isTheirsToSuspend.code | typeof isSuspended.code> => {
  const theirs = isTheirsToSuspend(grant, by);
  if (!theirs.ok) return theirs;
  const suspended = isSuspended(grant);
  if (!suspended.ok) return suspended;
  const { because: _because, ...rest } = suspended.value;
  return accept({ ...rest, status: "active" });
};

const revoke = (grant: Live, because: Because): Grant => ({ ...grant, status: "revoked", because });

export const revokeBy = (
  grant: Grant,
  why: Stopping,
  by: Principal,
  today: Day,
): Outcome<Grant, Stopped | typeof isStillLive.code | typeof hasBasisToRefuse.code> => {
  const theirs = isTheirsToRevoke(grant, by);
  if (!theirs.ok) return theirs;
  const live = isStillLive(grant);
  if (!live.ok) return live;
  const free = isFreeOfCharge({ reason: why.reason });
  if (!free.ok) return free;
  const because = becauseOf(why, by, today);
  if (theirs.value === "on-a-ground") return accept(revoke(live.value, because));
  const founded = hasBasisToRefuse(why.basis === undefined ? undefined : [why.basis], today);
  return founded.ok ? accept(revoke(live.value, { ...because, cites: "A26" })) : founded;
};

export const giveBackBy = (
  grant: Grant,
  reason: string,
  by: Principal,
  today: Day,
): Outcome<Grant, typeof isItsConsumers.code | typeof isStillLive.code> => {
  const theirs = isItsConsumers(grant, by);
  if (!theirs.ok) return theirs;
  const live = isStillLive(grant);
  return live.ok ? accept(revoke(live.value, { cites: "A26p2", reason, by: theirs.value, on: today })) : live;
};

/** Its last day is over. */
export const expire = (grant: Live, today: Day): Grant => ({
  ...grant,
  status: "expired",
  because: { cites: "A26p2", reason: "已过使用期限。Its last day is over.", by: "platform", on: today },
});

const byCatalogue = (grant: Live, cites: Because["cites"], reason: string, on: Day): Grant =>
  revoke(grant, { cites, reason, by: "platform", on });

const ended = (offer: Offer): offer is Exclude<Offer, OfferInForce> => offer.status === "ended";

/**
 * A grant after the catalogue has changed: over with its resource or with its sharing, narrowed to the fields that the
 * edition in force still has, and otherwise of that edition; the same object if nothing changes. That data has become
 * subject to review does not undo what was granted before.
 */
export const fitted = (grant: Live, offer: Offer, today: Day): Grant => {
  if (ended(offer)) return byCatalogue(grant, "A17", "资源已停用。The resource has retired.", today);
  if (offer.sharing.type === "not-shared")
    return byCatalogue(grant, "A26p3", "资源已列入负面清单。The resource is shared no more.", today);
  const fields = grant.fields.filter(({ code }) => offer.items.some((item) => item.code === code));
  if (fields.length === 0)
    return byCatalogue(grant, "A17", "信息项已不在目录中。The edition in force has none of its fields.", today);
  const { code, edition, provider, compiledBy: responsible } = offer;
  const same =
    edition === grant.edition &&
    provider === grant.provider &&
    responsible === grant.responsible &&
    code === grant.code;
  return same ? grant : { ...grant, fields, code, edition, provider, responsible };
};
