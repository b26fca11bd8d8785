import { newId } from "../platform/id.ts";
import { commit } from "../platform/store/commit.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { today } from "../platform/time.ts";
import { Responsibility } from "./responsibility.ts";
import { institutions, responsibilities, staff } from "./store.ts";
import type { Deps } from "./use-cases.ts";

/** What the use cases need, over this table. */
export const depsOver = (table: Table): Deps => ({
  stores: {
    institutions: openStore(institutions, table),
    responsibilities: openStore(responsibilities, table),
    staff: openStore(staff, table),
  },
  saveTogether: (changes, answer, call) =>
    commit(
      { dynamo: table.dynamo, table: table.name, parse: (earlier) => Responsibility.parse(earlier) },
      changes,
      answer,
      call,
    ),
  today,
  newId,
});
