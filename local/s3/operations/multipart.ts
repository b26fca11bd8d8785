import { randomUUID } from "node:crypto";
import { ServiceFault } from "../../shared/fault.ts";
import { NO_CONTENT, xmlAnswer } from "../answer.ts";
import { declaredAlgorithms, receive } from "../body/receive.ts";
import { bucketOf, type Call, invalidArgument, type Operation, objectArn } from "../call.ts";
import { ENCRYPTION_HEADERS, encryptionFor, encryptionHeaders, keyDeeds } from "../encryption.ts";
import type { Part, Upload } from "../storage/records.ts";
import { algorithmNamed, checksumElements } from "./copy.ts";
import { checksumHeaders, DESCRIPTION_HEADERS, descriptionFrom } from "./describe.ts";
import { etagOf, LOCK_HEADERS, lockActions, lockFor } from "./keep.ts";

const ALGORITHM = "x-amz-checksum-algorithm";
const TYPE = "x-amz-checksum-type";
const MOST_PARTS = 10_000;
const PAGE = 1000;

const create = (call: Call) => {
  const bucket = bucketOf(call);
  const resource = objectArn(bucket.name, call.key);
  call.authorise(...["s3:PutObject", ...lockActions(call)].map((action) => ({ action, resource })));
  const encryption = encryptionFor(call, bucket);
  call.authorise(...keyDeeds(encryption, bucket.name, call.key, "kms:GenerateDataKey"));
  const checksum = checksumFor(call);
  const description = descriptionFrom(call.headers);
  const about = { id: randomUUID(), bucket: bucket.name, key: call.key, at: call.now, description, encryption };
  const upload = { ...about, ...lockFor(call, bucket), ...(checksum === undefined ? {} : { checksum }) };
  call.store.beginUpload(upload);
  return xmlAnswer(
    "InitiateMultipartUploadResult",
    { Bucket: bucket.name, Key: call.key, UploadId: upload.id },
    { ...encryptionHeaders(encryption), [ALGORITHM]: checksum?.algorithm, [TYPE]: checksum?.type },
  );
};

/** Checksums of the whole need an algorithm that can be computed without the parts' borders, and the other way round. */
const checksumFor = ({ headers }: Call): Upload["checksum"] => {
  const name = headers[ALGORITHM];
  const asked = headers[TYPE];
  if (name === undefined && asked === undefined) return undefined;
  const algorithm = algorithmNamed(name ?? "CRC64NVME");
  const type = asked ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  const isWhole = type === "FULL_OBJECT" && algorithm.startsWith("CRC");
  const isComposed = type === "COMPOSITE" && algorithm !== "CRC64NVME";
  if (!isWhole && !isComposed) {
    throw new ServiceFault("InvalidRequest", `The ${type} checksum type cannot be used with ${algorithm}.`, 400);
  }
  return { algorithm, type: isWhole ? "FULL_OBJECT" : "COMPOSITE" };
};

/** The upload that a request is about; one of another key is none. */
export const uploadOf = (call: Call): Upload => {
  const id = call.query.get("uploadId") ?? "";
  const upload = call.store.upload(id);
  if (upload?.bucket === call.bucketName && upload.key === call.key) return upload;
  const message = "The specified upload does not exist. The upload ID may be invalid, or it may have been completed.";
  throw new ServiceFault("NoSuchUpload", message, 404, { UploadId: id });
};

const allow = (call: Call, action: string): void =>
  call.authorise({ action, resource: objectArn(bucketOf(call).name, call.key) });

const uploadPart = async (call: Call) => {
  allow(call, "s3:PutObject");
  const number = Number(call.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS) {
    throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`);
  }
  const { id, encryption, checksum } = uploadOf(call);
  call.authorise(...keyDeeds(encryption, call.bucketName, call.key, "kms:GenerateDataKey", "kms:Decrypt"));
  checkAlgorithm(checksum, declaredAlgorithms(call.headers)[0]);
  const incoming = await call.store.blobs.begin();
  try {
    const wanted = checksum === undefined ? [] : [checksum.algorithm];
    const { size, md5, checksums } = await receive(call.body, incoming.write, wanted);
    await incoming.done();
    const algorithm = checksum?.algorithm ?? declaredAlgorithms(call.headers)[0];
    const value = algorithm && checksums[algorithm];
    const its = algorithm && value ? ({ algorithm, value, type: "FULL_OBJECT" } as const) : undefined;
    const about = { number, blob: incoming.id, size, etag: etagOf(md5, incoming.id, encryption), at: call.now };
    const part: Part = its === undefined ? about : { ...about, checksum: its };
    uploadOf(call);
    call.store.blobs.keep(incoming.id);
    call.store.savePart(id, part);
    const { [TYPE]: _, ...sums } = checksumHeaders(its === undefined ? [] : [its]);
    return { status: 200, headers: { etag: `"${part.etag}"`, ...encryptionHeaders(encryption), ...sums } };
  } catch (fault) {
    await incoming.drop();
    throw fault;
  }
};

const checkAlgorithm = (expected: Upload["checksum"], given: string | undefined): void => {
  if (expected === undefined || given === undefined || expected.algorithm === given) return;
  const types = `expected checksum Type: ${expected.algorithm.toLowerCase()}, actual checksum Type: ${given.toLowerCase()}`;
  throw new ServiceFault("InvalidRequest", `Checksum Type mismatch occurred, ${types}`, 400);
};

const abort = (call: Call) => {
  allow(call, "s3:AbortMultipartUpload");
  call.store.endUpload(uploadOf(call).id);
  return NO_CONTENT;
};

const listParts = (call: Call) => {
  allow(call, "s3:ListMultipartUploadParts");
  const { id, bucket, key, checksum, description } = uploadOf(call);
  const after = Number(call.query.get("part-number-marker") ?? 0);
  const most = Math.min(PAGE, Number(call.query.get("max-parts") ?? PAGE));
  if (!(after >= 0 && most >= 0)) throw invalidArgument("max-parts and part-number-marker must be numbers");
  const rest = call.store.parts(id).filter(({ number }) => number > after);
  const page = rest.slice(0, most);
  return xmlAnswer("ListPartsResult", {
    Bucket: bucket,
    Key: key,
    UploadId: id,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.number,
    MaxParts: most,
    IsTruncated: rest.length > page.length,
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
    StorageClass: description.storageClass,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.at).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.size,
      ...checksumElements(part.checksum === undefined ? [] : [part.checksum]),
      ChecksumType: undefined,
    })),
  });
};

export const multipartOperations: readonly Operation[] = [
  {
    name: "CreateMultipartUpload",
    method: "POST",
    on: "object",
    when: ["uploads"],
    headers: [ALGORITHM, TYPE, ...DESCRIPTION_HEADERS, ...ENCRYPTION_HEADERS, ...LOCK_HEADERS],
    run: create,
  },
  { name: "UploadPart", method: "PUT", on: "object", when: ["uploadId", "partNumber"], run: uploadPart },
  { name: "AbortMultipartUpload", method: "DELETE", on: "object", when: ["uploadId"], run: abort },
  {
    name: "ListParts",
    method: "GET",
    on: "object",
    when: ["uploadId"],
    query: ["part-number-marker", "max-parts"],
    run: listParts,
  },
];
