import { newId } from "../platform/id.ts";
import { commit } from "../platform/store/commit.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { today } from "../platform/time.ts";
import { laws } from "./laws.ts";
import { ImportedNotice } from "./notice.ts";
import { calendars } from "./official.ts";
import { standards } from "./standards.ts";
import { notices } from "./store.ts";
import type { Deps } from "./use-cases/keeping.ts";

/** What the use cases need, over this table. */
export const depsOver = (table: Table): Deps => ({
  stores: {
    calendars: openStore(calendars, table),
    notices: openStore(notices, table),
    laws: openStore(laws.store, table),
    standards: openStore(standards.store, table),
  },
  saveTogether: (changes, answer, call) =>
    commit(
      { dynamo: table.dynamo, table: table.name, parse: (earlier) => ImportedNotice.parse(earlier) },
      changes,
      answer,
      call,
    ),
  today,
  newId,
});
