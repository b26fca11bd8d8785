import { type LegalBasis, unfitBasis } from "../../catalog/index.ts";
import type { Calendar } from "../../kernel/calendar.ts";
import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Principal } from "../../platform/principal.ts";
import { isFreeOfCharge } from "../free.ts";
import type { Because } from "../grant.ts";
import { consentedInTime, grantedNow, reviewedInTime, type Terms, underReview } from "./filing.ts";
import {
  type Agreed,
  type AwaitingConsent,
  isOpen,
  type Open,
  type Request,
  SEATS,
  type Seat,
  type UnderReview,
} from "./request.ts";

/** Request and response is the way; a copy is nobody's to grant before the authority has consented to it. */
export const isConsentedTo = bar("A25p2", "copy-without-consent", (request: Request) =>
  request.status === "awaiting-consent" ? stop({ manner: request.wish.manner }) : pass(request),
);

export const isUnderReview = bar("A27p3", "request-not-under-review", (request: Request) =>
  request.status === "under-review" ? pass(request) : stop({ status: request.status }),
);

/** The seats of a review that somebody fills: the General Office's, the responsible department's, or both. */
const seatsOf = ({ responsible }: Request, { roles, institution }: Principal): Seat[] => [
  ...(roles.includes("competent-authority") ? [SEATS[0]] : []),
  ...(institution === responsible ? [SEATS[1]] : []),
];

/** The General Office reviews, together with the department responsible for the resource; nobody else. */
export const isTheirsToReview = bar("A27p3", "request-not-yours-to-review", (request: Request, by: Principal) => {
  const seats = seatsOf(request, by);
  return seats.length > 0 ? pass(seats) : stop({ needs: SEATS, yours: by.roles });
});

/** Nobody reviews what they have asked for themselves. */
export const isReviewedByAnother = bar(
  "A27p3",
  "request-reviewed-by-its-applicant",
  (request: Request, by: Principal) => (request.filedBy === by.id ? stop({ filedBy: request.filedBy }) : pass(by)),
);

/** Each seat decides once. */
export const hasNotAgreedYet = bar("A27p3", "already-agreed", ({ agreed }: UnderReview, seats: readonly Seat[]) => {
  const open = seats.filter((seat) => !agreed.some((it) => it.seat === seat));
  return open.length > 0 ? pass(open) : stop({ seats });
});

/** Without a law, regulation or government rule in force that says so, no request is refused. */
export const hasBasisToRefuse = bar(
  "A26",
  "refusal-without-basis",
  (basis: readonly LegalBasis[] | undefined, today: Day) => {
    if (basis === undefined || basis.length === 0) return stop({ field: "/basis" });
    const wrong = unfitBasis(basis, "law-regulation-or-rule", today, "/basis");
    return wrong === undefined ? pass(basis) : stop(wrong);
  },
);

type ReviewRefused =
  | typeof isConsentedTo.code
  | typeof isUnderReview.code
  | typeof isTheirsToReview.code
  | typeof isReviewedByAnother.code
  | typeof hasNotAgreedYet.code;

/** What a reviewer needs before saying anything: the request under review, and the seats they may fill. */
const reviewing = (
  request: Request,
  by: Principal,
): Outcome<{ request: UnderReview; seats: Seat[] }, ReviewRefused> => {
  const theirs = isTheirsToReview(request, by);
  if (!theirs.ok) return theirs;
  const consented = isConsentedTo(request);
  if (!consented.ok) return consented;
  const open = isUnderReview(request);
  if (!open.ok) return open;
  const another = isReviewedByAnother(request, by);
  if (!another.ok) return another;
  const seats = hasNotAgreedYet(open.value, theirs.value);
  return seats.ok ? accept({ request: open.value, seats: [...seats.value] }) : seats;
};

/** One of two agrees, or the second one: then it is granted. In time or late, the clock says which. */
export const agree = (request: Request, by: Principal, today: Day): Outcome<Request, ReviewRefused> => {
  const its = reviewing(request, by);
  if (!its.ok) return its;
  const before = its.value.request;
  const agreed: Agreed[] = [...before.agreed, ...its.value.seats.map((seat) => ({ seat, by: by.id, on: today }))];
  if (agreed.length < SEATS.length) return accept({ ...before, agreed });
  return accept(grantedNow({ ...before, agreed, clocks: reviewedInTime.stop(before.clocks, today) }, today));
};

/** Reason and basis of a refusal. */
export type Refusing = Readonly<{ reason: string; basis?: readonly LegalBasis[] | undefined }>;

/** Agreement takes both, so one refusal ends the request; it rests on a law, or there is none (A26). */
export const refuseSharing = (
  request: Request,
  { reason, basis }: Refusing,
  by: Principal,
  today: Day,
): Outcome<Request, ReviewRefused | typeof hasBasisToRefuse.code | typeof isFreeOfCharge.code> => {
  const its = reviewing(request, by);
  if (!its.ok) return its;
  const free = isFreeOfCharge({ reason });
  if (!free.ok) return free;
  const founded = hasBasisToRefuse(basis, today);
  if (!founded.ok) return founded;
  const { agreed: _agreed, ...before } = its.value.request;
  return accept({
    ...before,
    status: "refused",
    refusedOn: today,
    seats: its.value.seats,
    reason,
    basis: [...founded.value],
    clocks: reviewedInTime.stop(before.clocks, today),
  });
};

/** The authority of the level at which consent is asked: the General Office, or the district's own. */
export const isTheirsToConsent = bar("A25p3", "consent-not-yours", ({ authority }: AwaitingConsent, by: Principal) => {
  const its =
    authority.level === "city"
      ? by.roles.includes("competent-authority")
      : by.roles.includes("district-authority") && by.district === authority.district;
  return its && by.institution !== undefined ? pass(by.institution) : stop({ level: authority.level });
});

const awaitsConsent = bar("A25p3", "request-not-awaiting-consent", (request: Request) =>
  request.status === "awaiting-consent" ? pass(request) : stop({ status: request.status }),
);

type ConsentRefused =
  | typeof awaitsConsent.code
  | typeof isTheirsToConsent.code
  | typeof isReviewedByAnother.code
  | typeof isFreeOfCharge.code;

const consenting = (
  request: Request,
  by: Principal,
): Outcome<{ before: AwaitingConsent; authority: CreditCode }, ConsentRefused> => {
  const waiting = awaitsConsent(request);
  if (!waiting.ok) return waiting;
  const theirs = isTheirsToConsent(waiting.value, by);
  if (!theirs.ok) return theirs;
  const another = isReviewedByAnother(request, by);
  return another.ok ? accept({ before: waiting.value, authority: theirs.value }) : another;
};

/** A copy may be made: what needs no review is granted, the rest goes to its reviewers. */
export const consent = (
  request: Request,
  by: Principal,
  today: Day,
  terms: Terms,
  calendar: Calendar,
): Outcome<Request, ConsentRefused> => {
  const its = consenting(request, by);
  if (!its.ok) return its;
  const { authority: _authority, ...waited } = its.value.before;
  const clocks = consentedInTime.stop(waited.clocks, today);
  const before = { ...waited, clocks, consent: { by: its.value.authority, on: today } };
  if (before.plan.review.length > 0) return accept(underReview(before, today, terms, calendar));
  return accept(grantedNow({ ...before, agreed: [] }, today));
};

/** No copy; the same data may still be asked for by request and response, so this takes a reason and no basis. */
export const refuseCopy = (
  request: Request,
  reason: string,
  by: Principal,
  today: Day,
): Outcome<Request, ConsentRefused> => {
  const its = consenting(request, by);
  if (!its.ok) return its;
  const free = isFreeOfCharge({ reason });
  if (!free.ok) return free;
  const { authority: _authority, ...before } = its.value.before;
  const clocks = consentedInTime.stop(before.clocks, today);
  return accept({ ...before, status: "copy-refused", refusedOn: today, reason, by: its.value.authority, clocks });
};

export const isTheirsToWithdraw = bar("A26p2", "request-not-yours", ({ consumer }: Request, by: Principal) =>
  consumer === by.institution ? pass(by) : stop({ consumer }),
);

export const isStillOpen = bar("A27p3", "request-decided", (request: Request) =>
  isOpen(request) ? pass(request) : stop({ status: request.status }),
);

const ended = (request: Open, today: Day) => {
  const clocks = reviewedInTime.stop(consentedInTime.stop(request.clocks, today), today);
  if (request.status === "awaiting-consent") {
    const { authority: _authority, status: _status, ...before } = request;
    return { ...before, clocks };
  }
  const { agreed: _agreed, status: _status, ...before } = request;
  return { ...before, clocks };
};

/** Whoever asked needs it no more. What was granted at once stays granted; it is given back by itself. */
export const withdrawRequest = (
  request: Request,
  by: Principal,
  today: Day,
): Outcome<Request, typeof isTheirsToWithdraw.code | typeof isStillOpen.code> => {
  const theirs = isTheirsToWithdraw(request, by);
  if (!theirs.ok) return theirs;
  const open = isStillOpen(request);
  return open.ok ? accept({ ...ended(open.value, today), status: "withdrawn", withdrawnOn: today }) : open;
};

/** The catalogue has taken away what was asked for. */
export const lapse = (request: Open, { cites, reason, on }: Pick<Because, "cites" | "reason" | "on">): Request => ({
  ...ended(request, on),
  status: "lapsed",
  lapsedOn: on,
  because: { cites, reason },
});
