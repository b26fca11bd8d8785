import * as z from "zod";
import { LegalBasis } from "../catalog/index.ts";
import { Values } from "../collection/index.ts";
import { Clock } from "../kernel/clock.ts";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day, Instant } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { RecordId } from "../kernel/record-id.ts";
import { PlainText } from "../kernel/text.ts";
import { Subject } from "../platform/principal.ts";
import { Receipt } from "./receipt.ts";
import { Route } from "./route.ts";

/** 错误、遗漏、侵犯隐私、侵犯商业秘密 (A48). */
export const KINDS = ["error", "omission", "privacy", "trade-secret"] as const;
export const Kind = z.enum(KINDS).meta({ description: "异议类型：错误、遗漏、侵犯隐私、侵犯商业秘密" });
export type Kind = z.infer<typeof Kind>;

/** Files of evidence on one objection; more than that is a case for a court. */
export const MOST_FILES = 20;
/** Bytes of one file of evidence: a scan of some hundred pages. */
const MOST_BYTES = 50 * 1024 * 1024;

const Written = PlainText(LIMITS.writtenCharacters);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is said of a file before it is sent. */
export const EvidenceFile = z.strictObject({
  name: PlainText(LIMITS.nameCharacters),
  mediaType: z.enum(["application/pdf", "image/jpeg", "image/png"]),
  size: z.int().min(1).max(MOST_BYTES).meta({ description: "Bytes" }),
  sha256: Sha256,
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;

/** A file of evidence; `sentOn` once it has arrived as it was announced. */
export const Evidence = EvidenceFile.extend({ id: z.uuidv7(), announcedOn: Day, sentOn: Day.exactOptional() });
export type Evidence = z.infer<typeof Evidence>;

/** That somebody may act for the objector: what shows it, and the digest of the paper. */
export const Mandate = z.strictObject({ proof: PlainText(500), digest: Sha256 });
export type Mandate = z.infer<typeof Mandate>;

const Filer = { by: z.string().min(1), at: Instant };

/** How it came in, and who brought it. */
export const Filed = z.discriminatedUnion("channel", [
  z.object({ channel: z.literal("online"), ...Filer }),
  z.object({
    channel: z.literal("window"),
    ...Filer,
    institution: CreditCode,
    mandate: Mandate.exactOptional(),
  }),
  z.object({ channel: z.literal("agent"), ...Filer, mandate: Mandate }),
]);
export type Filed = z.infer<typeof Filed>;

/** Where and why a department had it: a wrong route is sent back once. */
const Spell = z.object({
  department: CreditCode,
  handedOverOn: Day,
  sentBack: z.object({ by: z.string().min(1), on: Day, reason: Written }).exactOptional(),
});

/** Why a clock was missed, by whoever missed it. */
const Missed = z.object({ clock: z.string(), cause: Written, by: z.string().min(1), on: Day });

const Base = z.object({
  id: z.uuidv7(),
  resource: z.uuidv7().exactOptional().meta({ description: "Of the catalogue, once it is known" }),
  resourceName: z.string().exactOptional(),
  record: RecordId.exactOptional(),
  database: z.uuidv7().exactOptional().meta({ description: "基础库、主题库：where the fault lies in integrating" }),
  description: Written.meta({ description: "What is wrong, in the objector's words" }),
  kind: Kind,
  objector: z.object({ subject: Subject, kind: z.enum(["person", "enterprise"]) }),
  filed: Filed,
  receivedOn: Day,
  receipt: Receipt,
  files: z.array(Evidence).max(MOST_FILES),
  route: Route,
  held: z.array(Spell).max(2),
  round: z.int().min(1),
  clocks: z.array(Clock),
  missedBecause: z.array(Missed),
});

const WithCenter = Base.extend({ status: z.literal("with-center") });
const WithDepartment = Base.extend({
  status: z.literal("with-department"),
  department: CreditCode,
  handedOverOn: Day,
});

export const OUTCOMES = ["corrected", "partly-corrected", "not-corrected", "data-withdrawn"] as const;
export const Outcomes = z.enum(OUTCOMES).meta({ description: "更正、部分更正、不予更正、撤回数据" });

/** What the department has asked of the institution that provides the data, and what that has said (A48(2)). */
const VerifiedWith = z.strictObject({ institution: CreditCode, on: Day, answer: Written });

/** A decision, as it is written; what each outcome needs, rules say. */
export const Decision = z.strictObject({
  outcome: Outcomes,
  reasons: Written,
  looked: z.array(PlainText(LIMITS.nameCharacters)).min(1).max(30).meta({ description: "The evidence looked at" }),
  basis: z.array(LegalBasis).min(1).max(10).exactOptional(),
  corrections: Values.exactOptional().meta({ description: "Corrected values by the code of their item" }),
  verifiedWith: VerifiedWith.exactOptional(),
});
export type Decision = z.infer<typeof Decision>;

const Decided = Base.extend({
  status: z.literal("decided"),
  ...Decision.shape,
  /** The department that decided; without one it was the Center. */
  department: CreditCode.exactOptional(),
  decidedBy: z.string().min(1),
  decidedOn: Day,
});

const Withdrawn = Base.extend({ status: z.literal("withdrawn"), withdrawnOn: Day });

/** One shape per status: what is decided has reasons, a day and what was looked at, or cannot be written down. */
export const Objection = z
  .discriminatedUnion("status", [WithCenter, WithDepartment, Decided, Withdrawn])
  .meta({ id: "Objection", description: "被采集人的异议。An objection of a data subject (A48)." });
export type Objection = z.infer<typeof Objection>;
export type WithCenter = z.infer<typeof WithCenter>;
export type WithDepartment = z.infer<typeof WithDepartment>;
export type Decided = z.infer<typeof Decided>;
export type Withdrawn = z.infer<typeof Withdrawn>;
export type Open = WithCenter | WithDepartment;
export const STATUSES = ["with-center", "with-department", "decided", "withdrawn"] as const;

export const isUndecided = (objection: Objection): objection is Open =>
  objection.status === "with-center" || objection.status === "with-department";
