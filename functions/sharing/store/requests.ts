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
    byDueDay: (it) => dueOn(it.id, nextDue(it.clocks)),
  },
});
export type Requests = Store<typeof requests>;
