import type { Calendar } from "../../kernel/calendar.ts";
import type { TimeAllowed } from "../../kernel/clock.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Principal } from "../../platform/principal.ts";
import { isCompiledBy, type NotYours } from "./compiling.ts";
import { isLawful, type Unlawful } from "./lawful.ts";
import type {
  Complete,
  InDraft,
  Published,
  Resource,
  Retired,
  Retiring,
  Returned,
  ReturnReason,
  Submitted,
} from "./resource.ts";
import {
  canBeRetired,
  catalogueReviewedInTime,
  isReviewedByAnother,
  isTheCentersToReview,
  isUnderReview,
  leavesTimeToUsers,
} from "./review.ts";
import { bearsNoMark } from "./secrecy.ts";
import type { Ready, Writing } from "./writing.ts";

const identityOf = ({ id, code, compiledBy, round, clocks }: Resource) => ({ id, code, compiledBy, round, clocks });
const besideOf = (resource: Writing | Submitted) =>
  resource.inForce === undefined ? identityOf(resource) : { ...identityOf(resource), inForce: resource.inForce };

/** Into the Center's hands; the clock of its review starts. */
export const submit = (
  { resource, work }: Ready,
  by: Principal,
  today: Day,
  calendar: Calendar,
  time: TimeAllowed,
): Submitted => ({
  ...besideOf(resource),
  status: "submitted",
  round: resource.round + 1,
  clocks: [...resource.clocks, catalogueReviewedInTime.start(today, calendar, time)],
  work,
  submittedOn: today,
  submittedBy: by.id,
  reviewBasis: time.basis,
});

/** A district's supplement is in force when it is submitted: the order asks for no review by the Center (A17p3). */
export const publishSupplement = ({ resource, work }: Ready, today: Day): Published => ({
  ...identityOf(resource),
  status: "published",
  round: resource.round + 1,
  inForce: { ...work, publishedOn: today },
});

export const withdraw = (
  resource: Resource,
  by: Principal,
  today: Day,
): Outcome<InDraft, NotYours | typeof isUnderReview.code> => {
  const its = isCompiledBy(resource, by);
  if (!its.ok) return its;
  const submitted = isUnderReview(resource);
  if (!submitted.ok) return submitted;
  const { work, clocks } = submitted.value;
  return accept({
    ...besideOf(submitted.value),
    status: "draft",
    clocks: catalogueReviewedInTime.stop(clocks, today),
    work: writingAgain(work),
  });
};

/** What was worked out at submission is worked out anew at the next. */
const writingAgain = ({ edition, content, secrecyReview }: Complete): InDraft["work"] =>
  secrecyReview === undefined ? { edition, content } : { edition, content, secrecyReview };

type Reviewing = typeof isTheCentersToReview.code | typeof isUnderReview.code | typeof isReviewedByAnother.code;

const reviewing = (resource: Resource, by: Principal): Outcome<Submitted, Reviewing> => {
  const its = isTheCentersToReview(by);
  if (!its.ok) return its;
  const submitted = isUnderReview(resource);
  if (!submitted.ok) return submitted;
  const another = isReviewedByAnother(submitted.value.submittedBy, by);
  return another.ok ? submitted : another;
};

export const publish = (resource: Resource, by: Principal, today: Day): Outcome<Published, Reviewing | Unlawful> => {
  const submitted = reviewing(resource, by);
  if (!submitted.ok) return submitted;
  const { work, clocks } = submitted.value;
  const still = isLawful(work.content, today);
  if (!still.ok) return still;
  return accept({
    ...identityOf(submitted.value),
    status: "published",
    clocks: catalogueReviewedInTime.stop(clocks, today),
    inForce: { ...work, publishedOn: today },
  });
};

export const giveBack = (
  resource: Resource,
  reasons: ReturnReason[],
  by: Principal,
  today: Day,
): Outcome<Returned, Reviewing | typeof bearsNoMark.code> => {
  const submitted = reviewing(resource, by);
  if (!submitted.ok) return submitted;
  const harmless = bearsNoMark({ reasons });
  if (!harmless.ok) return harmless;
  const { work, clocks } = submitted.value;
  return accept({
    ...besideOf(submitted.value),
    status: "returned",
    clocks: catalogueReviewedInTime.stop(clocks, today),
    work: writingAgain(work),
    returnedOn: today,
    reasons,
  });
};

export const retire = (
  resource: Resource,
  { reason, endsOn }: Readonly<{ reason: string; endsOn: Day }>,
  by: Principal,
  today: Day,
  graceDays: number,
): Outcome<Retiring, NotYours | typeof canBeRetired.code | typeof leavesTimeToUsers.code | typeof bearsNoMark.code> => {
  const its = isCompiledBy(resource, by);
  if (!its.ok) return its;
  const retirable = canBeRetired(resource);
  if (!retirable.ok) return retirable;
  const timely = leavesTimeToUsers(endsOn, today, graceDays);
  if (!timely.ok) return timely;
  const harmless = bearsNoMark({ reason });
  if (!harmless.ok) return harmless;
  const { inForce } = retirable.value;
  const retirement = { reason, announcedOn: today, endsOn };
  return accept({ ...identityOf(resource), status: "retiring", inForce, retirement });
};

/** After its last day; the record stays, and so does its code. */
export const endRetirement = (resource: Retiring, today: Day): Retired => ({
  ...resource,
  status: "retired",
  retiredOn: today,
});
