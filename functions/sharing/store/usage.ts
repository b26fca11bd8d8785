import * as z from "zod";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Table } from "../../platform/store/open.ts";
import { openPages } from "../../platform/store/pages.ts";
import { NOW, RecordRow } from "../../platform/store/rows.ts";
import { GrantOverused } from "../events/granting.ts";
import { dayUsed, Grant, Usage, usageKey } from "../grant.ts";

/** What stands beside a grant: the count of a day, and that it was too much. No record of its own, so it is not opened. */
export const counts = { indexes: {}, announces: GrantOverused } as const;

/** A count that nothing was added to yet is not in the row. */
const count = Usage.shape.used.default(0);
const Counts = Usage.extend({ used: count, missed: count, refused: count });
const Row = Counts.extend({ sk: z.string() });

/** What a row counts; without a row nothing was used yet. */
export const readUse = (row: unknown): Usage => Counts.parse(row ?? {});

/** What was used of a grant on a day. */
type UsedOn = Usage & Readonly<{ day: Day }>;

/** A grant, and what was used of it on the days from one to another, oldest first. */
export type GrantUse = Readonly<{ grant: Grant; days: UsedOn[] }>;

/** The grant and a row for each of its days: ten years of them are less than one page of a query. */
const ROWS = 4000;

/** Reads a grant with its use on the days from one to another, both included, by one consistent query of its rows. */
export const openUsage = ({ dynamo, name }: Table) => {
  const page = openPages({ dynamo, name });
  return async (grant: string, from: Day, to: Day): Promise<Outcome<GrantUse, "record-unknown">> => {
    const { pk, sk } = usageKey(grant, to);
    const read = await page(undefined, { hash: pk, from: NOW, to: sk }, { limit: ROWS });
    const [now, ...used] = read.ok ? read.value.rows : [];
    if (now?.["sk"] !== NOW) return refuse("record-unknown", { id: grant });
    const days = used.map((item) => {
      const { sk: day, ...use } = Row.parse(item);
      return { day: dayUsed(day), ...use };
    });
    return accept({ grant: Grant.parse(RecordRow.parse(now).data), days: days.filter(({ day }) => from <= day) });
  };
};
