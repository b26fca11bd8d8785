import { accept, type Outcome } from "../kernel/outcome.ts";
import type { UseCases } from "../platform/operation.ts";
import type { Page } from "../platform/page.ts";
import { hasAVerifiedNumber, type Principal } from "../platform/principal.ts";
import { type Access, AccessView, isItsKeepers, isItsParties, MyAccess } from "./access.ts";
import type { contract } from "./contract.ts";
import type { Accesses } from "./store.ts";

export type Deps = Readonly<{ accesses: Accesses }>;

/** What of a page the caller may see; a page of others' accesses looks as if it were not there, and leads nowhere. */
const seenBy = (
  page: Outcome<Page<Access>, "cursor-invalid">,
  sees: (access: Access, by: Principal) => boolean,
  by: Principal,
) => {
  if (!page.ok) return page;
  const items = page.value.items.filter((access) => sees(access, by)).map((access) => AccessView.parse(access));
  return accept({ now: items.length === 0 ? { items } : { ...page.value, items } });
};

/** The ledger is only read here: it is written by whoever reads data, in the transaction that its answer waits for. */
export const useCases = ({ accesses }: Deps): UseCases<typeof contract> => ({
  listMyAccesses: async (wish, { by }) => {
    const subject = hasAVerifiedNumber(by);
    if (!subject.ok) return subject;
    const page = await accesses.ofSubject(subject.value, wish);
    return page.ok ? accept({ now: { ...page.value, items: page.value.items.map((it) => MyAccess.parse(it)) } }) : page;
  },
  listRecordAccesses: async ({ id, ...wish }, { by }) => seenBy(await accesses.ofRecord(id, wish), isItsKeepers, by),
  listGrantAccesses: async ({ id, ...wish }, { by }) => seenBy(await accesses.ofGrant(id, wish), isItsParties, by),
});
