import { declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
import { Demand } from "../demand.ts";
import { DemandEvent } from "../events/requesting.ts";

export const demands = declareStore({
  kind: "demand",
  holds: Demand,
  announces: DemandEvent,
  id: ({ id }) => id,
  indexes: {
    byConsumer: (it) => ({ hash: `demand#${it.institution}`, range: `${it.status}#${it.id}` }),
    /** What the Center looks at: needs that the catalogue does not meet. */
    byState: (it) => ({ hash: `demand#${it.status}`, range: it.id }),
    byResource: (it) =>
      it.status === "withdrawn" || it.need.resource === undefined
        ? undefined
        : { hash: `demand#${it.need.resource}`, range: `${it.institution}#${it.id}` },
  },
});
export type Demands = Store<typeof demands>;
