import * as z from "zod";
import { DATA_TYPES, Grade, LegalBasis } from "../catalog/index.ts";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { District } from "../kernel/division-code.ts";
import { ResourceCode } from "../kernel/resource-code.ts";

/** How data reaches the consumer: by request and response, or, with consent, as a copy (A25p2, A25p3). */
export const MANNERS = ["request-response", "data-copy"] as const;
export const Manner = z
  .enum(MANNERS)
  .meta({ id: "SharingManner", description: "共享方式：请求响应、数据拷贝。How data reaches the consumer." });
export type Manner = z.infer<typeof Manner>;

/** The code of an item of a resource, as the catalogue states it. */
export const FieldCode = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/);

const OfferedItem = z.object({
  code: FieldCode,
  name: z.string(),
  type: z.enum(DATA_TYPES),
  length: z.int().exactOptional(),
  precision: z.int().exactOptional(),
  grade: Grade,
  key: z.boolean(),
  personal: z.boolean(),
});

const bases = z.array(LegalBasis).min(1);

/** Sharing is the rule (A26); the other two types rest on a law, regulation or government rule (A27). */
const SharingType = z.discriminatedUnion("type", [
  z.object({ type: z.literal("unconditional") }),
  z.object({
    type: z.literal("authorised"),
    reason: z.string(),
    basis: bases,
    condition: z.string().exactOptional(),
  }),
  z.object({ type: z.literal("not-shared"), reason: z.string(), basis: bases }),
]);

/** Where the exchange takes the records from: the pool, or the provider's own registered endpoint. */
export const Source = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("pool") }),
  z.object({ kind: z.literal("endpoint"), url: z.url({ protocol: /^https?$/ }).max(500) }),
]);
export type Source = z.infer<typeof Source>;

const Base = z.object({
  id: z.uuidv7().meta({ description: "The resource's id in the catalogue" }),
  code: ResourceCode,
  name: z.string(),
  provider: CreditCode,
  compiledBy: CreditCode,
  district: District.meta({ description: "Of whose supplement it is; the city's catalogue has none" }).exactOptional(),
  edition: z.int().min(1),
  sharing: SharingType,
  items: z.array(OfferedItem).min(1),
  source: Source,
});

const InForce = Base.extend({
  status: z.literal("in-force"),
  retiresOn: Day.meta({ description: "Its last day in force, where one has been announced" }).exactOptional(),
});
const Ended = Base.extend({ status: z.literal("ended"), endedOn: Day });

/** What a resource of the catalogue offers to other institutions: its edition in force, or the last one there was. */
export const Offer = z
  .discriminatedUnion("status", [InForce, Ended])
  .meta({ id: "SharingOffer", description: "可共享的资源。What a resource of the catalogue offers to institutions." });
export type Offer = z.infer<typeof Offer>;
export type OfferInForce = z.infer<typeof InForce>;
