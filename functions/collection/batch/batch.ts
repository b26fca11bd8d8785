import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { PlainText } from "../../kernel/text.ts";
import { ResourceId } from "../record/id.ts";
import { Method } from "../record/record.ts";

export const BatchId = z.uuidv7();

/** How the rows of a file are written: CSV (RFC 4180) with a header of item codes, or one JSON object a line. */
const FORMATS = ["csv", "jsonl"] as const;

/** What an institution says of a file before it sends it; the digest binds the upload to these words. */
export const Announcing = z.strictObject({
  resource: ResourceId,
  format: z.enum(FORMATS),
  bytes: z.int().min(1).max(LIMITS.uploadBytes),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: "SHA-256 of the file, in hexadecimal" }),
  method: Method.default("direct"),
  collectedOn: Day,
});
export type Announcing = z.output<typeof Announcing>;

/** How far the file has been read: the byte after the last row taken, and how many rows that were (a header is one). */
export const Position = z.object({ offset: z.int().min(0), line: z.int().min(0) });
export type Position = z.infer<typeof Position>;

/** Every row that has been read is in one of these. */
export const RowCounts = z.object({
  good: z.int().meta({ description: "New or changed" }),
  unchanged: z.int().meta({ description: "Says what this source has said before" }),
  bad: z.int(),
  duplicates: z.int().meta({ description: "A record that this file has named before" }),
});
export type RowCounts = z.infer<typeof RowCounts>;
export const NO_ROWS: RowCounts = { good: 0, unchanged: 0, bad: 0, duplicates: 0 };

/** Directly into the department's pool, or through the authority of the district, which hands it on (A22). */
const Route = z.discriminatedUnion("by", [
  z.object({ by: z.literal("direct") }),
  z.object({ by: z.literal("by-district"), authority: CreditCode }),
]);
export type Route = z.infer<typeof Route>;

/** Why a file is not taken in (any further). */
export const STOPS = [
  "given-back",
  "resource-not-in-force",
  "resource-without-key",
  "file-not-there",
  "file-without-rows",
  "file-not-utf8",
  "file-malformed",
  "row-too-long",
  "column-unknown",
  "column-twice",
  "key-missing",
  "item-obtained-by-sharing",
  "too-many-bad-rows",
] as const;
export type Stop = Readonly<{ code: (typeof STOPS)[number]; line?: number; field?: string }>;

const Base = z.object({
  ...Announcing.shape,
  method: Method,
  id: BatchId,
  name: z.string().meta({ description: "The resource's name" }),
  compiledBy: CreditCode,
  from: CreditCode,
  route: Route,
  announcedOn: Day,
  at: Position,
  counts: RowCounts,
  /** The header of a CSV file, so that reading can go on in its middle. */
  columns: z.array(z.string()).exactOptional(),
});

const HandedOn = z.object({ by: CreditCode, on: Day });

const AwaitingUpload = Base.extend({ status: z.literal("awaiting-upload") });
const Submitted = Base.extend({ submittedOn: Day });
const AwaitingHandOn = Submitted.extend({ status: z.literal("awaiting-hand-on") });
const TakingIn = Submitted.extend({ status: z.literal("taking-in"), handedOn: HandedOn.exactOptional() });
const Done = TakingIn.extend({ status: z.literal("done"), doneOn: Day });
const Stopped = Submitted.extend({
  status: z.literal("stopped"),
  handedOn: HandedOn.exactOptional(),
  stoppedOn: Day,
  because: z.object({
    code: z.enum(STOPS),
    line: z.int().exactOptional(),
    field: z.string().exactOptional(),
    /** What the district authority wrote when it gave the file back. */
    says: PlainText(500).exactOptional(),
  }),
});
const Withdrawal = z.object({ reason: PlainText(500), on: Day });
/** Statements are taken back in the order in which they came; `taken` is the version up to which that is done. */
const Withdrawing = Base.extend({
  status: z.literal("withdrawing"),
  withdrawal: Withdrawal,
  takenBackTo: z.int().min(0),
  takenBack: z.int().min(0),
});
const Withdrawn = Base.extend({
  status: z.literal("withdrawn"),
  withdrawal: Withdrawal,
  takenBack: z.int().min(0).meta({ description: "Records from which its statement was taken back" }),
});

/** A file of rows on its way into a pool, one shape per status. */
export const Batch = z
  .discriminatedUnion("status", [AwaitingUpload, AwaitingHandOn, TakingIn, Done, Stopped, Withdrawing, Withdrawn])
  .meta({ id: "Batch", description: "一批归集的数据（一个文件）。A file of rows on its way into a pool." });
export type Batch = z.infer<typeof Batch>;
export type AwaitingUpload = z.infer<typeof AwaitingUpload>;
export type AwaitingHandOn = z.infer<typeof AwaitingHandOn>;
export type TakingIn = z.infer<typeof TakingIn>;
export type Withdrawing = z.infer<typeof Withdrawing>;

/** A row that was not taken in: which, and what is wrong where. Nothing of the row itself. */
export const BadRow = z
  .object({
    line: z.int().min(1),
    problems: z.array(
      z.object({
        code: z.string(),
        cites: z.array(z.string()),
        field: z.string().exactOptional(),
        because: z.string().exactOptional(),
      }),
    ),
  })
  .meta({ id: "BadRow", description: "未予归集的一行及其原因。A row that was not taken in, and why." });
export type BadRow = z.infer<typeof BadRow>;
