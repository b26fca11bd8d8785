import type { Instant } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Call } from "../../platform/operation.ts";
import type { Begun } from "../../platform/round.ts";
import type { RowCounts } from "../batch/batch.ts";
import { unmap } from "../database/database.ts";
import { type Handed, measuredOf, NOTHING_HANDED } from "../quality/figures.ts";
import type { Counts } from "../record/counts.ts";
import { isInConflict } from "../record/merge.ts";
import { termsOf } from "../row/terms.ts";
import { openRound } from "../verification/verification.ts";
import { everyDatabase, followRecords } from "./building.ts";
import type { Governing } from "./governing.ts";

/** What of an event about a pool concerns its quality, its verification and the databases that it feeds. */
export type Moved = Readonly<{
  resource: string;
  records: readonly RecordId[];
  delta: Counts;
  /** Rows of a file that this event tells of; a record that was collected by itself is one good row. */
  rows?: RowCounts;
  /** Values that were wrong, as an objection has shown (A48). */
  corrected?: number;
  /** When something came in; absent where something was taken back or decided. */
  takenInAt?: Instant;
}>;

/** One event, several acts: each is done once, so each has a call of its own. */
const callFor = (call: Call, act: string): Call => ({ ...call, operation: `${call.operation}:${act}` });

/** The verification of a pool begins with the first record on whose items sources differ; one is open at a time. */
export const openVerification = async (
  { verifications, catalogue, calendar, today, allowed }: Governing,
  resource: string,
  call: Call,
): Promise<Outcome<unknown>> => {
  const found = await verifications.find(resource);
  const before = found.ok ? found.value : undefined;
  if (before?.now.status === "open") return accept("open");
  const binding = await catalogue(resource);
  if (!binding.ok) return binding;
  const circumstances = { today: today(), calendar: await calendar(), allowed: allowed.verifying };
  const opened = openRound(before?.now, termsOf(binding.value), circumstances);
  if (opened === undefined) return accept("open");
  const { round, compiledBy } = opened;
  const event = { type: "collection.verification-opened.v1", round, compiledBy } as const;
  return verifications.save(opened, before, event, callFor(call, "verification"));
};

/**
 * Something has moved in a pool: its tally is added to, once (A24); its verification begins if sources differ (A22p2);
 * the databases that it feeds follow (A23). Each may fail and be heard again without doing the others twice.
 */
export const poolMoved =
  (deps: Governing) =>
  async (
    { resource, records, delta, rows, takenInAt, corrected = 0 }: Moved,
    call: Call,
  ): Promise<Outcome<unknown>> => {
    const handed: Handed = rows ?? NOTHING_HANDED;
    const addition = { counts: delta, handed, corrected, ...(takenInAt === undefined ? {} : { takenInAt }) };
    const added = await deps.tallies.add(resource, addition, callFor(call, "tally"));
    if (!added.ok) return added;
    const found = await deps.recordsTogether(records);
    if (found.some(({ now }) => isInConflict(now))) {
      const opened = await openVerification(deps, resource, call);
      if (!opened.ok && opened.refusal.code !== "record-unknown") return opened;
    }
    return followRecords(deps, resource, records);
  };

/** A round was confirmed by an index that may have been behind: what it did not show begins the next one. */
export const lookAgain =
  (deps: Governing) =>
  async (resource: string, call: Call): Promise<Outcome<unknown>> => {
    const left = await deps.records.list("byConflict", { hash: resource }, { limit: 1 });
    if (!left.ok) return left;
    return left.value.items.length === 0 ? accept("nothing") : openVerification(deps, resource, call);
  };

/** What begins the flow of a verification: the pool, the round, and what its inbox item shows. */
export type Flow = Readonly<{
  record: string;
  flow: "verify" | "rebuild";
  round: number;
  title: string;
  institution?: string;
  dueOn?: string;
}>;
export type Starting = Readonly<{ start: (flow: Flow) => Promise<Begun> }>;

/** A round has begun: its flow waits for the department. One that is over by now is not begun. */
export const beginVerifying =
  ({ verifications, start }: Pick<Governing, "verifications"> & Starting) =>
  async (record: string, round: number): Promise<Outcome<Begun | "over", "record-unknown">> => {
    const found = await verifications.find(record);
    if (!found.ok) return found;
    const { status, name, compiledBy, clocks, round: now } = found.value.now;
    if (status !== "open" || now !== round) return accept("over");
    const dueOn = clocks[0] === undefined ? {} : { dueOn: clocks[0].dueOn };
    return accept(await start({ record, flow: "verify", round, title: name, institution: compiledBy, ...dueOn }));
  };

/** What a database is made of has changed: it is built anew, once a revision. */
export const beginRebuilding =
  ({ databases, start }: Pick<Governing, "databases"> & Starting) =>
  async (record: string, round: number): Promise<Outcome<Begun | "over", "record-unknown">> => {
    const found = await databases.find(record);
    if (!found.ok) return found;
    if (found.value.now.revision !== round) return accept("over");
    return accept(await start({ record, flow: "rebuild", round, title: found.value.now.name }));
  };

/** Databases whose last revision is not built, because the event was lost on its way: asked for again, begun once. */
export const beginUnbuilt =
  (deps: Pick<Governing, "databases"> & Starting) => async (): Promise<Outcome<{ asked: number }>> => {
    const begin = beginRebuilding(deps);
    let asked = 0;
    for await (const { now } of everyDatabase(deps)) {
      if (now.builtRevision >= now.revision) continue;
      await begin(now.id, now.revision);
      asked++;
    }
    return accept({ asked });
  };

/** Takes a resource out of every database that it feeds: it has retired, or is shared no more (A23). */
const unmapEverywhere = async (deps: Governing, resource: string, call: Call): Promise<Outcome<unknown>> => {
  for await (const found of everyDatabase(deps)) {
    const after = unmap(found.now, resource);
    if (after === undefined) continue;
    const { id, revision } = after;
    const event = { type: "collection.database-mapped.v1", revision, resource, mapped: false } as const;
    const saved = await deps.databases.save(after, found, event, callFor(call, `unmap:${id}`));
    if (!saved.ok) return saved;
  }
  return accept("unmapped");
};

/** A resource has come into force, or a new edition of it: its pool is measured by what the catalogue now says (A21). */
export const resourcePublished =
  (deps: Governing) =>
  async (resource: string, call: Call): Promise<Outcome<unknown>> => {
    const binding = await deps.catalogue(resource);
    if (!binding.ok) return binding;
    const measured = await deps.tallies.measure(resource, measuredOf(binding.value), callFor(call, "tally"));
    if (!measured.ok) return measured;
    const isShared = binding.value.content.sharing.type !== "not-shared";
    return isShared ? accept("measured") : unmapEverywhere(deps, resource, call);
  };

export const resourceRetired =
  (deps: Governing) =>
  async (resource: string, call: Call): Promise<Outcome<unknown>> => {
    const retired = await deps.tallies.retire(resource, callFor(call, "tally"));
    return retired.ok ? unmapEverywhere(deps, resource, call) : retired;
  };
