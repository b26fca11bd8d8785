import { ServiceFault, unsupported } from "../../shared/fault.ts";
import type { Headers } from "../answer.ts";
import { headerOf } from "../body/checksums.ts";
import { type Call, objectArn, versionIdShown } from "../call.ts";
import { encryptionHeaders } from "../encryption.ts";
import { checkHeader } from "../request.ts";
import type { Bucket, Checksum, Description, ObjectVersion } from "../storage/records.ts";

const METADATA = "x-amz-meta-";
const STORAGE_CLASS = "x-amz-storage-class";
const MOST_METADATA = 2048;

/** Headers by which an uploader describes an object. */
export const DESCRIPTION_HEADERS = [`${METADATA}*`, STORAGE_CLASS] as const;

const KEPT = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** Classes whose objects are read at once; an archived object would have to be restored first. */
const STORAGE_CLASSES = new Set(["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"]);

/** What the request says about the object that it puts. */
export const descriptionFrom = (headers: Call["headers"]): Description => {
  const storageClass = headers[STORAGE_CLASS] ?? "STANDARD";
  if (!STORAGE_CLASSES.has(storageClass)) throw unsupported("S3", `the storage class ${storageClass}`);
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith(METADATA));
  const own = metadata.map(([name, value]) => [name.slice(METADATA.length), value] as const);
  if (own.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > MOST_METADATA) {
    const message = "Your metadata headers exceed the maximum allowed metadata size";
    throw new ServiceFault("MetadataTooLarge", message, 400);
  }
  const kept = KEPT.flatMap((name) => {
    const value = name === "content-encoding" ? withoutFraming(headers[name]) : headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { storageClass, metadata: Object.fromEntries(own), headers: Object.fromEntries(kept) };
};

/** `aws-chunked` is how the body came, not what the object is. */
const withoutFraming = (encoding: string | undefined): string | undefined => {
  const rest = encoding?.split(/,\s*/).filter((it) => it !== "aws-chunked");
  return rest === undefined || rest.length === 0 ? undefined : rest.join(", ");
};

const checksumHeaders = (checksums: readonly Checksum[]): Headers => ({
  ...Object.fromEntries(checksums.map(({ algorithm, value }) => [headerOf(algorithm), value])),
  "x-amz-checksum-type": checksums.length > 0 ? "FULL_OBJECT" : undefined,
});

/** What is answered to whoever put an object. */
export const writtenHeaders = (bucket: Bucket, version: ObjectVersion): Headers => ({
  etag: `"${version.etag}"`,
  "x-amz-version-id": versionIdShown(bucket, version),
  ...encryptionHeaders(version.encryption),
  ...checksumHeaders(version.checksums),
});

/** What is answered about an object to whoever reads it. The lock shows only to those who may ask for it. */
export const readHeaders = (call: Call, bucket: Bucket, version: ObjectVersion, isWhole: boolean): Headers => {
  const { description, retention } = version;
  const metadata = Object.entries(description.metadata).map(([name, value]) => [METADATA + name, value] as const);
  const wantsChecksum = call.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED" && isWhole;
  const showsRetention = retention !== undefined && may(call, "s3:GetObjectRetention", bucket, version);
  return {
    "content-type": "binary/octet-stream",
    ...description.headers,
    ...Object.fromEntries(metadata),
    ...overrides(call),
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.at).toUTCString(),
    "accept-ranges": "bytes",
    "x-amz-version-id": versionIdShown(bucket, version),
    [STORAGE_CLASS]: description.storageClass === "STANDARD" ? undefined : description.storageClass,
    ...encryptionHeaders(version.encryption),
    ...(wantsChecksum ? checksumHeaders(version.checksums) : {}),
    "x-amz-object-lock-mode": showsRetention ? retention.mode : undefined,
    "x-amz-object-lock-retain-until-date": showsRetention ? new Date(retention.until).toISOString() : undefined,
  };
};

const OVERRIDES = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];
export const OVERRIDE_PARAMETERS = OVERRIDES.map((name) => `response-${name}`);

const overrides = ({ query }: Call): Headers =>
  Object.fromEntries(
    OVERRIDES.flatMap((name) => {
      const value = query.get(`response-${name}`);
      if (value === undefined) return [];
      checkHeader(name, value);
      return [[name, value] as const];
    }),
  );

const may = (call: Call, action: string, bucket: Bucket, version: ObjectVersion): boolean => {
  try {
    call.authorise({ action, resource: objectArn(bucket.name, version.key) });
    return true;
  } catch (fault) {
    if (fault instanceof ServiceFault) return false;
    throw fault;
  }
};
