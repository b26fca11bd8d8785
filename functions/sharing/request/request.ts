import * as z from "zod";
import { CITATIONS } from "../../../law/articles.ts";
import { LegalBasis } from "../../catalog/index.ts";
import { Clock } from "../../kernel/clock.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { ResourceCode } from "../../kernel/resource-code.ts";
import { both } from "../../kernel/saying.ts";
import { PlainText } from "../../kernel/text.ts";
import { Duty, Field, MOST_PER_DAY } from "../grant.ts";
import { Manner } from "../offer.ts";

const fields = z.array(Field).max(60);

/** What an institution asks for: whose data, for which duty and purpose, which fields, how and how much. */
export const Wish = z
  .strictObject({
    resource: z.uuidv7(),
    fields: fields.min(1),
    purpose: PlainText(500),
    duty: Duty,
    manner: Manner,
    perDay: z.int().min(1).max(MOST_PER_DAY).meta({ description: "Records it expects to need on a day" }),
    days: z.int().min(1).max(3660).meta({ description: "For how many days, from the day it is granted" }),
    scenario: z.uuidv7().meta({ description: "The scenario that the need fits" }).exactOptional(),
  })
  .refine(({ fields: asked }) => new Set(asked.map(({ code }) => code)).size === asked.length, {
    path: ["fields"],
    error: both("信息项重复。", "A field is named twice."),
  })
  .meta({ id: "SharingWish", description: "共享申请内容。What an institution asks for." });
export type Wish = z.infer<typeof Wish>;

/** The level at which somebody acts; of a district, which. */
export const Level = z.object({ level: z.enum(["city", "district"]), district: z.string().exactOptional() });
export type Level = z.infer<typeof Level>;

/** What the law makes of a wish (`decide`): what is granted without anybody's leave, and what is reviewed first. */
export const Plan = z.object({
  by: z.enum(["unconditional", "scenario", "authorised"]),
  scenario: z.uuidv7().exactOptional(),
  purpose: PlainText(500).meta({ description: "What it may be used for: the scenario's purpose, or the one stated" }),
  atOnce: fields,
  review: fields,
  consent: z.boolean().meta({ description: "A data copy: the authority of the same level consents first (A25p3)" }),
});
export type Plan = z.infer<typeof Plan>;

/** Who reviews a request together (A27p3). */
export const SEATS = ["general-office", "responsible-department"] as const;
export const Seat = z.enum(SEATS);
export type Seat = z.infer<typeof Seat>;

const Agreed = z.object({ seat: Seat, by: z.string(), on: Day });
export type Agreed = z.infer<typeof Agreed>;
const Consent = z.object({ by: CreditCode, on: Day });

const Base = z.object({
  id: z.uuidv7(),
  consumer: CreditCode,
  applicant: Level,
  filedBy: z.string(),
  filedOn: Day,
  wish: Wish,
  code: ResourceCode,
  name: z.string().meta({ description: "The resource's name" }),
  edition: z.int().min(1),
  provider: CreditCode,
  responsible: CreditCode,
  plan: Plan,
  clocks: z.array(Clock),
  timeBasis: z.string().meta({ description: "What the length of the clocks rests on" }).exactOptional(),
});

const AwaitingConsent = Base.extend({ status: z.literal("awaiting-consent"), authority: Level });
const Consented = Base.extend({ consent: Consent.exactOptional() });
const UnderReview = Consented.extend({ status: z.literal("under-review"), agreed: z.array(Agreed).max(1) });
const Granted = Consented.extend({ status: z.literal("granted"), grantedOn: Day, agreed: z.array(Agreed).max(2) });
const Refused = Consented.extend({
  status: z.literal("refused"),
  refusedOn: Day,
  seats: z.array(Seat).min(1),
  reason: PlainText(500),
  basis: z.array(LegalBasis).min(1).meta({ description: "The law, regulation or rule that forbids it (A26)" }),
});
const CopyRefused = Base.extend({
  status: z.literal("copy-refused"),
  refusedOn: Day,
  reason: PlainText(500),
  by: CreditCode,
});
const Withdrawn = Consented.extend({ status: z.literal("withdrawn"), withdrawnOn: Day });
const Lapsed = Consented.extend({
  status: z.literal("lapsed"),
  lapsedOn: Day,
  because: z.object({ cites: z.enum(CITATIONS), reason: z.string() }),
});

/** A request for data, one shape per status. */
export const Request = z
  .discriminatedUnion("status", [AwaitingConsent, UnderReview, Granted, Refused, CopyRefused, Withdrawn, Lapsed])
  .meta({ id: "SharingRequest", description: "共享申请。A request of an institution for data of another." });
export type Request = z.infer<typeof Request>;
export type AwaitingConsent = z.infer<typeof AwaitingConsent>;
export type UnderReview = z.infer<typeof UnderReview>;
export type Granted = z.infer<typeof Granted>;
export type Open = AwaitingConsent | UnderReview;

export const REQUEST_STATUSES = [
  "awaiting-consent",
  "under-review",
  "granted",
  "refused",
  "copy-refused",
  "withdrawn",
  "lapsed",
] as const;

export const isOpen = (request: Request): request is Open =>
  request.status === "awaiting-consent" || request.status === "under-review";
