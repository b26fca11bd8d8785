import * as z from "zod";
import { CITATIONS } from "../../../law/articles.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { GRANT_STATUSES, type Grant, WAYS } from "../grant.ts";

/** What a resource offers has changed with the catalogue: what rests on it is looked at again. */
export const OfferChanged = z.object({
  type: z.literal("sharing.offer-changed.v1"),
  provider: CreditCode,
  edition: z.int(),
  status: z.enum(["in-force", "ended"]),
});

/** Where a resource's records come from has been registered; what it offers is as before. */
export const SourceRegistered = z.object({
  type: z.literal("sharing.source-registered.v1"),
  provider: CreditCode,
  kind: z.enum(["pool", "endpoint"]),
});

/** What happens to an offer. */
export const OfferEvent = z.discriminatedUnion("type", [OfferChanged, SourceRegistered]);

/** What every event of a grant says: whose it is, of what, and how it stands after it. */
const Of = z.object({
  consumer: CreditCode,
  provider: CreditCode,
  responsible: CreditCode,
  resource: z.uuidv7(),
  by: z.enum(WAYS),
  status: z.enum(GRANT_STATUSES),
});
const Why = Of.extend({ cites: z.enum(CITATIONS) });

export const GrantGiven = Of.extend({ type: z.literal("sharing.grant-given.v1"), until: Day });
export const GrantRevoked = Why.extend({ type: z.literal("sharing.grant-revoked.v1") });
export const GrantExpired = Why.extend({ type: z.literal("sharing.grant-expired.v1") });

/**
 * The exchange has counted more misses or refused calls in a day than a duty needs; its listener suspends the grant. It
 * stands beside the day's count, not in the grant's history: what the exchange may write is the count alone.
 */
export const GrantOverused = z.object({
  type: z.literal("sharing.grant-overused.v1"),
  day: Day,
  missed: z.int(),
  refused: z.int(),
});
export type GrantOverused = z.infer<typeof GrantOverused>;

/** What happens to a grant; its events are its history. */
export const GrantEvent = z.discriminatedUnion("type", [
  GrantGiven,
  Of.extend({ type: z.literal("sharing.grant-widened.v1") }),
  Of.extend({ type: z.literal("sharing.grant-fitted-to-edition.v1"), edition: z.int() }),
  Why.extend({ type: z.literal("sharing.grant-suspended.v1") }),
  Of.extend({ type: z.literal("sharing.grant-resumed.v1") }),
  GrantRevoked,
  GrantExpired,
]);
export type GrantEvent = z.infer<typeof GrantEvent>;

/** What an event says of a grant after an act. */
export const of = ({ consumer, provider, responsible, resource, by, status }: Grant) => ({
  consumer,
  provider,
  responsible,
  resource,
  by,
  status,
});
