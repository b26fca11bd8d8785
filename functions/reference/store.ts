import { declareStore } from "../platform/store/declare.ts";
import type { Store } from "../platform/store/open.ts";
import { NoticeEvent } from "./events.ts";
import { laws } from "./laws.ts";
import { ImportedNotice } from "./notice.ts";
import { calendars } from "./official.ts";
import { standards } from "./standards.ts";

/** Holiday notices on their way into the calendar. */
export const notices = declareStore({
  kind: "notice",
  holds: ImportedNotice,
  announces: NoticeEvent,
  id: ({ id }) => id,
  // The registers of this table are listed in the same way.
  indexes: {
    byRegister: (it) => ({ hash: "notice", range: `${it.publishedOn}#${it.id}` }),
    byGroup: (it) => ({ hash: `notice#${it.status}`, range: `${it.publishedOn}#${it.id}` }),
  },
});

/** Every store of the context's table. */
export const stores = [calendars, notices, laws.store, standards.store] as const;

export type Stores = Readonly<{
  calendars: Store<typeof calendars>;
  notices: Store<typeof notices>;
  laws: Store<typeof laws.store>;
  standards: Store<typeof standards.store>;
}>;
