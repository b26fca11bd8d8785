import * as z from "zod";
import { ChecksumAlgorithm } from "../body/checksums.ts";

export const RetentionMode = z.enum(["GOVERNANCE", "COMPLIANCE"]);
export type RetentionMode = z.infer<typeof RetentionMode>;

/** A version may not be removed before `until`, in milliseconds since 1970. */
export const Retention = z.object({ mode: RetentionMode, until: z.number() });
export type Retention = z.infer<typeof Retention>;

/** How long the bucket keeps what is put in it without a date of its own. */
export const DefaultRetention = z.object({ mode: RetentionMode, unit: z.enum(["Days", "Years"]), length: z.int() });
export type DefaultRetention = z.infer<typeof DefaultRetention>;

export const Encryption = z.object({
  algorithm: z.enum(["AES256", "aws:kms"]),
  key: z.string().exactOptional(),
  bucketKey: z.boolean(),
});
export type Encryption = z.infer<typeof Encryption>;

export const Bucket = z.object({
  name: z.string(),
  versioning: z.enum(["Enabled", "Suspended"]).exactOptional(),
  /** Present once object lock is on; it can never be taken off again. */
  lock: z.object({ retention: DefaultRetention.exactOptional() }).exactOptional(),
  encryption: Encryption.exactOptional(),
  policy: z.string().exactOptional(),
});
export type Bucket = z.infer<typeof Bucket>;

const Checksum = z.object({ algorithm: ChecksumAlgorithm, value: z.string() });
export type Checksum = z.infer<typeof Checksum>;

/** What the uploader says about an object and gets back with it: HTTP headers, own metadata, storage class. */
export const Description = z.object({
  headers: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  storageClass: z.string(),
});
export type Description = z.infer<typeof Description>;

export const ObjectVersion = z.object({
  kind: z.literal("object"),
  key: z.string(),
  versionId: z.string(),
  at: z.number(),
  blob: z.string(),
  size: z.number(),
  etag: z.string(),
  description: Description,
  encryption: Encryption,
  checksums: z.array(Checksum),
  retention: Retention.exactOptional(),
});
export type ObjectVersion = z.infer<typeof ObjectVersion>;

const DeleteMarker = z.object({
  kind: z.literal("marker"),
  key: z.string(),
  versionId: z.string(),
  at: z.number(),
});
export const Version = z.discriminatedUnion("kind", [ObjectVersion, DeleteMarker]);
export type Version = z.infer<typeof Version>;

/** One line of the log. A version of a key and version id that are known already replaces what was known. */
export const Entry = z.discriminatedUnion("entry", [
  z.object({ entry: z.literal("bucket"), bucket: Bucket }),
  z.object({ entry: z.literal("put"), bucket: z.string(), version: Version }),
  z.object({ entry: z.literal("gone"), bucket: z.string(), key: z.string(), versionId: z.string() }),
]);
export type Entry = z.infer<typeof Entry>;
