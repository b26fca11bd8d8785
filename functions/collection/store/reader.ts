import type { Instant } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Page } from "../../platform/page.ts";
import { openStore, type Table } from "../../platform/store/open.ts";
import type { PageWish } from "../../platform/store/pages.ts";
import { readTogether, type Wanted, wanted } from "../../platform/store/together.ts";
import type { PoolRecord } from "../record/record.ts";
import { records } from "../store.ts";
import { openEntities } from "./entities.ts";
import { databases } from "./governing.ts";

/** That a record of a pool has changed: which, how often by now, when last, and whether it is still held. */
export type Changed = Readonly<{ id: RecordId; version: number; changedAt: Instant; status: PoolRecord["status"] }>;

/** Sorts after every moment and id. */
const END = "~";

/**
 * For neighbours: the pools. `wantedRecord` is one record, to be read together with the asker's own rows; `changes` pages
 * through what has changed in a resource's pool since a moment, oldest first and without what it holds. Who hands on what
 * a record holds accounts for it in the ledger of accesses.
 */
export const openPool = (table: Table) => {
  const store = openStore(records, table);
  return {
    wantedRecord: (id: RecordId): Wanted<PoolRecord> => wanted(records, table.name, id),

    async changes(
      resource: string,
      since: Instant | undefined,
      wish: PageWish = {},
    ): Promise<Outcome<Page<Changed>, "cursor-invalid">> {
      const span = { hash: resource, ...(since === undefined ? {} : { from: since }), to: END };
      const read = await store.list("byChange", span, wish);
      if (!read.ok) return read;
      const items = read.value.items.map(({ now: { id, changedAt, status }, version }) => ({
        id,
        version,
        changedAt,
        status,
      }));
      return accept({ ...read.value, items });
    },
  };
};

/** A record in its pool, and each database that it feeds: in which version it stands there. */
export type Holding = Readonly<{
  pool: Readonly<{ version: number; changedAt: Instant; disputed: boolean; held: boolean }>;
  databases: readonly Readonly<{ id: string; name: string; version: number; current: boolean }>[];
}>;

/** For neighbours: where a record stands; nothing of what it holds. There are as many databases as the Center has themes. */
export const openHoldings = (table: Table) => {
  const { placings } = openEntities(table);
  const declared = openStore(databases, table);
  const record = (id: RecordId) => wanted(records, table.name, id);
  return async (id: RecordId): Promise<Holding | undefined> => {
    const [found, page] = await Promise.all([
      readTogether(table.dynamo, [record(id)]),
      declared.list("byKind", { hash: "databases" }, { limit: LIMITS.pageSize }),
    ]);
    const pool = found(record(id));
    if (pool === undefined) return undefined;
    const resource = id.slice(0, id.indexOf("~"));
    const fed = (page.ok ? page.value.items : []).filter(({ now }) => now.walked.includes(resource));
    const places = await Promise.all(
      fed.map(async ({ now: { id: database, name } }) => {
        const place = (await placings(database, [id])).get(id)?.now;
        if (place?.entity === undefined) return [];
        return [{ id: database, name, version: place.record, current: place.record === pool.version }];
      }),
    );
    const { changedAt, disputed, status } = pool.now;
    return {
      pool: { version: pool.version, changedAt, disputed: disputed.length > 0, held: status === "held" },
      databases: places.flat(),
    };
  };
};
export type Holdings = ReturnType<typeof openHoldings>;
