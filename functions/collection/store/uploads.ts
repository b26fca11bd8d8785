import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Instant } from "../../kernel/day.ts";
import { orAbsent } from "../../platform/absent.ts";
import type { Batch } from "../batch/batch.ts";
import type { Sent } from "../batch/life.ts";

/** The quarantine in which files wait to be read. */
export type UploadsBucket = Readonly<{ s3: S3Client; bucket: string; now: () => Instant }>;

/** Seconds for which an address to upload to is good: a large file over a slow line; a new one can be had at any time. */
const GOOD_FOR = 3600;

/** Headers that the uploader must send as they were signed: no other file fits them. */
const SIGNED = ["x-amz-checksum-sha256", "content-length"];

export type Address = Readonly<{ url: string; method: "PUT"; headers: Record<string, string>; goodForSeconds: number }>;
type File = Pick<Batch, "id" | "bytes" | "sha256">;

const inBase64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

/**
 * Where and how the file is sent. Digest and length are signed with it, so that the store refuses any other file; the
 * same file may be sent again.
 */
export const openAddress =
  ({ s3, bucket, now }: UploadsBucket) =>
  async ({ id, bytes, sha256 }: File): Promise<Address> => {
    const checksum = inBase64(sha256);
    const put = new PutObjectCommand({ Bucket: bucket, Key: id, ContentLength: bytes, ChecksumSHA256: checksum });
    const url = await getSignedUrl(s3, put, {
      expiresIn: GOOD_FOR,
      signingDate: new Date(now()),
      unhoistableHeaders: new Set(SIGNED),
      signableHeaders: new Set(["host", ...SIGNED]),
    });
    const headers = { "x-amz-checksum-sha256": checksum, "content-length": String(bytes) };
    return { url, method: "PUT", headers, goodForSeconds: GOOD_FOR };
  };

/** What was sent, as the store has measured it; nothing if nothing was. */
export const findSent =
  ({ s3, bucket }: UploadsBucket) =>
  async ({ id }: Pick<File, "id">): Promise<Sent | undefined> => {
    const head = new HeadObjectCommand({ Bucket: bucket, Key: id, ChecksumMode: "ENABLED" });
    const found = await s3.send(head).catch(orAbsent("NotFound"));
    if (found === undefined) return undefined;
    const { ContentLength = 0, ChecksumSHA256 } = found;
    const sha256 = ChecksumSHA256 === undefined ? undefined : Buffer.from(ChecksumSHA256, "base64").toString("hex");
    return { bytes: ContentLength, sha256 };
  };

/** The file from a byte on, as it streams in; nothing if it is not there (any more: a quarantine forgets). */
export const openSent =
  ({ s3, bucket }: UploadsBucket) =>
  async ({ id, bytes }: File, offset: number): Promise<AsyncIterable<Uint8Array> | undefined> => {
    // A range must not be empty, so what has been read to its end is not asked for.
    if (offset >= bytes) return nothingMore();
    const get = new GetObjectCommand({ Bucket: bucket, Key: id, Range: `bytes=${offset}-` });
    const found = await s3.send(get).catch(orAbsent("NoSuchKey"));
    return found === undefined ? undefined : (found.Body?.transformToWebStream() ?? nothingMore());
  };

async function* nothingMore(): AsyncGenerator<Uint8Array> {}
