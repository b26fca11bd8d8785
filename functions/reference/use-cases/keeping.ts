import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Answer, Call, UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import type { Change, CommitRefusal } from "../../platform/store/commit.ts";
import { CODE_TABLES } from "../code-tables.ts";
import type { ordinary } from "../contract.ts";
import { laws } from "../laws.ts";
import { confirm, type ImportedNotice, propose, reject } from "../notice.ts";
import { standards } from "../standards.ts";
import type { Stores } from "../store.ts";
import { calendarIn, officialOf } from "./calendar.ts";

export type Deps = Readonly<{
  stores: Stores;
  /** Saves several records' changes in one transaction, with what the caller is answered. */
  saveTogether: (
    changes: readonly Change<never>[],
    answer: Answer<ImportedNotice>,
    call: Call,
  ) => Promise<Outcome<Answer<ImportedNotice>, CommitRefusal>>;
  today: () => Day;
  newId: () => string;
}>;

/** What keepers do, and what everyone signed in may look up. */
export const keeping = ({ stores, saveTogether, today, newId }: Deps): UseCases<typeof ordinary> => {
  const { calendars, notices } = stores;
  const law = laws.useCases({ entries: stores.laws, today });
  const standard = standards.useCases({ entries: stores.standards, today });
  return {
    proposeNotice: async (fields, call) => {
      const about = { id: newId(), by: call.by.id, today: today() };
      const proposed = propose(fields, await calendarIn(stores), about);
      if (!proposed.ok) return proposed;
      return notices.save(proposed.value, undefined, { type: "reference.notice-proposed.v1" }, call);
    },

    confirmNotice: async ({ id }, call) => {
      const found = await notices.findUnchanged(id, call);
      if (!found.ok) return found;
      const official = await officialOf(stores);
      const confirmed = confirm(found.value.now, official?.now, call.by.id, today());
      if (!confirmed.ok) return confirmed;
      const { notice, calendar } = confirmed.value;
      const { years } = notice;
      const because = notice.notice.title;
      return saveTogether(
        [
          notices.change(notice, found.value, { type: "reference.notice-confirmed.v1", years }, call),
          calendars.change(calendar, official, { type: "reference.calendar-changed.v1", years, because }, call),
        ],
        { now: notice, version: found.value.version + 1 },
        call,
      );
    },

    rejectNotice: async ({ id, because }, call) => {
      const found = await notices.findUnchanged(id, call);
      if (!found.ok) return found;
      const rejected = reject(found.value.now, because, call.by.id, today());
      if (!rejected.ok) return rejected;
      return notices.save(rejected.value, found.value, { type: "reference.notice-rejected.v1" }, call);
    },

    readNotice: ({ id }) => notices.find(id),

    listNotices: async ({ status, ...page }) => {
      const found =
        status === undefined
          ? await notices.list("byRegister", { hash: "notice", backwards: true }, page)
          : await notices.list("byGroup", { hash: `notice#${status}`, backwards: true }, page);
      return listed(found);
    },

    recordLaw: law.record,
    amendLaw: law.amend,
    withdrawLaw: law.withdraw,
    readLaw: law.read,
    listLaws: law.list,
    recordStandard: standard.record,
    amendStandard: standard.amend,
    withdrawStandard: standard.withdraw,
    readStandard: standard.read,
    listStandards: standard.list,

    listCodeTables: async () =>
      accept({ now: { items: [...CODE_TABLES.values()].map(({ values: _values, ...table }) => table) } }),

    readCodeTable: async ({ name }) => {
      const table = CODE_TABLES.get(name);
      return table === undefined ? refuse("code-table-unknown", { name }) : accept({ now: table });
    },
  };
};
