import { declareStore } from "../platform/store/declare.ts";
import type { Store } from "../platform/store/open.ts";
import { Batch } from "./batch/batch.ts";
import { Consent } from "./consent.ts";
import { BatchEvent, ConsentEvent, HISTORY_ONLY, RecordEvent } from "./events.ts";
import { methods } from "./method.ts";
import { isInConflict } from "./record/merge.ts";
import { PoolRecord } from "./record/record.ts";
import { entities } from "./store/entities.ts";
import { databases, faults, subscriptions, verifications } from "./store/governing.ts";
import { tallies } from "./store/tallies.ts";

/** The pools: every record of every resource. */
export const records = declareStore({
  kind: "record",
  holds: PoolRecord,
  announces: RecordEvent,
  historyOnly: HISTORY_ONLY,
  id: ({ id }) => id,
  indexes: {
    /** A pool in the order in which its records changed: who copies it asks from where they stopped. */
    byChange: (it) => ({ hash: it.resource, range: `${it.changedAt}#${it.id}` }),
    byConflict: (it) => (isInConflict(it) ? { hash: it.resource, range: it.id } : undefined),
    bySubject: (it) => (it.subject === undefined ? undefined : { hash: it.subject, range: it.id }),
  },
});

/** Files by who sent them, newest last; and, as long as they wait there, by the district authority. */
export const batches = declareStore({
  kind: "batch",
  holds: Batch,
  announces: BatchEvent,
  id: ({ id }) => id,
  indexes: {
    bySource: (it) => ({ hash: it.from, range: `${it.resource}#${it.id}` }),
    byPool: (it) => ({ hash: it.resource, range: it.id }),
  },
  /** The district authority hands a file on, or back; its source may withdraw it (A22). */
  waits: {
    "collection.batch-handed-on.v1": { step: "hand-on", outcome: "handed-on" },
    "collection.batch-given-back.v1": { step: "hand-on", outcome: "given-back" },
    "collection.batch-withdrawn.v1": { step: "hand-on", outcome: "withdrawn" },
  },
  /** The same file from the same source is taken in once; after it was stopped or taken back it may come again. */
  claims: ({ status, resource, from, sha256 }) =>
    status === "stopped" || status === "withdrawn"
      ? []
      : [
          {
            name: `file#${resource}#${from}#${sha256}`,
            holds: true,
            refusal: "file-sent-already" as const,
            cites: "A18p1" as const,
            label: "/sha256",
          },
        ],
});

export const consents = declareStore({
  kind: "consent",
  holds: Consent,
  announces: ConsentEvent,
  id: ({ id }) => id,
  indexes: {},
});

/** Every store of the context's table. */
export const stores = [
  records,
  batches,
  consents,
  methods.store,
  verifications,
  databases,
  subscriptions,
  faults,
  entities,
  tallies,
] as const;

export type Records = Store<typeof records>;
export type Batches = Store<typeof batches>;
export type Consents = Store<typeof consents>;
export type Methods = Store<typeof methods.store>;
