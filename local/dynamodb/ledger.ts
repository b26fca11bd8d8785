import { isDeepStrictEqual } from "node:util";
import type { MovableClock } from "../shared/clock.ts";
import type { Engine } from "./engine.ts";
import type { Intent, IntentFile } from "./intent.ts";
import type { Change } from "./journal.ts";
import type { Plan, Write } from "./plan.ts";
import { keyOf, keyText, type Tables } from "./tables.ts";
import type { Tokens } from "./tokens.ts";
import { type Fields, fieldsOf, type Item, isFields, listOf } from "./wire.ts";

/** The engine's limit of one BatchGetItem. */
const LARGEST_READ = 100;

/** Items by the text of their key; what is not there is not in it. */
export type Images = ReadonlyMap<string, Item>;

/** The changes that one commit made, by table. */
export type Commit = ReadonlyMap<string, readonly Change[]>;

export type LedgerParts = {
  readonly engine: Engine;
  readonly tables: Tables;
  readonly tokens: Tokens;
  readonly intents: IntentFile;
  readonly clock: MovableClock;
};

/**
 * Keeps the journals equal to what the engine committed, also when this process or the engine is killed in between:
 * an intent is noted first, with what was there before; whether it came to be is read from the data.
 */
export class Ledger {
  readonly #parts: LedgerParts;
  readonly #heard: (commit: Commit) => void;
  /** Why the journals are behind the data: nothing is written any more, or the intent that mends it would be lost. */
  #behind: unknown;

  constructor(parts: LedgerParts, heard: (commit: Commit) => void) {
    this.#parts = parts;
    this.#heard = heard;
  }

  /** What is there now; of a table that was deleted while a request stood in line, nothing. */
  async images(asked: readonly Pick<Write, "table" | "key" | "text">[]): Promise<Images> {
    const writes = asked.filter(({ table }) => this.#isThere(table.name));
    const found = new Map<string, Item>();
    for (let start = 0; start < writes.length; start += LARGEST_READ) {
      let pending = requestOf(writes.slice(start, start + LARGEST_READ));
      while (Object.keys(pending).length > 0) {
        const output = await this.#parts.engine.ask("BatchGetItem", { RequestItems: pending });
        for (const [name, items] of Object.entries(fieldsOf(output["Responses"]))) {
          const table = this.#parts.tables.get(name);
          for (const item of listOf(items)) if (isFields(item)) found.set(keyText(table, item), item);
        }
        pending = fieldsOf(output["UnprocessedKeys"]);
      }
    }
    return found;
  }

  /** To be called before the engine is asked. */
  intend(plans: readonly Plan[], before: Images): void {
    if (this.#behind !== undefined) throw this.#behind;
    const lengths: Record<string, number> = {};
    const writes = plans.flatMap((plan, request) =>
      plan.writes.flatMap(({ table, key, text, expired }) => {
        if (!this.#isThere(table.name)) return [];
        lengths[table.name] = this.#parts.tables.journal(table.name).length;
        return [{ table: table.name, key, before: before.get(text), expired, request }];
      }),
    );
    this.#parts.intents.write({ writes, lengths, tokens: plans.map(({ token }) => token ?? null) });
  }

  /** To be called when the engine refused: nothing was written. */
  forget(): void {
    this.#parts.intents.clear();
  }

  /** To be called when the engine says that it has committed. */
  async commit(plans: readonly Plan[], before: Images): Promise<void> {
    const writes = plans.flatMap((plan) => plan.writes);
    const read = await this.images(writes.filter(({ after }) => after === "read"));
    this.#keep(writes, before, (write) => afterOf(write, read), tokensOf(plans));
  }

  /** For a reply that never came: keeps what has changed, and tells whether anything has. */
  async settle(plans: readonly Plan[], before: Images): Promise<boolean> {
    const writes = plans.flatMap((plan) => plan.writes);
    const now = await this.images(writes);
    const changed = (plan: Plan) => plan.writes.some(({ text }) => !isDeepStrictEqual(now.get(text), before.get(text)));
    const done = plans.filter(changed);
    this.#keep(writes, before, ({ text }) => now.get(text), tokensOf(done));
    return done.length > 0;
  }

  /** Finishes what an earlier process was killed in. */
  async recover(): Promise<void> {
    const { intents, tables } = this.#parts;
    const intent = intents.read();
    if (intent === undefined) return;
    const entries = intent.writes.flatMap(({ table: name, key, before, expired, request }) => {
      const table = tables.find(name);
      if (table === undefined) return [];
      return [{ write: { table, key, text: keyText(table, key), after: "read", expired } as const, before, request }];
    });
    const now = await this.images(entries.map(({ write }) => write));
    const changed = entries.filter(({ write, before }) => !isDeepStrictEqual(now.get(write.text), before));
    const noted = this.#notedSince(intent);
    const missing = changed.filter(({ write }) => !noted.has(write.text));
    const before = new Map<string, Item>();
    for (const entry of entries) if (entry.before !== undefined) before.set(entry.write.text, entry.before);
    const done = new Set(changed.map(({ request }) => request));
    const tokens = intent.tokens.filter((token, request) => token !== null && done.has(request));
    this.#keep(
      missing.map(({ write }) => write),
      before,
      ({ text }) => now.get(text),
      tokens.filter((token) => token !== null),
    );
  }

  #keep(
    writes: readonly Write[],
    before: Images,
    after: (write: Write) => Item | undefined,
    tokens: readonly { readonly token: string; readonly digest: string }[],
  ): void {
    const at = this.#parts.clock.now();
    const commit = new Map<string, Change[]>();
    for (const write of writes) {
      const change = { at, before: before.get(write.text), after: after(write), expired: write.expired };
      if (isDeepStrictEqual(change.before, change.after)) continue;
      const changes = commit.get(write.table.name) ?? [];
      changes.push(change);
      commit.set(write.table.name, changes);
    }
    try {
      for (const [table, changes] of commit) this.#parts.tables.journal(table).append(changes);
      this.#parts.tokens.remember(tokens.map(({ token, digest }) => ({ token, digest, at })));
      this.#parts.intents.clear();
    } catch (error) {
      this.#behind = error;
      throw error;
    }
    if (commit.size > 0) this.#heard(commit);
  }

  #isThere(table: string): boolean {
    return this.#parts.tables.find(table) !== undefined;
  }

  /** Keys that reached their journal before the kill. */
  #notedSince({ lengths }: Intent): Set<string> {
    const noted = new Set<string>();
    for (const [name, length] of Object.entries(lengths)) {
      const table = this.#parts.tables.find(name);
      if (table === undefined) continue;
      for (const { before, after } of this.#parts.tables.journal(name).changes(length)) {
        const key = keyOf(table, after ?? before ?? {});
        if (key !== undefined) noted.add(keyText(table, key));
      }
    }
    return noted;
  }
}

const afterOf = ({ after, text }: Write, read: Images): Item | undefined => {
  if (after === "absent") return undefined;
  return after === "read" ? read.get(text) : after;
};

const tokensOf = (plans: readonly Plan[]) => plans.map(({ token }) => token).filter((token) => token !== undefined);

const requestOf = (writes: readonly Pick<Write, "table" | "key" | "text">[]): Fields => {
  const request: Record<string, { ConsistentRead: true; Keys: Item[] }> = {};
  const seen = new Set<string>();
  for (const { table, key, text } of writes) {
    if (seen.has(text)) continue;
    seen.add(text);
    const keys = request[table.name] ?? { ConsistentRead: true, Keys: [] };
    keys.Keys.push(key);
    request[table.name] = keys;
  }
  return request;
};
