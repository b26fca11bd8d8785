import { type Bucket, getObjectFrom } from "../../platform/objects.ts";
import type { Batch } from "../batch/batch.ts";

type File = Pick<Batch, "id" | "bytes" | "sha256">;

/** How the file of a batch lies in the quarantine. */
export const fileOf = ({ id, bytes, sha256 }: File) => ({ key: id, bytes, sha256 });

/**
 * The file from a byte on, as it streams in; nothing if it is not there (any more: a quarantine forgets). One that ends
 * before or after its announced length is a fault: rows that were not read must not count as not sent.
 */
export const openSent =
  (bucket: Bucket) =>
  async (file: File, offset: number): Promise<AsyncIterable<Uint8Array> | undefined> => {
    const { key, bytes } = fileOf(file);
    // A range must not be empty, so what has been read to its end is not asked for.
    if (offset >= bytes) return nothingMore();
    return getObjectFrom(bucket, key, { offset, bytes });
  };

async function* nothingMore(): AsyncGenerator<Uint8Array> {}
