import { dueOn } from "../../platform/due.ts";
import { declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
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
    /** By the last day of use, for the sweep of the day after. */
    byDueDay: (it) => (isLive(it) ? dueOn("grant", it.id, it.until) : undefined),
  },
});
export type Grants = Store<typeof grants>;
