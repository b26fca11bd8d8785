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

export type OfferEvent = z.infer<typeof OfferChanged>;

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
