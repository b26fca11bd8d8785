import type { Instant } from "../../kernel/day.ts";
import { type Bucket, getObjectFrom, headObject, presignPut } from "../../platform/objects.ts";
import type { Batch } from "../batch/batch.ts";
import type { Sent } from "../batch/life.ts";

/** The quarantine in which files wait to be read. */
export type UploadsBucket = Readonly<{ bucket: Bucket; now: () => Instant }>;

/** Seconds for which an address to upload to is good: a large file over a slow line; a new one can be had at any time. */
const GOOD_FOR = 3600;

export type Address = Readonly<{ url: string; method: "PUT"; headers: Record<string, string>; goodForSeconds: number }>;
type File = Pick<Batch, "id" | "bytes" | "sha256">;

/**
 * Where and how the file is sent. Digest and length are signed with it, so that the store refuses any other file; the
 * same file may be sent again.
 */
export const openAddress =
  ({ bucket, now }: UploadsBucket) =>
  async ({ id, bytes, sha256 }: File): Promise<Address> => {
    const checksum = Buffer.from(sha256, "hex").toString("base64");
    const headers = { "x-amz-checksum-sha256": checksum, "content-length": String(bytes) };
    const url = await presignPut(bucket, id, headers, { seconds: GOOD_FOR, at: new Date(now()) });
    return { url, method: "PUT", headers, goodForSeconds: GOOD_FOR };
  };

/** What was sent, as the store has measured it; nothing if nothing was. */
export const findSent =
  ({ bucket }: UploadsBucket) =>
  async ({ id }: Pick<File, "id">): Promise<Sent | undefined> => {
    const found = await headObject(bucket, id);
    if (found === undefined) return undefined;
    const { bytes, sha256 } = found;
    return { bytes, sha256: sha256 === undefined ? undefined : Buffer.from(sha256, "base64").toString("hex") };
  };

/**
 * The file from a byte on, as it streams in; nothing if it is not there (any more: a quarantine forgets). One that ends
 * before or after its announced length is a fault: rows that were not read must not count as not sent.
 */
export const openSent =
  ({ bucket }: UploadsBucket) =>
  async ({ id, bytes }: File, offset: number): Promise<AsyncIterable<Uint8Array> | undefined> => {
    // A range must not be empty, so what has been read to its end is not asked for.
    if (offset >= bytes) return nothingMore();
    return getObjectFrom(bucket, id, { offset, bytes });
  };

async function* nothingMore(): AsyncGenerator<Uint8Array> {}
