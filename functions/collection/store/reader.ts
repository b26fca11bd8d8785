import type { Instant } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Page } from "../../platform/page.ts";
import { openStore, type Table } from "../../platform/store/open.ts";
import type { PageWish } from "../../platform/store/pages.ts";
import { type Wanted, wanted } from "../../platform/store/together.ts";
import type { PoolRecord } from "../record/record.ts";
import { records } from "../store.ts";

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
