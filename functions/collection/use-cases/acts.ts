import type * as z from "zod";
import { Instant } from "../../kernel/day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import type {
  FindObjection,
  ObjectionDecided,
  ObjectionHandedOver,
  ObjectionReceived,
  ObjectionWithdrawn,
} from "../../objections/index.ts";
import type { Call } from "../../platform/operation.ts";
import type { DatabaseMapped, RecordDecided, VerificationOpened } from "../events/governing.ts";
import type {
  RecordCollected,
  RecordCorrected,
  RecordMarked,
  RecordUnmarked,
  RecordWithdrawn,
  RowsTakenBack,
  RowsTakenIn,
} from "../events.ts";
import { followRecords } from "./building.ts";
import { markDisputed, settle, unmarkSettled } from "./disputes.ts";
import type { Governing } from "./governing.ts";
import { inTime } from "./in-time.ts";
import {
  beginRebuilding,
  beginVerifying,
  lookAgain,
  poolMoved,
  resourcePublished,
  resourceRetired,
  type Starting,
} from "./watching.ts";

type Of<S extends z.ZodType> = z.output<S>;
type Heard = Readonly<{ subject: string; at: string }>;

/** One record by itself is one good row. */
const ONE_ROW = { good: 1, unchanged: 0, bad: 0, duplicates: 0 };

/** What the governing half of the context does when it hears of something; `start` begins a flow of its own. */
export const governingActs = (
  deps: Governing & Readonly<{ objection: FindObjection }>,
  start: Readonly<{ verify: Starting["start"]; rebuild: Starting["start"] }>,
) => {
  const moved = poolMoved(deps);
  const verify = beginVerifying({ ...deps, start: start.verify });
  const rebuild = beginRebuilding({ ...deps, start: start.rebuild });
  const again = lookAgain(deps);
  const published = resourcePublished(deps);
  const retired = resourceRetired(deps);
  const marking = markDisputed(deps);
  const unmarking = unmarkSettled(deps);
  const settling = settle(deps);
  const marks = (
    { record }: Of<typeof ObjectionReceived | typeof ObjectionHandedOver>,
    call: Call,
    { subject }: Heard,
  ) => marking(record, subject, call);
  // A mark moves no count of the pool; the databases and whoever follows them learn of it.
  const moves = ({ resource }: Of<typeof RecordMarked | typeof RecordUnmarked>, _call: Call, { subject }: Heard) =>
    followRecords(deps, resource, [subject]);
  const ofOne = (
    { resource, delta }: Of<typeof RecordWithdrawn | typeof RecordDecided>,
    call: Call,
    { subject }: Heard,
  ) => moved({ resource, records: [subject], delta }, call);
  return {
    "collection.rows-taken-in.v1": (
      { resource, records, rows, delta }: Of<typeof RowsTakenIn>,
      call: Call,
      { at }: Heard,
    ) => moved({ resource, records, rows, delta, takenInAt: Instant.parse(at) }, call),
    "collection.rows-taken-back.v1": ({ resource, records, delta }: Of<typeof RowsTakenBack>, call: Call) =>
      moved({ resource, records, delta }, call),
    "collection.record-collected.v1": (
      { resource, delta }: Of<typeof RecordCollected>,
      call: Call,
      { subject, at }: Heard,
    ) => moved({ resource, records: [subject], rows: ONE_ROW, delta, takenInAt: Instant.parse(at) }, call),
    "collection.record-withdrawn.v1": ofOne,
    "collection.record-decided.v1": ofOne,
    "collection.record-corrected.v1": (
      { resource, items, delta }: Of<typeof RecordCorrected>,
      call: Call,
      { subject }: Heard,
    ) => moved({ resource, records: [subject], delta, corrected: items.length }, call),
    "collection.record-marked.v1": moves,
    "collection.record-unmarked.v1": moves,
    "objections.received.v1": marks,
    "objections.handed-over.v1": marks,
    "objections.decided.v1": ({ record }: Of<typeof ObjectionDecided>, call: Call, { subject }: Heard) =>
      settling(subject, record, call),
    "objections.withdrawn.v1": ({ record }: Of<typeof ObjectionWithdrawn>, call: Call, { subject }: Heard) =>
      unmarking(record, subject, call),
    "collection.verification-opened.v1": ({ round }: Of<typeof VerificationOpened>, _call: Call, { subject }: Heard) =>
      verify(subject, round),
    "collection.verification-confirmed.v1": (_event: unknown, call: Call, { subject }: Heard) => again(subject, call),
    "collection.database-mapped.v1": ({ revision }: Of<typeof DatabaseMapped>, _call: Call, { subject }: Heard) =>
      rebuild(subject, revision),
    "catalog.resource-published.v1": (_event: unknown, call: Call, { subject }: Heard) => published(subject, call),
    "catalog.resource-retired.v1": (_event: unknown, call: Call, { subject }: Heard) => retired(subject, call),
    "reference.calendar-changed.v1": async (why: Readonly<{ because: string }>): Promise<Outcome<unknown>> => {
      const { verifications, faults } = inTime(deps);
      const first = await verifications.reckonAnew(why);
      return first.ok ? faults.reckonAnew(why) : first;
    },
  };
};
