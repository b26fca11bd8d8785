import { dueOn } from "../../platform/due.ts";
import { declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
import type { PageWish, Span } from "../../platform/store/pages.ts";
import { GrantEvent } from "../events/granting.ts";
import { Grant, isLive } from "../grant.ts";

export const grants = declareStore({
  kind: "grant",
  holds: Grant,
  announces: GrantEvent,
  id: ({ id }) => id,
  indexes: {
    byConsumer: (it) => ({ hash: `grant#${it.consumer}`, range: `${it.status}#${it.id}` }),
    byProvider: (it) => ({ hash: `grant#${it.provider}`, range: `${it.status}#${it.id}` }),
    /** Those that a change of the resource may touch. */
    byResource: (it) => (isLive(it) ? { hash: `grant#${it.resource}`, range: it.id } : undefined),
    /** Apart from `byDueDay`, where requests stand: by the last day of use, for the sweep of the day after. */
    byLastDay: (it) => (isLive(it) ? dueOn(it.id, it.until) : undefined),
  },
});
export type Grants = Store<typeof grants>;

/** The grants by their last day, as `dueBy` looks for what is due. */
export const byLastDay = (grants: Grants) => ({
  list: (_index: "byDueDay", span: Span, wish?: PageWish) => grants.list("byLastDay", span, wish),
});
