import { createHash } from "node:crypto";
import { ServiceFault } from "../../shared/fault.ts";
import { xmlAnswer } from "../answer.ts";
import { ChecksumAlgorithm, digestOf, elementOf, headerOf } from "../body/checksums.ts";
import { digestInto } from "../body/digests.ts";
import { bucketOf, type Call, documentOf, type Operation, objectArn, onlyTakes, versionIdShown } from "../call.ts";
import { encryptionHeaders } from "../encryption.ts";
import type { Lock } from "../lock.ts";
import type { Bucket, Checksum, ObjectVersion, Part, Upload } from "../storage/records.ts";
import { childrenOf, malformed, onlyKnows, textOf, type XmlElement } from "../xml.ts";
import { WRITE_CONDITIONS } from "./conditions.ts";
import { checksumElements } from "./copy.ts";
import { fullChecksums, keepObject } from "./keep.ts";
import { uploadOf } from "./multipart.ts";

const TYPE = "x-amz-checksum-type";
const SIZE = "x-amz-mp-object-size";
const SMALLEST_PART = 5 * 1024 * 1024;

const complete = async (call: Call) => {
  const bucket = bucketOf(call);
  const resource = objectArn(bucket.name, call.key);
  call.authorise({ action: "s3:PutObject", resource });
  if (call.headers["if-match"] !== undefined) call.authorise({ action: "s3:GetObject", resource });
  const document = await documentOf(withoutObjectChecksums(call), "CompleteMultipartUpload");
  const before = completedBefore(call);
  if (before !== undefined) return answerFor(call, bucket, before);
  const upload = uploadOf(call);
  onlyTakes(`the header ${TYPE}:`, call.headers[TYPE], checksumOf(upload).type);
  const parts = chosenParts(document, call.store.parts(upload.id));
  const incoming = await call.store.blobs.begin();
  try {
    const isComposite = checksumOf(upload).type === "COMPOSITE";
    const algorithms = isComposite ? [] : [checksumOf(upload).algorithm];
    const { size, checksums } = await digestInto(piecesOf(call, parts), incoming.write, algorithms);
    await incoming.done();
    const sums = isComposite ? [composite(upload, parts)] : fullChecksums(checksums);
    checkDeclared(call, size, sums);
    const { description, encryption } = upload;
    const about = { blob: incoming.id, size, etag: etagOf(parts), description, encryption, checksums: sums };
    const meanwhile = completedBefore(call);
    if (meanwhile !== undefined) {
      await incoming.drop();
      return answerFor(call, bucket, meanwhile);
    }
    const made = { ...about, upload: { id: uploadOf(call).id, parts: parts.length } };
    return answerFor(call, bucket, keepObject(call, made, lockOf(upload)));
  } catch (fault) {
    await incoming.drop();
    throw fault;
  }
};

/** Checksum headers of this request speak of the object, not of the document that it sends. */
const withoutObjectChecksums = (call: Call): Call => {
  const isOfObject = (name: string) => ChecksumAlgorithm.options.some((it) => headerOf(it) === name);
  const headers = Object.fromEntries(Object.entries(call.headers).filter(([name]) => !isOfObject(name)));
  return { ...call, body: { ...call.body, signed: { ...call.signed, headers } } };
};

/** Whoever lost the answer asks again and gets it, as long as the version is there. */
const completedBefore = ({ store, bucketName, key, query }: Call): ObjectVersion | undefined => {
  const id = query.get("uploadId");
  return store
    .versions(bucketName, key)
    .flatMap((it) => (it.kind === "object" && it.upload?.id === id ? [it] : []))
    .at(0);
};

/** The parts that the document names, in order; each must be the one that was uploaded. */
const chosenParts = (document: XmlElement, uploaded: readonly Part[]): readonly Part[] => {
  onlyKnows(document, ["Part"]);
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const chosen = childrenOf(document, "Part").map((element) => {
    const part = byNumber.get(Number(textOf(element, "PartNumber")));
    const isIt = part !== undefined && textOf(element, "ETag")?.replaceAll('"', "") === part.etag;
    if (!isIt || !hasChecksums(element, part)) {
      const message = "One or more of the specified parts could not be found, or its ETag or checksum did not match.";
      throw new ServiceFault("InvalidPart", message, 400, { PartNumber: textOf(element, "PartNumber") });
    }
    return part;
  });
  if (chosen.length === 0) throw malformed();
  if (chosen.some(({ number }, place) => number <= (chosen[place - 1]?.number ?? 0))) {
    throw new ServiceFault("InvalidPartOrder", "The list of parts was not in ascending order.", 400);
  }
  if (chosen.slice(0, -1).some(({ size }) => size < SMALLEST_PART)) {
    throw new ServiceFault("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400);
  }
  return chosen;
};

const hasChecksums = (element: XmlElement, { checksum }: Part): boolean => {
  onlyKnows(element, ["PartNumber", "ETag", ...ChecksumAlgorithm.options.map(elementOf)]);
  return ChecksumAlgorithm.options.every((algorithm) => {
    const declared = textOf(element, elementOf(algorithm));
    return declared === undefined || (checksum?.algorithm === algorithm && checksum.value === declared);
  });
};

async function* piecesOf({ store }: Call, parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const { blob } of parts) {
    const file = await store.blobs.read(blob);
    if (file === undefined) throw new ServiceFault("NoSuchUpload", "The upload was changed or ended meanwhile.", 404);
    try {
      yield* file.createReadStream({ autoClose: false });
    } finally {
      await file.close();
    }
  }
}

const checksumOf = ({ checksum }: Upload): NonNullable<Upload["checksum"]> =>
  checksum ?? { algorithm: "CRC64NVME", type: "FULL_OBJECT" };

/** The checksum of the parts' checksums, one after another, and how many there were. */
const composite = (upload: Upload, parts: readonly Part[]): Checksum => {
  const { algorithm, type } = checksumOf(upload);
  const digest = digestOf(algorithm);
  for (const { checksum } of parts) digest.update(Buffer.from(checksum?.value ?? "", "base64"));
  return { algorithm, type, value: `${digest.digest().toString("base64")}-${parts.length}` };
};

const etagOf = (parts: readonly Part[]): string => {
  const all = createHash("md5");
  for (const { etag } of parts) all.update(Buffer.from(etag, "hex"));
  return `${all.digest("hex")}-${parts.length}`;
};

const checkDeclared = ({ headers }: Call, size: number, sums: readonly Checksum[]): void => {
  const declaredSize = headers[SIZE];
  if (declaredSize !== undefined && Number(declaredSize) !== size) {
    throw new ServiceFault("InvalidRequest", `The provided ${SIZE} does not match the size of the parts.`, 400);
  }
  for (const algorithm of ChecksumAlgorithm.options) {
    const declared = headers[headerOf(algorithm)];
    if (declared === undefined || sums.some((it) => it.algorithm === algorithm && it.value === declared)) continue;
    throw new ServiceFault("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`, 400);
  }
};

const lockOf = ({ retention, legalHold }: Upload): Lock => ({
  ...(retention === undefined ? {} : { retention }),
  ...(legalHold === undefined ? {} : { legalHold }),
});

const answerFor = (call: Call, bucket: Bucket, version: ObjectVersion) =>
  xmlAnswer(
    "CompleteMultipartUploadResult",
    {
      Location: `/${bucket.name}/${call.key}`,
      Bucket: bucket.name,
      Key: version.key,
      ETag: `"${version.etag}"`,
      ...checksumElements(version.checksums),
    },
    { "x-amz-version-id": versionIdShown(bucket, version), ...encryptionHeaders(version.encryption) },
  );

export const completeOperations: readonly Operation[] = [
  {
    name: "CompleteMultipartUpload",
    method: "POST",
    on: "object",
    when: ["uploadId"],
    headers: [TYPE, SIZE, ...WRITE_CONDITIONS],
    run: complete,
  },
];
