import type { Day } from "../../kernel/day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { clockwork } from "../../platform/clockwork.ts";
import { sweepCall } from "../../platform/due.ts";
import type { Answer } from "../../platform/operation.ts";
import type { Found } from "../../platform/store/open.ts";
import { of } from "../events/granting.ts";
import { about, waitsAt } from "../events/requesting.ts";
import { type Grant, isLive } from "../grant.ts";
import { expire } from "../granting.ts";
import type { Deps } from "./deps.ts";

type Hearing = Pick<Deps, "stores">;
type Saved = Promise<Outcome<Answer<unknown>> | undefined>;

/** What time does to requests: a review or a consent is overdue, or due on another day. */
export const inTime = ({ stores: { requests }, calendar, today }: Pick<Deps, "stores" | "calendar" | "today">) =>
  clockwork({ store: requests, calendar, today })({
    overdue: (request, { dueOn }) => ({ type: "sharing.request-overdue.v1", ...about(request, request), dueOn }),
    moved: (request, { dueOn }, because) => ({
      type: "sharing.request-due-day-moved.v1",
      ...about(request, request),
      steps: waitsAt(request),
      dueOn,
      because,
    }),
  });

/** A grant whose last day is over. */
export const expireOver =
  ({ stores: { grants } }: Hearing, today: Day) =>
  async (found: Found<Grant>): Saved => {
    const { now, version } = found;
    if (!isLive(now) || now.until >= today) return undefined;
    const grant = expire(now, today);
    const event = { type: "sharing.grant-expired.v1", ...of(grant), cites: "A26p2" } as const;
    return grants.save(grant, found, event, sweepCall("grant-days", grants.kind, now.id, version));
  };
