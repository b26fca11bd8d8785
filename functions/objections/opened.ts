import { openCatalogue } from "../catalog/index.ts";
import { openHoldings, openPool } from "../collection/index.ts";
import { openAccesses } from "../evidence/index.ts";
import { wantedCenter } from "../institutions/index.ts";
import { noticeWrites } from "../notices/index.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { readTogether } from "../platform/store/together.ts";
import { openFigures } from "./store/figures.ts";
import { type Objections, objections } from "./store/objections.ts";
import { noticesOf } from "./telling.ts";
import type { Deps, Save } from "./use-cases/deps.ts";

/** Neighbours' tables, by name. */
type Told = Readonly<{ catalog: string; collection: string; institutions: string; evidence: string; notices: string }>;

/** Saves an objection, and puts beside it what its objector is told. */
const savingOver =
  (store: Objections, now: Table["now"], notices: string): Save =>
  (objection, before, event, call, calendar) => {
    const version = (before?.version ?? 0) + 1;
    const told = noticesOf(objection, event, { version, at: now(), by: call.by.institution, calendar });
    return store.save(objection, before, event, call, noticeWrites(notices, told));
  };

/** What the use cases take from these tables. */
export const depsOver = (
  table: Table,
  { catalog, collection, institutions, evidence, notices }: Told,
): Omit<Deps, "calendar" | "today" | "now" | "newId"> => {
  const pool = openPool({ ...table, name: collection });
  const center = wantedCenter(institutions);
  const store = openStore(objections, table);
  return {
    objections: store,
    save: savingOver(store, table.now, notices),
    figures: openFigures(table),
    catalogue: openCatalogue({ ...table, name: catalog }),
    recordAndCenter: async (id) => {
      const record = id === undefined ? undefined : pool.wantedRecord(id);
      const found = await readTogether(table.dynamo, record === undefined ? [center] : [center, record]);
      const its = record && found(record)?.now;
      return {
        center: found(center)?.now,
        record: its && { id: its.id, held: its.status === "held", subject: its.subject },
      };
    },
    holdings: openHoldings({ ...table, name: collection }),
    accessesOf: openAccesses({ ...table, name: evidence }).ofRecord,
  };
};
