import { join } from "node:path";
import { DurableLog } from "../../shared/durable.ts";
import { Blobs } from "./blobs.ts";
import { SortedKeys } from "./keys.ts";
import { type Bucket, Entry, type Version } from "./records.ts";
import { State } from "./state.ts";

/** A log this much longer than what it adds up to is written anew when it is opened. */
const SLACK = 1000;

/**
 * Buckets and versions of one folder. Every change is one line of one log, written before it is seen and
 * before it is acknowledged; the bytes it speaks of are in place by then. All methods are synchronous: what is
 * checked and changed without an `await` between is one step, which is what conditional writes rest on.
 */
export class Store {
  readonly blobs: Blobs;
  readonly #log: DurableLog<Entry>;
  readonly #state = new State();

  constructor(folder: string) {
    this.blobs = new Blobs(folder);
    this.#log = new DurableLog<Entry>(join(folder, "log.jsonl"));
    const entries = this.#log.entries((line) => Entry.parse(line));
    for (const entry of entries) this.#state.apply(entry);
    const shortest = [...this.#state.entries()];
    if (entries.length > 2 * shortest.length + SLACK) this.#log.compact(shortest);
    const known = this.#state.blobs();
    this.blobs.sweep((id) => known.has(id));
  }

  bucket(name: string): Bucket | undefined {
    return this.#state.shelves.get(name)?.bucket;
  }

  saveBucket(bucket: Bucket): void {
    this.#commit({ entry: "bucket", bucket });
  }

  keys(bucket: string): SortedKeys {
    return this.#state.shelves.get(bucket)?.keys ?? new SortedKeys();
  }

  /** All versions of a key, oldest first. */
  versions(bucket: string, key: string): readonly Version[] {
    return this.#state.shelves.get(bucket)?.versions.get(key) ?? [];
  }

  /** The version of this id, or the newest. */
  version(bucket: string, key: string, versionId?: string): Version | undefined {
    const all = this.versions(bucket, key);
    return versionId === undefined ? all.at(-1) : all.find((it) => it.versionId === versionId);
  }

  /** Makes a version the newest of its key. */
  put(bucket: string, version: Version): void {
    this.#commit({ entry: "put", bucket, version });
  }

  remove(bucket: string, { key, versionId }: Version): void {
    this.#commit({ entry: "gone", bucket, key, versionId });
  }

  close(): void {
    this.#log.close();
  }

  #commit(entry: Entry): void {
    this.#log.append(entry);
    for (const blob of this.#state.apply(entry)) this.blobs.remove(blob);
  }
}
