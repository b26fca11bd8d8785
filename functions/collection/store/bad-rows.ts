import * as z from "zod";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Page } from "../../platform/page.ts";
import type { Change } from "../../platform/store/commit.ts";
import type { Table } from "../../platform/store/open.ts";
import { openPages, type PageWish } from "../../platform/store/pages.ts";
import { BadRow } from "../batch/batch.ts";

const Kept = z.object({ data: BadRow });

/** Ten digits keep the order of lines; a file of more is larger than may be sent. */
const keyOf = (batch: string, line: number) => ({
  pk: `batch#${batch}`,
  sk: `bad#${String(line).padStart(10, "0")}`,
});

/** The rows that tell which lines were not taken in, as part of the transaction that goes past them. */
export const badRowsChange = (table: string, batch: string, bad: readonly BadRow[]): Change<never> => ({
  writes: bad.map((row) => ({
    write: { Put: { TableName: table, Item: { ...keyOf(batch, row.line), data: row } } },
    lostTo: "version",
  })),
});

/** One page of the report of a file, in the file's order. */
export const openBadRows = (table: Table) => {
  const page = openPages(table);
  return async (batch: string, wish: PageWish): Promise<Outcome<Page<BadRow>, "cursor-invalid">> => {
    const read = await page(undefined, { hash: keyOf(batch, 0).pk, from: "bad#", to: "bad#~" }, wish);
    return read.ok ? accept({ items: read.value.rows.map((row) => Kept.parse(row).data), ...read.value.next }) : read;
  };
};
