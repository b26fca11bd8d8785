import { Draft } from "../../functions/catalog/resource/content.ts";
import { endRetirement, giveBack, publish, retire, submit } from "../../functions/catalog/resource/deciding.ts";
import type { Resource, Status } from "../../functions/catalog/resource/resource.ts";
import { draft, ready, reviewSecrecy, revise } from "../../functions/catalog/resource/writing.ts";
import type { Outcome } from "../../functions/kernel/outcome.ts";
import { ResourceCode } from "../../functions/kernel/resource-code.ts";
import { Principal } from "../../functions/platform/principal.ts";
import { aContent, calendar, day, type Input, theCenter, theDepartment, theDistrict } from "./catalogue.ts";

/** Thursday; the Friday before a Saturday that is worked. */
export const TODAY = day("2026-02-12");
export const REVIEW_TIME = { workingDays: 2, basis: "参照《政务数据共享条例》第十七条" };

export const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};

const identity = { id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11", code: ResourceCode.parse("201001/0000001") };

export const content = (change: Partial<Input> = {}): Draft => Draft.parse(aContent(change));

const compilerOf = (it: Draft) => (it.catalogue.kind === "city" ? theDepartment : theDistrict);
const providerOf = (it: Draft): Principal =>
  Principal.parse({ kind: "staff", id: "secrecy", institution: it.provider?.code, roles: ["institution"], posts: [] });

export const aDraftResource = (change: Partial<Input> = {}) => {
  const its = content(change);
  return value(draft(identity, its, compilerOf(its)));
};

export const aReviewedResource = (change: Partial<Input> = {}) => {
  const drafted = aDraftResource(change);
  return value(reviewSecrecy(drafted, { outcome: "cleared" }, providerOf(drafted.work.content), TODAY));
};

export const aSubmittedResource = (change: Partial<Input> = {}) => {
  const its = aReviewedResource(change);
  const by = compilerOf(its.work.content);
  return submit(value(ready(its, by, TODAY)), by, TODAY, calendar, REVIEW_TIME);
};

const aReturnedResource = () =>
  value(giveBack(aSubmittedResource(), [{ field: "/abstract", mend: "请写明学段" }], theCenter, TODAY));

export const aPublishedResource = (change: Partial<Input> = {}) =>
  value(publish(aSubmittedResource(change), theCenter, TODAY));

/** In force, with its second edition being written. */
export const aRevisedResource = () => value(revise(aPublishedResource(), theDepartment));

const aRetiringResource = () =>
  value(retire(aPublishedResource(), { reason: "并入其他资源", endsOn: day("2026-03-20") }, theDepartment, TODAY, 30));

export const aRetiredResource = () => endRetirement(aRetiringResource(), day("2026-03-21"));

/** One resource of each status, all the department's own. */
export const ONE_OF_EACH = {
  draft: aDraftResource,
  submitted: aSubmittedResource,
  returned: aReturnedResource,
  published: aPublishedResource,
  retiring: aRetiringResource,
  retired: aRetiredResource,
} as const satisfies Record<Status, () => Resource>;
