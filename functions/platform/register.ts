import * as z from "zod";
import type { Citation } from "../../law/articles.ts";
import { Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import { PlainText } from "../kernel/text.ts";
import { type Call, type Meaning, operation, type Text } from "./operation.ts";
import { listed, PageFields, pageOf } from "./page.ts";
import type { Post, Role } from "./principal.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "./refusals.ts";
import { declareStore } from "./store/declare.ts";
import type { Store } from "./store/open.ts";

type Declared<T, I, C extends string> = Readonly<{
  /** The context that keeps it, and what one entry is called: `reference`, `law`. */
  context: string;
  name: string;
  path: `/${string}`;
  /** What an entry is, in both languages: "a law that may be cited". */
  says: Text;
  cites: readonly Citation[];
  /** Fields of an entry, as its keeper writes them. */
  entry: z.ZodType<T, I>;
  /** The entry's own key: the credit code of a body, the number of a standard. Another entry with it is refused. */
  id: (entry: T) => string;
  /** Entries are also listed by group (a rank of law, a district). */
  group?: (entry: T) => string;
  keeper: Readonly<{ who: readonly Role[]; post?: Post }>;
  /** Rules on what may be entered and by whom; runs before an entry is recorded, amended or withdrawn. */
  bar?: (entry: T, call: Call) => Outcome<unknown, C>;
  refusals: Readonly<Record<C, Meaning>>;
  example: I;
}>;

const TAKEN = {
  "entry-exists": { status: 409, zh: "登记簿中已有此条目", en: "The register has this entry already" },
} as const;
const WITHDRAWN = {
  "entry-withdrawn": { status: 409, zh: "此条目已撤出登记簿", en: "The entry was withdrawn" },
} as const;

/**
 * A register: entries that their keeper records, amends and withdraws, that others read and list, and whose history
 * is kept. What is only a register is declared, not written out again: this gives its store, operations and use cases.
 */
export const register = <T, I, const C extends string = never>(declared: Declared<T, I, C>) => {
  const { context, name, path, says, cites, entry, id, group, keeper, bar, refusals, example } = declared;

  const Entry = z.object({
    id: z.string(),
    status: z.enum(["in-force", "withdrawn"]),
    entry,
    recordedOn: Day,
    amendedOn: Day.exactOptional(),
    withdrawnOn: Day.exactOptional(),
    because: z.string().exactOptional(),
  });
  type Entry = z.output<typeof Entry>;
  const Event = z.object({
    type: z.enum([
      `${context}.${name}-recorded.v1`,
      `${context}.${name}-amended.v1`,
      `${context}.${name}-withdrawn.v1`,
    ]),
  });
  type Announced = z.output<typeof Event>;

  const store = declareStore<Entry, Announced, "byRegister" | "byGroup">({
    kind: name,
    holds: Entry,
    announces: Event,
    id: (it) => it.id,
    indexes: {
      byRegister: (it) => ({ hash: name, range: it.id }),
      byGroup: (it) => (group === undefined ? undefined : { hash: `${name}#${group(it.entry)}`, range: it.id }),
    },
  });

  const because = PlainText(LIMITS.writtenCharacters).meta({ description: "Why; it stays in the history" });
  const EntryId = z.string().min(1).max(LIMITS.nameCharacters);
  const anId = id(entry.parse(example));
  const anEntry = { id: anId, status: "in-force", entry: example, recordedOn: "2026-11-24" } as const;
  const at = `${path}/{id}` as const;
  const on = (zh: string, en: string): Text => ({ zh: `${zh}：${says.zh}`, en: `${en} ${says.en}` });

  const contract = {
    record: operation({
      duty: "command",
      method: "POST",
      path,
      says: on("登记", "Record"),
      cites,
      ...keeper,
      creates: true,
      takes: z.strictObject({ entry }),
      gives: Entry,
      refusals: { ...COMMAND, ...TAKEN, ...refusals },
      example: { takes: { entry: example }, gives: anEntry },
    }),
    amend: operation({
      duty: "command",
      method: "PUT",
      path: at,
      says: on("变更", "Amend"),
      cites,
      ...keeper,
      takes: z.strictObject({ id: EntryId, entry, because }),
      gives: Entry,
      refusals: { ...COMMON, ...WITHDRAWN, ...TAKEN, ...refusals },
      example: { takes: { id: anId, entry: example, because: "更正名称" }, gives: anEntry },
    }),
    withdraw: operation({
      duty: "command",
      method: "POST",
      path: `${at}/withdrawal`,
      says: on("撤出", "Withdraw"),
      cites,
      ...keeper,
      takes: z.strictObject({ id: EntryId, because }),
      gives: Entry,
      refusals: { ...COMMON, ...WITHDRAWN, ...refusals },
      example: { takes: { id: anId, because: "已废止" }, gives: anEntry },
    }),
    read: operation({
      duty: "read",
      method: "GET",
      path: at,
      says: on("查询", "Read"),
      cites,
      who: "everyone",
      takes: z.strictObject({ id: EntryId }),
      gives: Entry,
      refusals: UNKNOWN,
      example: { takes: { id: anId }, gives: anEntry },
    }),
    list: operation({
      duty: "read",
      method: "GET",
      path,
      says: on("列出", "List"),
      cites,
      who: "everyone",
      takes: z.strictObject({ group: z.string().max(100).exactOptional(), ...PageFields }),
      gives: pageOf(Entry),
      refusals: PAGED,
      example: { takes: {}, gives: { items: [anEntry] } },
    }),
  };

  type Deps = Readonly<{ entries: Store<typeof store>; today: () => Day }>;
  const allowed = (it: T, call: Call): Outcome<unknown, C> => bar?.(it, call) ?? accept(it);

  /** The entry as it stands, if it is in force. */
  const inForce = async (entries: Deps["entries"], entryId: string, call: Call) => {
    const found = await entries.findUnchanged(entryId, call);
    if (!found.ok) return found;
    return found.value.now.status === "withdrawn" ? refuse("entry-withdrawn", { id: entryId }) : found;
  };

  /** The use cases over an opened store; the context lists them beside its own, under its own names. */
  const useCases = ({ entries, today }: Deps) => ({
    record: async ({ entry: written }: { entry: T }, call: Call) => {
      const may = allowed(written, call);
      if (!may.ok) return may;
      const entered = { id: id(written), status: "in-force" as const, entry: written, recordedOn: today() };
      const saved = await entries.save(entered, undefined, { type: `${context}.${name}-recorded.v1` }, call);
      const taken = !saved.ok && saved.refusal.code === "record-changed-meanwhile";
      return taken ? refuse("entry-exists", { field: "/entry", id: entered.id }) : saved;
    },

    amend: async ({ id: entryId, entry: written, because }: { id: string; entry: T; because: string }, call: Call) => {
      const found = await inForce(entries, entryId, call);
      if (!found.ok) return found;
      if (id(written) !== entryId) return refuse("entry-exists", { field: "/entry", id: id(written) });
      const may = allowed(written, call);
      if (!may.ok) return may;
      const amended = { ...found.value.now, entry: written, amendedOn: today(), because };
      return entries.save(amended, found.value, { type: `${context}.${name}-amended.v1` }, call);
    },

    withdraw: async ({ id: entryId, because }: { id: string; because: string }, call: Call) => {
      const found = await inForce(entries, entryId, call);
      if (!found.ok) return found;
      const may = allowed(found.value.now.entry, call);
      if (!may.ok) return may;
      const withdrawn = { ...found.value.now, status: "withdrawn" as const, withdrawnOn: today(), because };
      return entries.save(withdrawn, found.value, { type: `${context}.${name}-withdrawn.v1` }, call);
    },

    read: ({ id: entryId }: { id: string }) => entries.find(entryId),

    list: async ({ group: wanted, ...page }: { group?: string; cursor?: string; limit?: number }) => {
      const found =
        wanted === undefined
          ? await entries.list("byRegister", { hash: name }, page)
          : await entries.list("byGroup", { hash: `${name}#${wanted}` }, page);
      return listed(found);
    },
  });

  return { Entry, store, contract, useCases };
};
