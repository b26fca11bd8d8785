import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import { digestOf } from "../../platform/digest.ts";
import type { Call } from "../../platform/operation.ts";
import { PLATFORM } from "../../platform/principal.ts";
import type { Database } from "../database/database.ts";
import { contributionOf, type Entity, entityIdOf, withContribution, withoutRecord } from "../database/entity.ts";
import type { PoolRecord } from "../record/record.ts";
import type { Placed, Rewritten } from "../store/entities.ts";
import type { Governing } from "./governing.ts";

type Building = Pick<Governing, "databases" | "entities" | "records" | "recordsTogether" | "now">;
type Known<T> = Readonly<{ now: T; version: number }>;
type Lost = "record-changed-meanwhile" | "idempotency-key-reused";

/** How often records are placed anew because somebody else has changed one of their entities meanwhile. */
const TRIES = 8;

/** Acts of the platform on a database: placing the same records by the same revision happens once. */
const buildCall = (what: string, ...about: readonly unknown[]): Call => {
  const digest = digestOf(about);
  return { by: PLATFORM, operation: `build:${what}`, key: digest, digest, traceId: digest.slice(0, 32) };
};

/** Records that one transaction places: where each stands, the entity it leaves and the one it joins. */
const TOGETHER = LIMITS.batchRecords;

/** What placing these records changes, worked out from what is known of them. */
const workOut = async (
  { entities, now }: Building,
  database: Database,
  resource: string,
  found: readonly Known<PoolRecord>[],
): Promise<Outcome<{ placings: Rewritten<Placed>[]; changed: Rewritten<Entity>[] }, "record-changed-meanwhile">> => {
  const ids = found.map(({ now: { id } }) => id);
  const placed = await entities.placings(database.id, ids);
  const { revision } = database;
  // Placed by a later revision than the one at hand: that one was read too early.
  if ([...placed.values()].some((it) => it !== undefined && it.now.revision > revision)) {
    return refuse("record-changed-meanwhile", { database: database.id });
  }
  const mapping = database.mappings.find((it) => it.resource === resource);
  const moves = found.flatMap((record) => {
    const { id } = record.now;
    const was = placed.get(id);
    if (was !== undefined && was.now.record >= record.version && was.now.revision >= revision) return [];
    const given = contributionOf(mapping, record);
    return [{ id, was, version: record.version, given, to: given && entityIdOf(database.id, given.key) }];
  });
  const touched = moves.flatMap(({ was, to }) => [was?.now.entity ?? [], to ?? []].flat());
  const before = await entities.entities([...new Set(touched)]);
  const after = new Map<RecordId, Entity>();
  const standing = (id: RecordId) => after.get(id) ?? before.get(id)?.now;
  for (const { id, was, given, to } of moves) {
    const from = was?.now.entity;
    const left = from === undefined || from === to ? undefined : standing(from);
    if (left !== undefined) after.set(left.id, withoutRecord(left, id, database, now()));
    if (given === undefined || to === undefined) continue;
    const place = { database, id: to, key: given.key, at: now() };
    after.set(to, withContribution(standing(to), id, given.contribution, place));
  }
  return accept({
    placings: moves.map(({ id, was, version, to }) => ({
      id,
      before: was,
      after: { record: version, revision, ...(to === undefined ? {} : { entity: to }) },
    })),
    changed: [...after.values()].map((entity) => ({ id: entity.id, before: before.get(entity.id), after: entity })),
  });
};

/**
 * Puts records of one resource, as they stand now, into the entities of one database. What is heard late, twice or out
 * of order changes nothing: each record is read anew, and no version of it is placed twice by one revision (A23).
 */
const placeRecords = async (
  deps: Building,
  database: Database,
  resource: string,
  ids: readonly RecordId[],
): Promise<Outcome<{ placed: number }, Lost>> => {
  let placedAll = 0;
  for (let at = 0; at < ids.length; at += TOGETHER) {
    const some = ids.slice(at, at + TOGETHER);
    for (let attempt = 1; ; attempt++) {
      const found = await deps.recordsTogether(some);
      const work = await workOut(deps, database, resource, found);
      if (!work.ok) return work;
      const { placings, changed } = work.value;
      if (placings.length === 0) break;
      const versions = placings.map(({ id, after, before }) => [id, after.record, before?.version ?? 0]);
      const call = buildCall("place", database.id, database.revision, versions);
      const saved = await deps.entities.place(database.id, placings, changed, call);
      if (saved.ok) {
        placedAll += placings.length;
        break;
      }
      if (attempt === TRIES) return saved;
    }
  }
  return accept({ placed: placedAll });
};

/** Every database, page by page: there are as many as the Center has themes. */
export async function* everyDatabase({ databases }: Pick<Governing, "databases">): AsyncGenerator<Known<Database>> {
  let cursor: string | undefined;
  do {
    const page = await databases.list("byKind", { hash: "databases" }, { cursor, limit: LIMITS.pageSize });
    if (!page.ok) return;
    yield* page.value.items;
    cursor = page.value.next;
  } while (cursor !== undefined);
}

/** Records of a resource have changed: every database that it feeds, or once fed, follows. */
export const followRecords = async (
  deps: Building,
  resource: string,
  ids: readonly RecordId[],
): Promise<Outcome<{ placed: number }, Lost>> => {
  let placed = 0;
  for await (const { now: database } of everyDatabase(deps)) {
    if (!database.walked.includes(resource)) continue;
    const did = await placeRecords(deps, database, resource, ids);
    if (!did.ok) return did;
    placed += did.value.placed;
  }
  return accept({ placed });
};

/**
 * A step of building a database anew: walks the pools of every resource that feeds it or once did, in the order in which
 * their records changed, so that what changes meanwhile comes last and is met again. Ends when all is placed by this
 * revision, when a later one has begun, or when its time is up; the next step goes on from there.
 */
export const rebuildDatabase =
  (deps: Building & Readonly<{ timeIsUp: () => boolean }>) =>
  async ({ record: id, round }: { record: string; round: number }): Promise<Outcome<{ done: boolean }>> => {
    const found = await deps.databases.find(id);
    if (!found.ok) return found;
    const database = found.value.now;
    if (database.revision !== round || database.builtRevision >= round) return accept({ done: true });
    let known = await deps.entities.progress(id);
    let progress = known?.now.revision === round ? known.now : { revision: round, at: 0 };
    while (progress.at < database.walked.length) {
      const resource = database.walked[progress.at];
      if (resource === undefined) break;
      const wish = { cursor: progress.cursor, limit: TOGETHER };
      const page = await deps.records.list("byChange", { hash: resource }, wish);
      if (!page.ok) return page;
      const ids = page.value.items.map(({ now }) => now.id);
      const placed = await placeRecords(deps, database, resource, ids);
      if (!placed.ok) return placed.refusal.code === "record-changed-meanwhile" ? accept({ done: false }) : placed;
      const { next } = page.value;
      progress = next === undefined ? { revision: round, at: progress.at + 1 } : { ...progress, cursor: next };
      const call = buildCall("progress", id, known?.version ?? 0, progress);
      const saved = await deps.entities.saveProgress({ id, before: known, after: progress }, call);
      // Two steps at once: the other one has gone on, and so will the next.
      if (!saved.ok) return accept({ done: false });
      known = { now: progress, version: (known?.version ?? 0) + 1 };
      if (deps.timeIsUp()) return accept({ done: false });
    }
    const built = { ...database, builtRevision: round };
    const event = { type: "collection.database-built.v1", revision: round } as const;
    const saved = await deps.databases.save(built, found.value, event, buildCall("built", id, round));
    return accept({ done: saved.ok });
  };
