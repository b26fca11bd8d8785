import { type Day, dayOf, type Instant } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { FindObjection, Objection } from "../../objections/index.ts";
import type { Call } from "../../platform/operation.ts";
import type { Found } from "../../platform/store/open.ts";
import type { RecordEvent } from "../events.ts";
import { correct } from "../record/correcting.ts";
import { delta } from "../record/counts.ts";
import { mark, unmark } from "../record/marking.ts";
import { takeBack } from "../record/merge.ts";
import type { PoolRecord } from "../record/record.ts";
import type { Governing } from "./governing.ts";

type Disputing = Pick<Governing, "records" | "catalogue" | "now"> & Readonly<{ objection: FindObjection }>;
type Decided = Extract<Objection, { status: "decided" }>;

/** Acts of one event on one record, each done once. */
const callFor = (call: Call, act: string): Call => ({ ...call, operation: `${call.operation}:${act}` });

/** The mark goes when the objection is over, whether the record is held any more or not. */
export const unmarkSettled =
  ({ records, now }: Disputing) =>
  async (id: RecordId | undefined, objection: string, call: Call): Promise<Outcome<unknown>> => {
    if (id === undefined) return accept("record-not-known");
    const found = await records.find(id);
    if (!found.ok) return found;
    const unmarked = unmark(found.value.now, objection, now());
    // It was decided before it was marked: there is nothing to take off.
    if (!unmarked.ok) return accept("not-marked");
    const event = { type: "collection.record-unmarked.v1", resource: unmarked.value.resource, objection } as const;
    return records.save(unmarked.value, found.value, event, callFor(call, "unmark"));
  };

const isOver = async ({ objection }: Disputing, id: string): Promise<boolean> => {
  const its = await objection(id);
  return its.ok && (its.value.now.status === "decided" || its.value.now.status === "withdrawn");
};

/**
 * A record is disputed: it bears the mark, wherever it is used (A48). One that has it already is marked. What was
 * decided before this was heard is not marked any more; what is decided while it is, is looked for after the mark
 * stands: then it goes again.
 */
export const markDisputed =
  (deps: Disputing) =>
  async (id: RecordId | undefined, objection: string, call: Call): Promise<Outcome<unknown>> => {
    if (id === undefined) return accept("record-not-known");
    if (await isOver(deps, objection)) return unmarkSettled(deps)(id, objection, call);
    const { records } = deps;
    const found = await records.find(id);
    if (!found.ok) return found;
    const marked = mark(found.value.now, objection, deps.now());
    if (!marked.ok && marked.refusal.code !== "record-marked-already") return marked;
    if (marked.ok) {
      const event = { type: "collection.record-marked.v1", resource: marked.value.resource, objection } as const;
      const saved = await records.save(marked.value, found.value, event, callFor(call, "mark"));
      if (!saved.ok) return saved;
    }
    return (await isOver(deps, objection)) ? unmarkSettled(deps)(id, objection, call) : accept("marked");
  };

type Changing = Readonly<{ record: Found<PoolRecord>; objection: Decided; at: Instant; on: Day }>;
type Changed = Readonly<{ after: PoolRecord; event: RecordEvent }>;

/** What a decision does to the record, at its source; nothing where it leaves the record as it is. */
const changedBy = async (
  { catalogue }: Disputing,
  { record: { now }, objection, at, on }: Changing,
): Promise<Changed | undefined> => {
  const { resource } = now;
  const binding = await catalogue(resource);
  const provider = binding.ok ? binding.value.content.provider.code : now.statements[0]?.from;
  if (provider === undefined) return undefined;
  if (objection.outcome === "data-withdrawn") {
    const after = takeBack(now, () => true, at);
    if (after === undefined) return undefined;
    const about = { resource, from: provider, because: "objection", delta: delta(now, after) } as const;
    return { after, event: { type: "collection.record-withdrawn.v1", ...about } };
  }
  const { corrections } = objection;
  if (corrections === undefined) return undefined;
  const by = objection.department ?? (binding.ok ? binding.value.compiledBy : provider);
  const decided = { by, on, because: `异议 ${objection.id}` };
  const after = correct(now, { values: corrections, provider, decided }, at);
  if (after === undefined) return undefined;
  const about = { resource, from: provider, objection: objection.id, items: Object.keys(corrections) };
  return { after, event: { type: "collection.record-corrected.v1", ...about, delta: delta(now, after) } };
};

/**
 * An objection was decided: what it corrects is a new version of the record at its source, what was unlawful goes, and
 * then the mark. What was decided is read from the objection: no event says it. Heard twice, each is done once.
 */
export const settle =
  (deps: Disputing) =>
  async (id: string, record: RecordId | undefined, call: Call): Promise<Outcome<unknown>> => {
    if (record === undefined) return accept("record-not-known");
    const [decided, found] = await Promise.all([deps.objection(id), deps.records.find(record)]);
    if (!decided.ok) return decided;
    if (!found.ok) return found;
    const { now: objection } = decided.value;
    if (objection.status !== "decided") return accept("not-decided");
    const at = deps.now();
    const changed = await changedBy(deps, { record: found.value, objection, at, on: dayOf(at) });
    if (changed !== undefined) {
      const saved = await deps.records.save(changed.after, found.value, changed.event, callFor(call, "settle"));
      if (!saved.ok) return saved;
    }
    return unmarkSettled(deps)(record, id, call);
  };
