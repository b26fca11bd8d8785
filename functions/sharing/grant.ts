import * as z from "zod";
import { CITATIONS } from "../../law/articles.ts";
import { LegalBasis } from "../catalog/index.ts";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { ResourceCode } from "../kernel/resource-code.ts";
import { PlainText } from "../kernel/text.ts";
import { FieldCode, Manner } from "./offer.ts";

/** The task of the consumer that needs the data, and the article that gives it to them (A26p2, A27p2). */
export const Duty = z
  .strictObject({ text: PlainText(500), basis: LegalBasis })
  .meta({ id: "SharingDuty", description: "履职需要及其依据。The duty that needs the data." });
export type Duty = z.infer<typeof Duty>;

/** A field, and whether it comes as it is: of grade 3 and above it is masked unless it is `plain` (A47). */
export const Field = z.strictObject({
  code: FieldCode,
  plain: z.boolean().meta({ description: "Unmasked, though its grade is 3 or 4" }),
});
export type Field = z.infer<typeof Field>;

/** The most records that one grant may be asked for on one day. */
export const MOST_PER_DAY = 10_000_000;

const Base = z.object({
  id: z.uuidv7().meta({ description: "The id of its request" }),
  consumer: CreditCode,
  provider: CreditCode,
  responsible: CreditCode.meta({ description: "The department that compiles the resource" }),
  resource: z.uuidv7(),
  code: ResourceCode,
  edition: z.int().min(1),
  fields: z.array(Field).min(1).max(60),
  purpose: PlainText(500),
  duty: Duty,
  by: z.enum(["unconditional", "scenario", "authorised"]).meta({ description: "On which way it was granted" }),
  scenario: z.uuidv7().exactOptional(),
  manner: Manner,
  quotaPerDay: z.int().min(1).max(MOST_PER_DAY),
  from: Day,
  until: Day.meta({ description: "The last day on which it may be used" }),
});

/** Why a grant does not hold (any more), by which article, by whom and since when. */
const Because = z.object({
  cites: z.enum(CITATIONS),
  reason: z.string().min(1),
  basis: LegalBasis.exactOptional(),
  by: z.string().meta({ description: "The institution, or `platform`" }),
  on: Day,
});
export type Because = z.infer<typeof Because>;

const Active = Base.extend({ status: z.literal("active") });
const Suspended = Base.extend({ status: z.literal("suspended"), because: Because });
const Revoked = Base.extend({ status: z.literal("revoked"), because: Because });
const Expired = Base.extend({ status: z.literal("expired"), because: Because });

/** Leave for one institution to use named fields of one resource for one purpose, one shape per status. */
export const Grant = z
  .discriminatedUnion("status", [Active, Suspended, Revoked, Expired])
  .meta({ id: "SharingGrant", description: "共享授权。Leave to use named fields for one purpose." });
export type Grant = z.infer<typeof Grant>;
export type Active = z.infer<typeof Active>;
export type Suspended = z.infer<typeof Suspended>;
export type Live = Active | Suspended;

export const GRANT_STATUSES = ["active", "suspended", "revoked", "expired"] as const;
export const WAYS = ["unconditional", "scenario", "authorised"] as const;

/** Neither over nor given back: it is used, or may be again. */
export const isLive = (grant: Grant): grant is Live => grant.status === "active" || grant.status === "suspended";

/** What one day's exchanges under a grant have used of it; the exchange adds to it, both sides read it. */
export const Usage = z.object({
  used: z.int().min(0).meta({ description: "Records answered" }),
  missed: z.int().min(0).meta({ description: "Records asked for that there are not" }),
  refused: z.int().min(0).meta({ description: "Calls refused" }),
});
export type Usage = z.infer<typeof Usage>;

/** The row in which a grant's use of one day is counted: under a key of its own, so that who counts writes no grant. */
export const usageKey = (grant: string, day: Day) => ({ pk: `use#${grant}`, sk: day }) as const;
