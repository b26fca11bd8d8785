import type * as z from "zod";
import { openStore, type Table } from "../../platform/store/open.ts";
import { readTogether, wanted } from "../../platform/store/together.ts";
import { openCalendar } from "../../reference/index.ts";
import type { Settings } from "../settings.ts";
import { openEntities } from "../store/entities.ts";
import { databases, faults, subscriptions, verifications } from "../store/governing.ts";
import { openLedger } from "../store/ledger.ts";
import { openTallies } from "../store/tallies.ts";
import { records } from "../store.ts";
import type { Governing } from "../use-cases/governing.ts";

/** The table of the calendar, and what the context was told when it was deployed. */
type Told = Readonly<{ reference: string; settings: z.output<typeof Settings> }>;
type Given = Pick<Governing, "records" | "catalogue" | "today" | "now" | "newId">;

/** What governing the pools needs, over these tables, beside what collecting is given. */
export const governingOver = (
  table: Table,
  { reference, settings: told }: Told,
  { records: pool, ...given }: Given,
): Governing => ({
  records: pool,
  catalogue: given.catalogue,
  today: given.today,
  now: given.now,
  newId: given.newId,
  recordsTogether: async (ids) => {
    const wants = [...new Set(ids)].map((id) => wanted(records, table.name, id));
    const found = await readTogether(table.dynamo, wants);
    return wants.flatMap((one) => found(one) ?? []);
  },
  verifications: openStore(verifications, table),
  databases: openStore(databases, table),
  subscriptions: openStore(subscriptions, table),
  faults: openStore(faults, table),
  entities: openEntities(table),
  tallies: openTallies(table),
  calendar: openCalendar({ ...table, name: reference }),
  account: openLedger(table, told.EVIDENCE_TABLE),
  allowed: { verifying: told.VERIFICATION, mending: told.MENDING },
});
