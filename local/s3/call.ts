import type { Caller, Deed } from "../shared/caller.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import type { Answer } from "./answer.ts";
import type { Body } from "./body/receive.ts";
import type { Signed } from "./signature.ts";
import type { Bucket, ObjectVersion, Version } from "./storage/records.ts";
import type { Store } from "./storage/store.ts";

/** One authentic request on its way through an operation. */
export type Call = {
  readonly store: Store;
  /** Milliseconds on the platform's clock when the request came. */
  readonly now: number;
  readonly caller: Caller;
  readonly signed: Signed;
  readonly headers: Signed["headers"];
  readonly query: ReadonlyMap<string, string>;
  /** The bucket and key that the path names; empty where the operation has none. */
  readonly bucketName: string;
  readonly key: string;
  readonly body: Body;
  /** Refuses what the caller's role, or a statement of the bucket's policy, does not allow. */
  readonly authorise: (...deeds: readonly Deed[]) => void;
};

/** An operation of the API and everything of a request that it understands; the rest is refused by name. */
export type Operation = {
  readonly name: string;
  readonly method: "GET" | "HEAD" | "PUT" | "DELETE";
  readonly on: "bucket" | "object";
  /** Query parameters that make a request this operation. A value after `=` must be met. */
  readonly when?: readonly string[];
  readonly query?: readonly string[];
  /** `x-amz-` headers; a name that ends in `*` stands for all that begin so. */
  readonly headers?: readonly string[];
  readonly run: (call: Call) => Answer | Promise<Answer>;
};

export const PARTITION = "aws-cn";
export const REGION = "cn-north-1";
export const ACCOUNT = "000000000000";

export const bucketArn = (bucket: string): string => `arn:${PARTITION}:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `${bucketArn(bucket)}/${key}`;

export const bucketOf = (call: Call): Bucket => {
  const name = call.bucketName;
  const bucket = call.store.bucket(name);
  if (bucket === undefined) {
    throw new ServiceFault("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: name });
  }
  return bucket;
};

/** The id under which answers speak of a version; a bucket that never kept versions does not speak of them. */
export const versionIdShown = (bucket: Bucket, version: Version): string | undefined =>
  bucket.versioning === undefined ? undefined : version.versionId;

/** Finds the object that a request names; a delete marker is answered as the provider does. */
export const objectOf = (call: Call, bucket: Bucket, key: string, versionId: string | undefined): ObjectVersion => {
  const version = call.store.version(bucket.name, key, versionId);
  if (version?.kind === "object") return version;
  const headers = version && {
    "x-amz-delete-marker": "true",
    "x-amz-version-id": versionIdShown(bucket, version) ?? "null",
  };
  if (versionId !== undefined && version !== undefined) {
    const message = "The specified method is not allowed against this resource.";
    throw new ServiceFault("MethodNotAllowed", message, 405, { headers });
  }
  if (versionId !== undefined) {
    throw new ServiceFault("NoSuchVersion", "The specified version does not exist.", 404, {
      Key: key,
      VersionId: versionId,
    });
  }
  throw new ServiceFault("NoSuchKey", "The specified key does not exist.", 404, { Key: key, headers });
};

/** Refuses a value of a header, parameter or element that would change the meaning and is not kept. */
export const onlyTakes = (what: string, value: string | undefined, ...taken: readonly string[]): void => {
  if (value !== undefined && !taken.includes(value)) throw unsupported("S3", `${what} ${value}`);
};

export const invalidArgument = (message: string): ServiceFault => new ServiceFault("InvalidArgument", message, 400);
