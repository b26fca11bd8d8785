import { asAllowed, clock } from "../../kernel/clock.ts";
import { addDays, type Day } from "../../kernel/day.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Principal } from "../../platform/principal.ts";
import { type InForce, inForceOf, latest, type Resource } from "./resource.ts";

/** The day of submission is not counted. */
export const catalogueReviewedInTime = clock("catalogue-reviewed-in-time", "A17p2", {
  workingDays: asAllowed,
  startsOn: (submittedOn: Day) => submittedOn,
});

/** Only what is being written can be written on. */
export const isBeingWritten = bar("A17", "resource-not-being-written", (resource: Resource) =>
  resource.status === "draft" || resource.status === "returned" ? pass(resource) : stop({ status: resource.status }),
);

export const isUnderReview = bar("A17", "resource-not-under-review", (resource: Resource) =>
  resource.status === "submitted" ? pass(resource) : stop({ status: resource.status }),
);

/** The Center gathers and reviews: nobody else, and nobody what they have submitted themselves. */
export const isTheCentersToReview = bar("A17", "resource-not-yours-to-review", ({ roles }: Principal) =>
  roles.includes("big-data-center") ? pass(roles) : stop({ needs: "big-data-center", yours: roles }),
);
export const isReviewedByAnother = bar(
  "A17",
  "resource-reviewed-by-its-compiler",
  (submittedBy: string, by: Principal) => (submittedBy === by.id ? stop({ submittedBy }) : pass(by)),
);

/** A new edition begins from one in force, with no other under way. */
export const isPublished = bar("A17", "resource-not-published", (resource: Resource) =>
  resource.status === "published" ? pass(resource) : stop({ status: resource.status }),
);

/** What is in force can be retired; a submission must be withdrawn first, a draft of the next edition is dropped. */
export const canBeRetired = bar("A17", "resource-not-published", (resource: Resource) => {
  const { status } = resource;
  const inForce = inForceOf(resource);
  return inForce !== undefined && status !== "submitted" && status !== "retiring"
    ? pass({ ...resource, inForce })
    : stop({ status });
});

/** Users get so many days; `endsOn` is the last day in force. */
export const leavesTimeToUsers = bar("A17", "retirement-too-soon", (endsOn: Day, today: Day, graceDays: number) => {
  const earliest = addDays(today, graceDays);
  return endsOn >= earliest ? pass(endsOn) : stop({ field: "/endsOn", earliest, graceDays });
});

/** What is not in force is seen by who compiles or provides it, and by the Center once it was submitted. */
const seesAll = (resource: Resource, { institution, roles }: Principal, provider: string | undefined): boolean =>
  (institution !== undefined && (institution === resource.compiledBy || institution === provider)) ||
  (roles.includes("big-data-center") && (resource.status === "submitted" || resource.status === "returned"));

/** That an edition was reviewed for secrecy is for everybody to know; what was noted in it is not. */
const withoutNote = ({ secrecyReview, ...edition }: InForce): InForce => {
  if (secrecyReview === undefined) return edition;
  const { note: _note, ...finding } = secrecyReview;
  return { ...edition, secrecyReview: finding };
};

/** As everybody sees it: the edition in force, nothing of the work on the next or of how it was reviewed. */
const publicView = (resource: Resource): Resource | undefined => {
  if (resource.status === "retiring" || resource.status === "retired") {
    return { ...resource, clocks: [], inForce: withoutNote(resource.inForce) };
  }
  const { id, code, compiledBy, round, inForce } = resource;
  return inForce && { id, code, compiledBy, round, clocks: [], status: "published", inForce: withoutNote(inForce) };
};

/** What this caller sees of a resource; for whom there is nothing to see, there is no such record. */
export const isItsToSee = bar("A47p2", "record-unknown", (resource: Resource, by: Principal) => {
  const provider = latest(resource).content.provider?.code;
  const seen = seesAll(resource, by, provider) ? resource : publicView(resource);
  return seen === undefined ? stop({ id: resource.id }) : pass(seen);
});
