import type { Call } from "../../platform/operation.ts";
import type { Change } from "../../platform/store/commit.ts";
import type { Found } from "../../platform/store/open.ts";
import { of } from "../events/granting.ts";
import { about, type RequestEvent } from "../events/requesting.ts";
import { type Grant, isLive } from "../grant.ts";
import { give, giveReviewed } from "../granting.ts";
import type { Granted, Request } from "../request/request.ts";
import type { Deps } from "./deps.ts";

type Saving = Pick<Deps, "stores" | "today" | "saveRequest">;
type Type = Exclude<RequestEvent["type"], "sharing.request-overdue.v1" | "sharing.request-due-day-moved.v1">;

/** Saves a request after an act, with the grant that comes of it (`more`), in one transaction. */
export const savingOf =
  ({ stores: { requests }, saveRequest }: Saving) =>
  (request: Request, before: Found<Request> | undefined, type: Type, more: Change<never>[], call: Call) => {
    const event: RequestEvent = { type, ...about(request, before?.now) };
    const answer = { now: request, version: (before?.version ?? 0) + 1 };
    return saveRequest([requests.change(request, before, event, call), ...more], answer, call);
  };

/** The grant of what needs nobody's leave (any more): with the request that it comes from. */
export const givenAtOnce = ({ stores, today }: Saving, request: Request, call: Call): Change<never>[] => {
  const { plan, status } = request;
  if (status === "awaiting-consent" || plan.atOnce.length === 0) return [];
  const grant = give(request, plan.atOnce, plan.by, today());
  const event = { type: "sharing.grant-given.v1", ...of(grant), until: grant.until } as const;
  return [stores.grants.change(grant, undefined, event, call)];
};

/** The grant, or the wider grant, of what was under review: both have agreed, or nobody needs to any more. */
export const givenAfterReview = (
  { stores, today }: Saving,
  request: Granted,
  had: Found<Grant> | undefined,
  by: "authorised" | "unconditional",
  call: Call,
): Change<never> => {
  const grant = giveReviewed(request, had?.now, by, today());
  const widened = had !== undefined && isLive(had.now);
  const event = widened
    ? ({ type: "sharing.grant-widened.v1", ...of(grant) } as const)
    : ({ type: "sharing.grant-given.v1", ...of(grant), until: grant.until } as const);
  return stores.grants.change(grant, had, event, call);
};
