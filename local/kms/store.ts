import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { DurableLog } from "../shared/durable.ts";
import { ServiceFault } from "../shared/fault.ts";
import { Key } from "./key.ts";

const Entry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("note"), says: z.string() }),
  z.strictObject({ kind: z.literal("key"), key: Key }),
  z.strictObject({ kind: z.literal("alias"), name: z.string(), target: z.uuid() }),
]);
type Entry = z.infer<typeof Entry>;

const NOTE =
  "Keys of the local cloud of one machine, in the clear. They protect nothing: never use them anywhere else.";

/** Keys and aliases, in memory and in one file that its owner alone may read. */
export class KeyStore {
  readonly #log: DurableLog<Entry>;
  readonly #keys = new Map<string, Key>();
  readonly #aliases = new Map<string, string>();
  readonly #prefix: string;

  /** `prefix` begins every ARN: `arn:aws-cn:kms:cn-north-1:000000000000`. */
  constructor(folder: string, prefix: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    this.#prefix = prefix;
    this.#log = new DurableLog(join(folder, "keys.jsonl"));
    const entries = this.#log.entries((line) => Entry.parse(line));
    for (const entry of entries) this.#apply(entry);
    if (entries.length === 0) this.#log.append({ kind: "note", says: NOTE });
  }

  has(id: string): boolean {
    return this.#keys.has(id);
  }

  arnOf({ id }: Key): string {
    return `${this.#prefix}:key/${id}`;
  }

  /** Finds a key by id, key ARN, alias name or alias ARN; NotFoundException if there is none. */
  find(keyId: string): Key {
    const name = keyId.startsWith(`${this.#prefix}:`) ? keyId.slice(this.#prefix.length + 1) : keyId;
    const isAlias = name.startsWith("alias/");
    const key = this.#keys.get((isAlias ? this.#aliases.get(name) : name.replace(/^key\//, "")) ?? "");
    if (key !== undefined) return key;
    const arn = keyId.startsWith("arn:") ? keyId : `${this.#prefix}:${isAlias ? name : `key/${name}`}`;
    throw new ServiceFault("NotFoundException", `${isAlias ? "Alias" : "Key"} ${arn} is not found.`);
  }

  put(key: Key): void {
    this.#write({ kind: "key", key });
  }

  /** Points an alias to a key, which must be there. */
  point(name: string, keyId: string): void {
    const target = this.find(keyId).id;
    if (this.#aliases.get(name) !== target) this.#write({ kind: "alias", name, target });
  }

  close(): void {
    this.#log.close();
  }

  #write(entry: Entry): void {
    this.#log.append(entry);
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if (entry.kind === "key") this.#keys.set(entry.key.id, entry.key);
    if (entry.kind === "alias") this.#aliases.set(entry.name, entry.target);
  }
}
