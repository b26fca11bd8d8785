import { SortedKeys } from "./keys.ts";
import type { Bucket, Entry, Version } from "./records.ts";

type Shelf = { bucket: Bucket; readonly keys: SortedKeys; readonly versions: Map<string, Version[]> };

/** What the log adds up to. Applying an entry gives the blobs that nothing refers to any more. */
export class State {
  readonly shelves = new Map<string, Shelf>();

  apply(entry: Entry): readonly string[] {
    switch (entry.entry) {
      case "bucket":
        return this.#bucket(entry.bucket);
      case "put":
        return this.#put(entry.bucket, entry.version);
      case "gone":
        return this.#remove(entry.bucket, entry.key, entry.versionId);
    }
  }

  /** The shortest log that adds up to this. */
  *entries(): Generator<Entry> {
    for (const { bucket, versions } of this.shelves.values()) {
      yield { entry: "bucket", bucket };
      for (const all of versions.values()) {
        for (const version of all) yield { entry: "put", bucket: bucket.name, version };
      }
    }
  }

  blobs(): Set<string> {
    const blobs = new Set<string>();
    for (const entry of this.entries()) {
      if (entry.entry === "put" && entry.version.kind === "object") blobs.add(entry.version.blob);
    }
    return blobs;
  }

  #bucket(bucket: Bucket): readonly string[] {
    const shelf = this.shelves.get(bucket.name);
    if (shelf === undefined) this.shelves.set(bucket.name, { bucket, keys: new SortedKeys(), versions: new Map() });
    else shelf.bucket = bucket;
    return [];
  }

  #put(bucket: string, version: Version): readonly string[] {
    const shelf = this.shelves.get(bucket);
    if (shelf === undefined) return blobOf(version);
    const all = shelf.versions.get(version.key);
    if (all === undefined) {
      shelf.keys.add(version.key);
      shelf.versions.set(version.key, [version]);
      return [];
    }
    const replaced = all.findIndex(({ versionId }) => versionId === version.versionId);
    const [gone] = replaced < 0 ? [] : all.splice(replaced, 1);
    all.push(version);
    return blobOf(gone);
  }

  #remove(bucket: string, key: string, versionId: string): readonly string[] {
    const shelf = this.shelves.get(bucket);
    const all = shelf?.versions.get(key) ?? [];
    const at = all.findIndex((it) => it.versionId === versionId);
    const [gone] = at < 0 ? [] : all.splice(at, 1);
    if (shelf !== undefined && all.length === 0 && gone !== undefined) {
      shelf.versions.delete(key);
      shelf.keys.remove(key);
    }
    return blobOf(gone);
  }
}

const blobOf = (version: Version | undefined): readonly string[] => (version?.kind === "object" ? [version.blob] : []);
