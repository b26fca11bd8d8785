import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Page } from "../../platform/page.ts";
import type { Principal } from "../../platform/principal.ts";
import type { Found, Happened } from "../../platform/store/open.ts";
import type { PageWish } from "../../platform/store/pages.ts";
import { isTheirs } from "../seeing.ts";

/** Every event of a request or a grant names its parties. */
const Parties = z.object({ consumer: CreditCode, provider: CreditCode, responsible: CreditCode });

type Kept<T> = Readonly<{
  find: (id: string) => Promise<Outcome<Found<T>, "record-unknown">>;
  history: (id: string, wish: PageWish) => Promise<Outcome<Page<Happened>, "cursor-invalid">>;
}>;

/**
 * A page of what happened to a request or a grant, for its parties by then: the events say who they are, and one read is
 * enough. Whoever is none of them is shown it if they see the record; for others nothing is there.
 */
export const historyOf = async <T>(
  { find, history }: Kept<T>,
  { id, cursor }: Readonly<{ id: string; cursor?: string | undefined }>,
  by: Principal,
  sees: (record: T) => Outcome<unknown, "record-unknown">,
) => {
  const page = await history(id, { cursor });
  if (!page.ok) return page;
  const items = [...page.value.items];
  const last = items.at(-1);
  if (last === undefined || !isTheirs(Parties.parse(last.data), by)) {
    const found = await find(id);
    const seen = found.ok ? sees(found.value.now) : found;
    if (!seen.ok) return seen;
  }
  return accept({ now: { ...page.value, items } });
};
