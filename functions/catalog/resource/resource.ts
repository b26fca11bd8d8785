import * as z from "zod";
import { Clock } from "../../kernel/clock.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { ResourceCode } from "../../kernel/resource-code.ts";
import { PlainText } from "../../kernel/text.ts";
import { Draft, GradedContent } from "./content.ts";
import { Grade } from "./item.ts";
import { Classified } from "./opening.ts";

/** What the institution that provides the data found when it reviewed one edition for secrecy (A43p2). */
export const SecrecyReview = z.strictObject({
  outcome: z.enum(["cleared", "objected"]),
  by: CreditCode,
  on: Day,
  edition: z.int().min(1),
  note: PlainText(500).exactOptional(),
});
export type SecrecyReview = z.infer<typeof SecrecyReview>;

const edition = z.int().min(1);
const secrecyReview = SecrecyReview.exactOptional();

/** An edition as it is being written. */
const Working = z.object({ edition, content: Draft, secrecyReview });

/** An edition that may be submitted: complete, graded, classified. */
export const Complete = z.object({
  edition,
  content: GradedContent,
  grade: Grade.meta({ description: "The highest grade of its items" }),
  classified: Classified,
  secrecyReview,
});
export type Complete = z.infer<typeof Complete>;

export const InForce = Complete.extend({ publishedOn: Day });
export type InForce = z.infer<typeof InForce>;

/** Why a submission came back: which field, and what to mend. */
export const ReturnReason = z.strictObject({ field: PlainText(100), mend: PlainText(500) });
export type ReturnReason = z.infer<typeof ReturnReason>;

const Retirement = z.object({
  reason: PlainText(500),
  announcedOn: Day,
  endsOn: Day.meta({ description: "The last day in force" }),
});

const Base = z.object({
  id: z.uuidv7(),
  code: ResourceCode,
  compiledBy: CreditCode,
  round: z.int().min(0).meta({ description: "How often it has been submitted" }),
  clocks: z.array(Clock),
});

/** While the next edition is written, submitted or returned, the one before stays in force beside it. */
const Beside = Base.extend({ inForce: InForce.exactOptional() });

const InDraft = Beside.extend({ status: z.literal("draft"), work: Working });
const Submitted = Beside.extend({
  status: z.literal("submitted"),
  work: Complete,
  submittedOn: Day,
  submittedBy: z.string(),
  reviewBasis: z.string().meta({ description: "What the length of the review rests on" }),
});
const Returned = Beside.extend({
  status: z.literal("returned"),
  work: Working,
  returnedOn: Day,
  reasons: z.array(ReturnReason).min(1),
});
const Published = Base.extend({ status: z.literal("published"), inForce: InForce });
const Retiring = Published.extend({ status: z.literal("retiring"), retirement: Retirement });
const Retired = Retiring.extend({ status: z.literal("retired"), retiredOn: Day });

/** A public data resource, one shape per status. */
export const Resource = z
  .discriminatedUnion("status", [InDraft, Submitted, Returned, Published, Retiring, Retired])
  .meta({ id: "Resource", description: "公共数据资源及其版本。A public data resource and its editions." });
export type Resource = z.infer<typeof Resource>;
export type InDraft = z.infer<typeof InDraft>;
export type Submitted = z.infer<typeof Submitted>;
export type Returned = z.infer<typeof Returned>;
export type Published = z.infer<typeof Published>;
export type Retiring = z.infer<typeof Retiring>;
export type Retired = z.infer<typeof Retired>;

export const STATUSES = ["draft", "submitted", "returned", "published", "retiring", "retired"] as const;
export type Status = Resource["status"];

/** The edition that people work on, or else the one in force (or last in force). */
export const latest = (resource: Resource): z.infer<typeof Working> =>
  "work" in resource ? resource.work : resource.inForce;

/** The edition that binds everybody today, if there is one. */
export const inForceOf = (resource: Resource): InForce | undefined =>
  resource.status === "retired" ? undefined : resource.inForce;
