import { Day } from "../../kernel/day.ts";
import type { Table } from "../../platform/store/open.ts";
import { openPages } from "../../platform/store/pages.ts";
import { GrantOverused } from "../events/granting.ts";
import { Usage, usageKey } from "../grant.ts";

/** What stands apart from a grant: the count of a day, and that it was too much. No record of its own, so it is not opened. */
export const counts = { indexes: {}, announces: GrantOverused } as const;

/** A count that nothing was added to yet is not in the row. */
const count = Usage.shape.used.default(0);
const Counts = Usage.extend({ used: count, missed: count, refused: count });
const Row = Counts.extend({ sk: Day });

/** What a row counts; without a row nothing was used yet. */
export const readUse = (row: unknown): Usage => Counts.parse(row ?? {});

/** What was used of a grant on a day. */
export type UsedOn = Usage & Readonly<{ day: Day }>;

/** A row for each day of at most a year: less than one page of a query. */
const ROWS = 400;

/** Reads how a grant was used on the days from one to another, both included, oldest first, by one consistent query. */
export const openUsage = ({ dynamo, name }: Table) => {
  const page = openPages({ dynamo, name });
  return async (grant: string, from: Day, to: Day): Promise<UsedOn[]> => {
    const { pk, sk } = usageKey(grant, to);
    const read = await page(undefined, { hash: pk, from, to: sk }, { limit: ROWS });
    const rows = read.ok ? read.value.rows : [];
    return rows.map((row) => {
      const { sk: day, ...use } = Row.parse(row);
      return { day, ...use };
    });
  };
};
