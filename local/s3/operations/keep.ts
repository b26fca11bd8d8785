import { createHash, randomBytes } from "node:crypto";
import { ServiceFault } from "../../shared/fault.ts";
import { ChecksumAlgorithm } from "../body/checksums.ts";
import type { Checksums } from "../body/digests.ts";
import { bucketOf, type Call, invalidArgument } from "../call.ts";
import { type Lock, retentionFrom } from "../lock.ts";
import { type Bucket, type Checksum, type ObjectVersion, RetentionMode } from "../storage/records.ts";
import { checkWriteCondition } from "./conditions.ts";

const MODE = "x-amz-object-lock-mode";
const UNTIL = "x-amz-object-lock-retain-until-date";
const HOLD = "x-amz-object-lock-legal-hold";

/** Headers by which an uploader locks what is put. */
export const LOCK_HEADERS = [MODE, UNTIL, HOLD] as const;

/** The further rights that a put needs for the lock it asks for. */
export const lockActions = ({ headers }: Call): readonly string[] => [
  ...(headers[MODE] !== undefined || headers[UNTIL] !== undefined ? ["s3:PutObjectRetention"] : []),
  ...(headers[HOLD] !== undefined ? ["s3:PutObjectLegalHold"] : []),
];

/** The lock of what is put now: the one asked for, else the bucket's default. */
export const lockFor = ({ headers, now }: Call, bucket: Bucket): Lock => {
  const isAsked = LOCK_HEADERS.some((name) => headers[name] !== undefined);
  if (isAsked && bucket.lock === undefined) {
    throw new ServiceFault("InvalidRequest", "Bucket is missing Object Lock Configuration", 400);
  }
  const hold = headers[HOLD];
  if (hold !== undefined && hold !== "ON" && hold !== "OFF") throw invalidArgument("Legal Hold must be ON or OFF");
  const retention = askedRetention(headers, now) ?? retentionFrom(bucket.lock?.retention, now);
  return {
    ...(retention === undefined ? {} : { retention }),
    ...(hold === undefined ? {} : { legalHold: hold === "ON" }),
  };
};

const askedRetention = (headers: Call["headers"], now: number) => {
  if (headers[MODE] === undefined && headers[UNTIL] === undefined) return undefined;
  const mode = RetentionMode.safeParse(headers[MODE]);
  const until = Date.parse(headers[UNTIL] ?? "");
  if (!mode.success || Number.isNaN(until)) throw invalidArgument(`${MODE} and ${UNTIL} must both be supplied`);
  if (until <= now) throw invalidArgument("The retain until date must be in the future!");
  return { mode: mode.data, until };
};

/** What a version is before it has a place: everything but its id and its time. */
export type Made = Omit<ObjectVersion, "kind" | "versionId" | "at" | "key" | "retention" | "legalHold">;

/**
 * Puts what was written into its place: checks the condition, moves the bytes, writes the log. There is no `await`
 * in it, so of two conditional writes of one key exactly one finds its condition met.
 */
export const keepObject = (call: Call, made: Made, lock: Lock): ObjectVersion => {
  const bucket = bucketOf(call);
  checkWriteCondition(call.headers, call.store.version(bucket.name, call.key));
  const versionId = bucket.versioning === "Enabled" ? newVersionId() : "null";
  const version = { kind: "object", key: call.key, versionId, at: call.now, ...made, ...lock } as const;
  call.store.blobs.keep(made.blob);
  call.store.put(bucket.name, version, made.upload?.id);
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
    return value === undefined ? [] : [{ algorithm, value, type: "FULL_OBJECT" } as const];
  });
