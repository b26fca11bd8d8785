import { SortedKeys } from "./keys.ts";
import type { Bucket, Entry, Part, Upload, Version } from "./records.ts";

type Shelf = { bucket: Bucket; readonly keys: SortedKeys; readonly versions: Map<string, Version[]> };
type Running = { readonly upload: Upload; readonly parts: Map<number, Part> };

/** What the log adds up to. Applying an entry gives the blobs that nothing refers to any more. */
export class State {
  readonly shelves = new Map<string, Shelf>();
  readonly uploads = new Map<string, Running>();

  apply(entry: Entry): readonly string[] {
    switch (entry.entry) {
      case "bucket":
        return this.#bucket(entry.bucket);
      case "bucket-gone":
        this.shelves.delete(entry.name);
        return [];
      case "put":
        return [...this.#put(entry.bucket, entry.version), ...this.#endUpload(entry.upload)];
      case "changed":
        return this.#change(entry.bucket, entry.version);
      case "gone":
        return this.#remove(entry.bucket, entry.key, entry.versionId);
      case "upload":
        this.uploads.set(entry.upload.id, { upload: entry.upload, parts: new Map() });
        return [];
      case "upload-gone":
        return this.#endUpload(entry.id);
      case "part":
        return this.#part(entry.upload, entry.part);
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
    for (const { upload, parts } of this.uploads.values()) {
      yield { entry: "upload", upload };
      for (const part of parts.values()) yield { entry: "part", upload: upload.id, part };
    }
  }

  blobs(): Set<string> {
    const blobs = new Set<string>();
    for (const entry of this.entries()) {
      if (entry.entry === "put" && entry.version.kind === "object") blobs.add(entry.version.blob);
      if (entry.entry === "part") blobs.add(entry.part.blob);
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

  #change(bucket: string, version: Version): readonly string[] {
    const all = this.shelves.get(bucket)?.versions.get(version.key) ?? [];
    const at = all.findIndex(({ versionId }) => versionId === version.versionId);
    if (at >= 0) all[at] = version;
    return [];
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

  #part(upload: string, part: Part): readonly string[] {
    const parts = this.uploads.get(upload)?.parts;
    if (parts === undefined) return [part.blob];
    const replaced = parts.get(part.number);
    parts.set(part.number, part);
    return replaced === undefined ? [] : [replaced.blob];
  }

  #endUpload(id: string | undefined): readonly string[] {
    if (id === undefined) return [];
    const parts = this.uploads.get(id)?.parts.values() ?? [];
    this.uploads.delete(id);
    return [...parts].map(({ blob }) => blob);
  }
}

const blobOf = (version: Version | undefined): readonly string[] => (version?.kind === "object" ? [version.blob] : []);
