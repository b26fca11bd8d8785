import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { Counts } from "../record/counts.ts";
import { ResourceId } from "../record/id.ts";

/** The responsible department has settled items of a record on which its sources differ (A22p2). */
export const RecordDecided = z.object({
  type: z.literal("collection.record-decided.v1"),
  resource: ResourceId,
  from: CreditCode.meta({ description: "The department that decided" }),
  items: z.array(z.string()),
  delta: Counts,
});

const OfVerification = z.object({ round: z.int(), compiledBy: CreditCode });

/** Sources differ somewhere in a pool: its department has something to verify. */
export const VerificationOpened = OfVerification.extend({ type: z.literal("collection.verification-opened.v1") });

/** Nothing in the pool is left on which sources differ. */
export const VerificationConfirmed = OfVerification.extend({ type: z.literal("collection.verification-confirmed.v1") });

/** What happens to the verification of a pool, round by round. */
export const VerificationEvent = z.discriminatedUnion("type", [
  VerificationOpened,
  VerificationConfirmed,
  OfVerification.extend({ type: z.literal("collection.verification-overdue.v1"), dueOn: Day }),
  OfVerification.extend({
    type: z.literal("collection.verification-due-day-moved.v1"),
    dueOn: Day,
    because: z.string(),
  }),
]);
export type VerificationEvent = z.infer<typeof VerificationEvent>;

const OfDatabase = z.object({ revision: z.int() });

/** What a database is made of has changed: it is built anew. */
export const DatabaseMapped = OfDatabase.extend({
  type: z.literal("collection.database-mapped.v1"),
  resource: ResourceId,
  mapped: z.boolean().meta({ description: "Whether the resource feeds it from now on" }),
});

export const DatabaseEvent = z.discriminatedUnion("type", [
  OfDatabase.extend({ type: z.literal("collection.database-declared.v1") }),
  DatabaseMapped,
  OfDatabase.extend({ type: z.literal("collection.database-built.v1") }),
]);
export type DatabaseEvent = z.infer<typeof DatabaseEvent>;

const OfSubscription = z.object({ database: z.uuidv7(), district: z.string() });
export const SubscriptionEvent = z.discriminatedUnion("type", [
  OfSubscription.extend({ type: z.literal("collection.database-subscribed.v1") }),
  OfSubscription.extend({ type: z.literal("collection.subscription-ended.v1") }),
]);
export type SubscriptionEvent = z.infer<typeof SubscriptionEvent>;

const OfFault = z.object({ resource: ResourceId, responsible: CreditCode });
export const FaultEvent = z.discriminatedUnion("type", [
  OfFault.extend({ type: z.literal("collection.fault-raised.v1"), dueOn: Day }),
  OfFault.extend({ type: z.literal("collection.fault-closed.v1") }),
  OfFault.extend({ type: z.literal("collection.fault-overdue.v1"), dueOn: Day }),
  OfFault.extend({ type: z.literal("collection.fault-due-day-moved.v1"), dueOn: Day, because: z.string() }),
]);
export type FaultEvent = z.infer<typeof FaultEvent>;
