import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { canonicalResourceCode, type ResourceCode } from "../../kernel/resource-code.ts";
import type { Principal } from "../../platform/principal.ts";
import { isCompiledBy, isItsToCompile, keepsItsPlace, type NotYours, statesItsElements } from "./compiling.ts";
import type { Draft } from "./content.ts";
import { isLawful, type Unlawful } from "./lawful.ts";
import type { Complete, InDraft, Resource, Returned, SecrecyReview } from "./resource.ts";
import { latest } from "./resource.ts";
import { isBeingWritten, isPublished } from "./review.ts";
import { bearsNoMark, isGraded, isItsProvidersToReview, isNoStateSecret, isReviewedForSecrecy } from "./secrecy.ts";
import { comesFromAnother } from "./sharing.ts";

type Identity = Readonly<{ id: string; code: ResourceCode }>;
export type Writing = InDraft | Returned;

export const draft = (
  { id, code }: Identity,
  content: Draft,
  by: Principal,
): Outcome<InDraft, NotYours | typeof isNoStateSecret.code> => {
  const its = isItsToCompile(content.catalogue, by);
  if (!its.ok) return its;
  const harmless = isNoStateSecret(content);
  if (!harmless.ok) return harmless;
  const identity = { id, code: canonicalResourceCode(code), compiledBy: its.value };
  return accept({ ...identity, status: "draft", round: 0, clocks: [], work: { edition: 1, content } });
};

/** Whoever changes an edition undoes its secrecy review: the review was of another text. */
export const edit = (
  resource: Resource,
  content: Draft,
  by: Principal,
): Outcome<
  Writing,
  NotYours | typeof isBeingWritten.code | typeof isNoStateSecret.code | typeof keepsItsPlace.code
> => {
  const its = isCompiledBy(resource, by);
  if (!its.ok) return its;
  const writing = isBeingWritten(resource);
  if (!writing.ok) return writing;
  const placed = keepsItsPlace(writing.value.work.content, content);
  if (!placed.ok) return placed;
  const harmless = isNoStateSecret(content);
  if (!harmless.ok) return harmless;
  return accept({ ...writing.value, work: { edition: writing.value.work.edition, content } });
};

export const reviewSecrecy = (
  resource: Resource,
  found: Pick<SecrecyReview, "outcome" | "note">,
  by: Principal,
  today: Day,
): Outcome<Writing, typeof isItsProvidersToReview.code | typeof isBeingWritten.code | typeof bearsNoMark.code> => {
  const its = isItsProvidersToReview(latest(resource).content.provider?.code, by);
  if (!its.ok) return its;
  const writing = isBeingWritten(resource);
  if (!writing.ok) return writing;
  const harmless = bearsNoMark(found);
  if (!harmless.ok) return harmless;
  const { work } = writing.value;
  const secrecyReview = { ...found, by: its.value, on: today, edition: work.edition };
  return accept({ ...writing.value, work: { ...work, secrecyReview } });
};

type Unready =
  | typeof statesItsElements.code
  | typeof isNoStateSecret.code
  | typeof isGraded.code
  | typeof comesFromAnother.code
  | typeof isReviewedForSecrecy.code
  | Unlawful;

/** The edition that may be submitted: complete, graded, reviewed, and lawful today. */
export const prepare = ({ code, work }: Writing, today: Day): Outcome<Complete, Unready> => {
  const { edition, content, secrecyReview } = work;
  const harmless = isNoStateSecret(content);
  if (!harmless.ok) return harmless;
  const stated = statesItsElements(content);
  if (!stated.ok) return stated;
  const graded = isGraded(stated.value);
  if (!graded.ok) return graded;
  const sourced = comesFromAnother(stated.value.items, code);
  if (!sourced.ok) return sourced;
  const reviewed = isReviewedForSecrecy(stated.value, edition, secrecyReview);
  if (!reviewed.ok) return reviewed;
  const classified = isLawful(graded.value, today);
  if (!classified.ok) return classified;
  const grade = graded.value.items.map((item) => item.grade).reduce((highest, it) => (it > highest ? it : highest), 1);
  const { value: review } = reviewed;
  const its = { edition, content: graded.value, grade, classified: classified.value };
  return accept(review === undefined ? its : { ...its, secrecyReview: review });
};

export type Ready = Readonly<{ resource: Writing; work: Complete }>;

/** Ready to leave its compiler's hands. */
export const ready = (
  resource: Resource,
  by: Principal,
  today: Day,
): Outcome<Ready, NotYours | typeof isBeingWritten.code | Unready> => {
  const its = isCompiledBy(resource, by);
  if (!its.ok) return its;
  const writing = isBeingWritten(resource);
  if (!writing.ok) return writing;
  const work = prepare(writing.value, today);
  return work.ok ? accept({ resource: writing.value, work: work.value }) : work;
};

/** The next edition begins as a copy; the one in force stays until the next is. */
export const revise = (resource: Resource, by: Principal): Outcome<InDraft, NotYours | typeof isPublished.code> => {
  const its = isCompiledBy(resource, by);
  if (!its.ok) return its;
  const published = isPublished(resource);
  if (!published.ok) return published;
  const { inForce } = published.value;
  const work = { edition: inForce.edition + 1, content: inForce.content };
  return accept({ ...published.value, status: "draft", work });
};
