import { createHash, randomBytes } from "node:crypto";
import { ChecksumAlgorithm } from "../body/checksums.ts";
import type { Checksums } from "../body/digests.ts";
import { bucketOf, type Call } from "../call.ts";
import { retentionFrom } from "../lock.ts";
import type { Checksum, ObjectVersion } from "../storage/records.ts";
import { checkWriteCondition } from "./conditions.ts";

/** What a version is before it has a place: everything but its id and its time. */
export type Made = Omit<ObjectVersion, "kind" | "versionId" | "at" | "key" | "retention">;

/**
 * Puts what was written into its place: checks the condition, moves the bytes, writes the log. There is no `await`
 * in it, so of two conditional writes of one key exactly one finds its condition met.
 */
export const keepObject = (call: Call, made: Made): ObjectVersion => {
  const bucket = bucketOf(call);
  checkWriteCondition(call.headers, call.store.version(bucket.name, call.key));
  const versionId = bucket.versioning === "Enabled" ? newVersionId() : "null";
  const about = { kind: "object" as const, key: call.key, versionId, at: call.now, ...made };
  const retention = retentionFrom(bucket.lock?.retention, call.now);
  const version: ObjectVersion = retention === undefined ? about : { ...about, retention };
  call.store.blobs.keep(made.blob);
  call.store.put(bucket.name, version);
  return version;
};

export const newVersionId = (): string => randomBytes(24).toString("base64url");

/** Under a KMS key the provider's ETag is not the MD5 of the content, and nobody should come to rely on it here. */
export const etagOf = (md5: string, blob: string, { algorithm }: ObjectVersion["encryption"]): string =>
  algorithm === "aws:kms" ? createHash("md5").update(blob).digest("hex") : md5;

/** The provider computes a checksum of its own where the uploader sends none. */
export const BY_DEFAULT: readonly ChecksumAlgorithm[] = ["CRC64NVME"];

export const fullChecksums = (checksums: Checksums): Checksum[] =>
  ChecksumAlgorithm.options.flatMap((algorithm) => {
    const value = checksums[algorithm];
    return value === undefined ? [] : [{ algorithm, value }];
  });
