import { nextDue } from "../../kernel/clock.ts";
import { dueOn } from "../../platform/due.ts";
import { declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
import { Database } from "../database/database.ts";
import { Subscription } from "../database/subscription.ts";
import { DatabaseEvent, FaultEvent, SubscriptionEvent, VerificationEvent } from "../events/governing.ts";
import { Fault } from "../quality/fault.ts";
import { Verification } from "../verification/verification.ts";

/** The verification of each pool, by its department: open ones first due first. */
export const verifications = declareStore({
  kind: "verification",
  holds: Verification,
  announces: VerificationEvent,
  id: ({ id }) => id,
  waits: {
    "collection.verification-confirmed.v1": { step: "verify", outcome: "confirmed" },
    "collection.verification-due-day-moved.v1": { step: "verify" },
  },
  indexes: {
    byDepartment: (it) => ({ hash: it.compiledBy, range: `${it.status}#${it.id}` }),
    byDueDay: (it) => dueOn("verification", it.id, nextDue(it.clocks)),
  },
});

export const databases = declareStore({
  kind: "database",
  holds: Database,
  announces: DatabaseEvent,
  id: ({ id }) => id,
  indexes: {
    /** All of them: there are as many as the Center has themes. */
    byKind: (it) => ({ hash: "databases", range: `${it.kind}#${it.id}` }),
  },
  /** Of each basic database the city has one (A23); themes are told apart by their names. */
  claims: ({ kind, name }) => [
    {
      name: kind === "theme" ? `database#theme#${name}` : `database#${kind}`,
      holds: true,
      refusal: "database-declared-already" as const,
      cites: "A23" as const,
      label: kind === "theme" ? "/name" : "/kind",
    },
  ],
});

export const subscriptions = declareStore({
  kind: "subscription",
  holds: Subscription,
  announces: SubscriptionEvent,
  id: ({ id }) => id,
  indexes: {},
});

/** Faults: open ones by who has to mend them, all of one resource by resource. */
export const faults = declareStore({
  kind: "fault",
  holds: Fault,
  announces: FaultEvent,
  id: ({ id }) => id,
  indexes: {
    byResponsible: (it) => ({ hash: `fault#${it.responsible}`, range: `${it.status}#${it.id}` }),
    byFaulty: (it) => ({ hash: it.resource, range: it.id }),
    byDueDay: (it) => dueOn("fault", it.id, nextDue(it.clocks)),
  },
});

export type Verifications = Store<typeof verifications>;
export type Databases = Store<typeof databases>;
export type Subscriptions = Store<typeof subscriptions>;
export type Faults = Store<typeof faults>;
