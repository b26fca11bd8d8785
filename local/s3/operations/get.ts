import { ServiceFault, unsupported } from "../../shared/fault.ts";
import type { Answer } from "../answer.ts";
import { bucketArn, bucketOf, type Call, type Operation, objectArn, objectOf } from "../call.ts";
import { keyDeeds } from "../encryption.ts";
import type { Bucket, ObjectVersion } from "../storage/records.ts";
import { READ_CONDITIONS, readCondition } from "./conditions.ts";
import { OVERRIDE_PARAMETERS, readHeaders } from "./describe.ts";

/**
 * The object that a request wants to read, once the caller has been found to be allowed to. Who may not list the
 * bucket is not told whether a key exists.
 */
const readable = (call: Call): { readonly bucket: Bucket; readonly version: ObjectVersion } => {
  const { bucketName, key } = call;
  const versionId = call.query.get("versionId");
  const bucket = bucketOf(call);
  const action = versionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
  call.authorise({ action, resource: objectArn(bucketName, key) });
  const version = find(call, bucket, key, versionId);
  call.authorise(...keyDeeds(version.encryption, bucketName, key, "kms:Decrypt"));
  return { bucket, version };
};

const find = (call: Call, bucket: Bucket, key: string, versionId: string | undefined): ObjectVersion => {
  try {
    return objectOf(call, bucket, key, versionId);
  } catch (fault) {
    call.authorise({ action: "s3:ListBucket", resource: bucketArn(bucket.name) });
    throw fault;
  }
};

const getObject = async (call: Call): Promise<Answer> => {
  const { bucket, version } = readable(call);
  if (readCondition(call.headers, version) === "not-modified") {
    const { etag, "last-modified": modified } = readHeaders(call, bucket, version, false);
    return { status: 304, headers: { etag, "last-modified": modified } };
  }
  const range = rangeOf(call.headers["range"], version.size);
  const headers = readHeaders(call, bucket, version, range === undefined);
  const file = await call.store.blobs.read(version.blob);
  // It was removed or replaced between look-up and opening: what is there now is looked up again.
  if (file === undefined) return getObject(call);
  if (range === undefined) return { status: 200, headers, body: { file, start: 0, end: version.size } };
  const { start, end } = range;
  const shown = `bytes ${start}-${end - 1}/${version.size}`;
  return { status: 206, headers: { ...headers, "content-range": shown }, body: { file, start, end } };
};

/** The bytes that a Range header asks for; one that is not understood is passed over, as HTTP says. */
const rangeOf = (header: string | undefined, size: number): { start: number; end: number } | undefined => {
  if (header === undefined) return undefined;
  if (header.includes(",")) throw unsupported("S3", "more than one range");
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (start >= end) {
    const details = { ActualObjectSize: size, RangeRequested: header, headers: { "content-range": `bytes */${size}` } };
    throw new ServiceFault("InvalidRange", "The requested range is not satisfiable", 416, details);
  }
  return { start, end };
};

const reading = {
  on: "object",
  query: ["versionId", ...OVERRIDE_PARAMETERS],
  headers: [...READ_CONDITIONS, "range", "x-amz-checksum-mode"],
  run: getObject,
} as const;

export const getOperations: readonly Operation[] = [
  { name: "GetObject", method: "GET", ...reading },
  { name: "HeadObject", method: "HEAD", ...reading },
];
