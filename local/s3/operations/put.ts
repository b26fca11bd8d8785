import { ServiceFault } from "../../shared/fault.ts";
import { declaredAlgorithms, receive, vouchesForBody } from "../body/receive.ts";
import { bucketOf, type Call, type Operation, objectArn } from "../call.ts";
import { ENCRYPTION_HEADERS, encryptionFor, keyDeeds } from "../encryption.ts";
import { WRITE_CONDITIONS } from "./conditions.ts";
import { DESCRIPTION_HEADERS, descriptionFrom, writtenHeaders } from "./describe.ts";
import { BY_DEFAULT, etagOf, fullChecksums, keepObject } from "./keep.ts";

const putObject = async (call: Call) => {
  const bucket = bucketOf(call);
  const resource = objectArn(bucket.name, call.key);
  const encryption = encryptionFor(call, bucket);
  const actions = ["s3:PutObject", ...(call.headers["if-match"] ? ["s3:GetObject"] : [])];
  call.authorise(...actions.map((action) => ({ action, resource })));
  call.authorise(...keyDeeds(encryption, bucket.name, call.key, "kms:GenerateDataKey"));
  if (bucket.lock?.retention !== undefined && !vouchesForBody(call.signed)) {
    const message = "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock";
    throw new ServiceFault("InvalidRequest", message, 400);
  }
  const description = descriptionFrom(call.headers);
  const incoming = await call.store.blobs.begin();
  try {
    const isChecked = declaredAlgorithms(call.headers).length > 0;
    const { size, md5, checksums } = await receive(call.body, incoming.write, isChecked ? [] : BY_DEFAULT);
    await incoming.done();
    const etag = etagOf(md5, incoming.id, encryption);
    const made = { blob: incoming.id, size, etag, description, encryption, checksums: fullChecksums(checksums) };
    return { status: 200, headers: writtenHeaders(bucket, keepObject(call, made)) };
  } catch (fault) {
    await incoming.drop();
    throw fault;
  }
};

export const putOperations: readonly Operation[] = [
  {
    name: "PutObject",
    method: "PUT",
    on: "object",
    headers: [...DESCRIPTION_HEADERS, ...ENCRYPTION_HEADERS, ...WRITE_CONDITIONS],
    run: putObject,
  },
];
