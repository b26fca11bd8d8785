import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { RecordId } from "../kernel/record-id.ts";
import { BatchId, RowCounts, STOPS } from "./batch/batch.ts";
import { RecordDecided } from "./events/governing.ts";
import { Counts } from "./record/counts.ts";
import { ResourceId } from "./record/id.ts";
import { ObjectionId } from "./record/record.ts";

/** What every event of a file says; `round` is always the first: a file takes its way once. */
const OfBatch = z.object({ resource: ResourceId, from: CreditCode, round: z.int() });
const Records = z.array(RecordId).max(45);

/** A file is there. It is taken in, or waits for the district authority `waitsFor` (A22). */
export const BatchSubmitted = OfBatch.extend({
  type: z.literal("collection.batch-submitted.v1"),
  waitsFor: CreditCode.exactOptional(),
});

/** Once a transaction of a file: which records of the pool it has made or changed, and how the pool's counts move. */
export const RowsTakenIn = OfBatch.extend({
  type: z.literal("collection.rows-taken-in.v1"),
  batch: BatchId,
  records: Records,
  rows: RowCounts.meta({ description: "Rows of this transaction" }),
  delta: Counts,
});

const BatchDone = OfBatch.extend({ type: z.literal("collection.batch-done.v1"), rows: RowCounts });
const BatchStopped = OfBatch.extend({
  type: z.literal("collection.batch-stopped.v1"),
  rows: RowCounts,
  because: z.enum(STOPS),
});

/** A source takes back what a whole file has brought. */
export const WithdrawalBegun = OfBatch.extend({ type: z.literal("collection.batch-withdrawal-begun.v1") });
export const RowsTakenBack = OfBatch.extend({
  type: z.literal("collection.rows-taken-back.v1"),
  batch: BatchId,
  records: Records,
  delta: Counts,
});

export const BatchEvent = z.discriminatedUnion("type", [
  OfBatch.extend({ type: z.literal("collection.batch-announced.v1") }),
  BatchSubmitted,
  OfBatch.extend({ type: z.literal("collection.batch-handed-on.v1"), by: CreditCode }),
  OfBatch.extend({ type: z.literal("collection.batch-given-back.v1"), by: CreditCode }),
  RowsTakenIn,
  BatchDone,
  BatchStopped,
  WithdrawalBegun,
  RowsTakenBack,
  OfBatch.extend({ type: z.literal("collection.batch-withdrawn.v1") }),
]);
export type BatchEvent = z.infer<typeof BatchEvent>;

const OfRecord = z.object({ resource: ResourceId, from: CreditCode });

/** One record was collected by itself. */
export const RecordCollected = OfRecord.extend({ type: z.literal("collection.record-collected.v1"), delta: Counts });

/** A source has taken back what it said of a record, its subject the consent, or an objection was right that it is unlawful. */
export const RecordWithdrawn = OfRecord.extend({
  type: z.literal("collection.record-withdrawn.v1"),
  because: z.enum(["source", "consent", "objection"]),
  delta: Counts,
});

/** An objection was right: its source says so from now on. Which items, not what they say (A48, A24). */
export const RecordCorrected = OfRecord.extend({
  type: z.literal("collection.record-corrected.v1"),
  objection: ObjectionId,
  items: z.array(z.string()),
  delta: Counts,
});

/** An objection disputes the record from now on, or no longer does (A48). */
const OfMark = z.object({ resource: ResourceId, objection: ObjectionId });
export const RecordMarked = OfMark.extend({ type: z.literal("collection.record-marked.v1") });
export const RecordUnmarked = OfMark.extend({ type: z.literal("collection.record-unmarked.v1") });

/** What happened to a record. A row's part of a file is history alone: the file's own event tells of 45 at once. */
export const RecordEvent = z.discriminatedUnion("type", [
  RecordCollected,
  RecordWithdrawn,
  RecordDecided,
  RecordCorrected,
  RecordMarked,
  RecordUnmarked,
  OfRecord.extend({ type: z.literal("collection.row-taken-in.v1"), batch: BatchId, line: z.int() }),
  OfRecord.extend({ type: z.literal("collection.row-taken-back.v1"), batch: BatchId }),
]);
export type RecordEvent = z.infer<typeof RecordEvent>;

/** Events that stay in the history of their record and are not announced. */
export const HISTORY_ONLY: readonly RecordEvent["type"][] = [
  "collection.row-taken-in.v1",
  "collection.row-taken-back.v1",
];

const OfConsent = z.object({ resource: ResourceId, from: CreditCode });
export const ConsentEvent = z.discriminatedUnion("type", [
  OfConsent.extend({ type: z.literal("collection.consent-given.v1") }),
  OfConsent.extend({ type: z.literal("collection.consent-withdrawn.v1") }),
]);
export type ConsentEvent = z.infer<typeof ConsentEvent>;
