import { nextDue } from "../../kernel/clock.ts";
import { dueOn } from "../../platform/due.ts";
import { declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
import { RequestEvent } from "../events/requesting.ts";
import { isOpen, Request } from "../request/request.ts";

export const requests = declareStore({
  kind: "request",
  holds: Request,
  announces: RequestEvent,
  id: ({ id }) => id,
  indexes: {
    byConsumer: (it) => ({ hash: `request#${it.consumer}`, range: `${it.status}#${it.id}` }),
    byResponsible: (it) => ({ hash: `request#${it.responsible}`, range: `${it.status}#${it.id}` }),
    /** Those that a change of the resource may touch. */
    byResource: (it) => (isOpen(it) ? { hash: `request#${it.wish.resource}`, range: it.id } : undefined),
    byDueDay: (it) => dueOn("request", it.id, nextDue(it.clocks)),
  },
  // Which steps an event decides it says itself: a withdrawal ends them all.
  waits: {
    "sharing.data-copy-consented.v1": { outcome: "consented" },
    "sharing.data-copy-refused.v1": { outcome: "refused" },
    "sharing.reviewer-agreed.v1": { outcome: "agreed" },
    "sharing.request-granted.v1": { outcome: "agreed" },
    "sharing.request-freed.v1": { outcome: "freed" },
    "sharing.request-refused.v1": { outcome: "refused" },
    "sharing.request-withdrawn.v1": { outcome: "withdrawn" },
    "sharing.request-lapsed.v1": { outcome: "lapsed" },
    "sharing.request-due-day-moved.v1": {},
  },
});
export type Requests = Store<typeof requests>;
