import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { MovableClock } from "../shared/clock.ts";
import { DurableLog } from "../shared/durable.ts";
import { ServiceFault } from "../shared/fault.ts";
import { Key, rotated } from "./key.ts";

const Alias = z.strictObject({ name: z.string(), target: z.uuid(), createdAt: z.number(), updatedAt: z.number() });
export type Alias = z.infer<typeof Alias>;

const Entry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("note"), says: z.string() }),
  z.strictObject({ kind: z.literal("key"), key: Key }),
  z.strictObject({ kind: z.literal("alias"), alias: Alias }),
  z.strictObject({ kind: z.literal("alias-deleted"), name: z.string() }),
]);
type Entry = z.infer<typeof Entry>;

const NOTE =
  "Keys of the local cloud of one machine, in the clear. They protect nothing: never use them anywhere else.";

/** Keys and aliases, in memory and in one file that its owner alone may read. */
export class KeyStore {
  readonly #log: DurableLog<Entry>;
  readonly #file: string;
  readonly #clock: MovableClock;
  readonly #keys = new Map<string, Key>();
  readonly #aliases = new Map<string, Alias>();
  readonly #unwatch: () => void;
  readonly prefix: string;

  constructor(folder: string, clock: MovableClock, prefix: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    this.#file = join(folder, "keys.jsonl");
    closeSync(openSync(this.#file, "a", 0o600));
    this.#clock = clock;
    this.prefix = prefix;
    this.#log = new DurableLog(this.#file);
    for (const entry of this.#log.entries((line) => Entry.parse(line))) this.#apply(entry);
    this.#compact();
    this.#unwatch = clock.watch((now) => this.#erase(now));
  }

  keys(): Key[] {
    return [...this.#keys.values()];
  }

  aliases(): Alias[] {
    return [...this.#aliases.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  aliasesOf({ id }: Key): string[] {
    return this.aliases().flatMap(({ name, target }) => (target === id ? [name] : []));
  }

  alias(name: string): Alias | undefined {
    return this.#aliases.get(name);
  }

  arnOf({ id }: Key): string {
    return `${this.prefix}:key/${id}`;
  }

  /** Finds a key by id, key ARN, alias name or alias ARN; NotFoundException if there is none. */
  async find(keyId: string): Promise<Key> {
    this.#erase(this.#clock.now());
    const name = keyId.startsWith(`${this.prefix}:`) ? keyId.slice(this.prefix.length + 1) : keyId;
    const isAlias = name.startsWith("alias/");
    const id = isAlias ? this.#aliases.get(name)?.target : name.replace(/^key\//, "");
    const key = this.#keys.get(id ?? "");
    if (key === undefined) {
      const arn = keyId.startsWith("arn:") ? keyId : `${this.prefix}:${isAlias ? name : `key/${name}`}`;
      throw new ServiceFault("NotFoundException", `${isAlias ? "Alias" : "Key"} ${arn} is not found.`);
    }
    const current = await rotated(key, this.#clock.now());
    if (current !== key) this.put(current);
    return current;
  }

  put(key: Key): void {
    this.#write({ kind: "key", key });
  }

  putAlias(alias: Alias): void {
    this.#write({ kind: "alias", alias });
  }

  deleteAlias(name: string): void {
    this.#write({ kind: "alias-deleted", name });
  }

  close(): void {
    this.#unwatch();
    this.#log.close();
  }

  #write(entry: Entry): void {
    this.#log.append(entry);
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if (entry.kind === "key") this.#keys.set(entry.key.id, entry.key);
    if (entry.kind === "alias") this.#aliases.set(entry.alias.name, entry.alias);
    if (entry.kind === "alias-deleted") this.#aliases.delete(entry.name);
  }

  /** A key whose waiting time is over is gone from memory and from disk: what it closed stays closed. */
  #erase(now: number): void {
    const due = this.keys().filter(({ deletionAt }) => deletionAt !== undefined && deletionAt <= now);
    if (due.length === 0) return;
    for (const key of due) {
      for (const name of this.aliasesOf(key)) this.#aliases.delete(name);
      this.#keys.delete(key.id);
    }
    this.#compact();
  }

  #compact(): void {
    this.#log.compact([
      { kind: "note", says: NOTE },
      ...this.keys().map((key) => ({ kind: "key", key }) as const),
      ...this.aliases().map((alias) => ({ kind: "alias", alias }) as const),
    ]);
    chmodSync(this.#file, 0o600);
  }
}
