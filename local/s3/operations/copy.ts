import { ServiceFault } from "../../shared/fault.ts";
import { xmlAnswer } from "../answer.ts";
import { ChecksumAlgorithm, elementOf } from "../body/checksums.ts";
import { digestInto } from "../body/digests.ts";
import { bucketOf, type Call, invalidArgument, type Operation, objectArn, onlyTakes, versionIdShown } from "../call.ts";
import { ENCRYPTION_HEADERS, encryptionFor, encryptionHeaders, keyDeeds } from "../encryption.ts";
import { checkedKey, decode } from "../request.ts";
import type { Checksum, ObjectVersion } from "../storage/records.ts";
import { failed, READ_CONDITIONS, readCondition, WRITE_CONDITIONS } from "./conditions.ts";
import { DESCRIPTION_HEADERS, descriptionFrom } from "./describe.ts";
import { readable } from "./get.ts";
import { BY_DEFAULT, etagOf, fullChecksums, keepObject, LOCK_HEADERS, lockActions, lockFor } from "./keep.ts";

const SOURCE = "x-amz-copy-source";
const DIRECTIVE = "x-amz-metadata-directive";
const ALGORITHM = "x-amz-checksum-algorithm";

const copyObject = async (call: Call) => {
  const bucket = bucketOf(call);
  const from = sourceOf(call.headers[SOURCE] ?? "");
  const { bucket: sourceBucket, version: source } = readable(call, from.key, from.versionId, from.bucket);
  if (readCondition(call.headers, source, `${SOURCE}-`) === "not-modified") throw failed("If-None-Match");
  const resource = objectArn(bucket.name, call.key);
  call.authorise(...["s3:PutObject", ...lockActions(call)].map((action) => ({ action, resource })));
  const encryption = encryptionFor(call, bucket);
  call.authorise(...keyDeeds(encryption, bucket.name, call.key, "kms:GenerateDataKey"));
  const description = describe(call, source);
  const isItself = from.versionId === undefined && from.bucket === bucket.name && from.key === call.key;
  if (isItself && changesNothing(call, source)) {
    const message =
      "This copy request is illegal because it is trying to copy an object to itself without changing it.";
    throw new ServiceFault("InvalidRequest", message, 400);
  }
  const lock = lockFor(call, bucket);
  const file = await call.store.blobs.read(source.blob);
  if (file === undefined) throw new ServiceFault("NoSuchKey", "The specified key does not exist.", 404);
  const incoming = await call.store.blobs.begin();
  try {
    const bytes = file.createReadStream({ autoClose: false });
    const { size, md5, checksums } = await digestInto(bytes, incoming.write, algorithmsFor(call, source));
    await incoming.done();
    const etag = etagOf(md5, incoming.id, encryption);
    const made = { blob: incoming.id, size, etag, description, encryption, checksums: fullChecksums(checksums) };
    const version = keepObject(call, made, lock);
    return xmlAnswer("CopyObjectResult", resultOf(version), {
      "x-amz-version-id": versionIdShown(bucket, version),
      "x-amz-copy-source-version-id": versionIdShown(sourceBucket, source),
      ...encryptionHeaders(encryption),
    });
  } catch (fault) {
    await incoming.drop();
    throw fault;
  } finally {
    await file.close();
  }
};

const sourceOf = (header: string): { bucket: string; key: string; versionId: string | undefined } => {
  const [, bucket, key, versionId] = /^\/?([^/]+)\/([\s\S]+?)(?:\?versionId=([\s\S]*))?$/.exec(header) ?? [];
  if (bucket === undefined || key === undefined) throw invalidArgument("Invalid copy source object key");
  return { bucket: decode(bucket), key: checkedKey(decode(key)), versionId: versionId && decode(versionId) };
};

const describe = ({ headers }: Call, source: ObjectVersion) => {
  const own = descriptionFrom(headers);
  onlyTakes(`the header ${DIRECTIVE}:`, headers[DIRECTIVE], "COPY", "REPLACE");
  return headers[DIRECTIVE] === "REPLACE" ? own : { ...source.description, storageClass: own.storageClass };
};

const changesNothing = ({ headers }: Call, { description }: ObjectVersion): boolean =>
  headers[DIRECTIVE] !== "REPLACE" &&
  ENCRYPTION_HEADERS.every((name) => headers[name] === undefined) &&
  (headers["x-amz-storage-class"] ?? description.storageClass) === description.storageClass;

/** The checksum that the request wants, else those of the source, else the provider's own. */
const algorithmsFor = ({ headers }: Call, { checksums }: ObjectVersion): readonly ChecksumAlgorithm[] => {
  const asked = headers[ALGORITHM];
  if (asked !== undefined) return [algorithmNamed(asked)];
  return checksums.length > 0 ? checksums.map(({ algorithm }) => algorithm) : BY_DEFAULT;
};

export const algorithmNamed = (name: string): ChecksumAlgorithm => {
  const parsed = ChecksumAlgorithm.safeParse(name.toUpperCase());
  if (!parsed.success) throw invalidArgument(`Checksum algorithm ${name} is not supported`);
  return parsed.data;
};

/** Checksums as elements of an answer document. */
export const checksumElements = (checksums: readonly Checksum[]) => ({
  ...Object.fromEntries(checksums.map(({ algorithm, value }) => [elementOf(algorithm), value])),
  ChecksumType: checksums[0]?.type,
});

const resultOf = ({ etag, at, checksums }: ObjectVersion) => ({
  ETag: `"${etag}"`,
  LastModified: new Date(at).toISOString(),
  ...checksumElements(checksums),
});

export const copyOperations: readonly Operation[] = [
  {
    name: "CopyObject",
    method: "PUT",
    on: "object",
    whenHeader: SOURCE,
    headers: [
      DIRECTIVE,
      ALGORITHM,
      ...READ_CONDITIONS.map((it) => `${SOURCE}-${it}`),
      ...WRITE_CONDITIONS,
      ...DESCRIPTION_HEADERS,
      ...ENCRYPTION_HEADERS,
      ...LOCK_HEADERS,
    ],
    run: copyObject,
  },
];
