import { openCatalogue } from "../catalog/index.ts";
import { wantedAuthority } from "../institutions/index.ts";
import { newId } from "../platform/id.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { today } from "../platform/time.ts";
import { methods } from "./method.ts";
import { openBadRows } from "./store/bad-rows.ts";
import { openIntake } from "./store/intake.ts";
import { batches, consents, records } from "./store.ts";
import type { Deps } from "./use-cases/deps.ts";

/** Neighbours' tables, by name. */
type Told = Readonly<{ catalog: string; institutions: string }>;

/** What the use cases need, over these tables. */
export const depsOver = (table: Table, told: Told): Deps => ({
  records: openStore(records, table),
  batches: openStore(batches, table),
  consents: openStore(consents, table),
  methods: openStore(methods.store, table),
  intake: openIntake(table),
  catalogue: openCatalogue({ ...table, name: told.catalog }),
  authorityOf: (district) => wantedAuthority(told.institutions, district),
  badRows: openBadRows(table),
  today,
  now: table.now,
  newId,
});
