import { ServiceFault } from "../../shared/fault.ts";
import { xmlAnswer } from "../answer.ts";
import { vouchesForBody } from "../body/receive.ts";
import { bucketOf, type Call, documentOf, invalidArgument, type Operation, objectArn } from "../call.ts";
import { isProtected, protectedByLock } from "../lock.ts";
import { checkedKey } from "../request.ts";
import type { Version } from "../storage/records.ts";
import { childrenOf, malformed, onlyKnows, textOf } from "../xml.ts";
import { newVersionId } from "./keep.ts";

const BYPASS = "x-amz-bypass-governance-retention";
const MOST_OBJECTS = 1000;

/** Whether the caller passes governance by: the header asks for it and the right is there; without it, refused. */
export const bypasses = (call: Call, key: string): boolean => {
  const bucket = bucketOf(call);
  if (call.headers[BYPASS]?.toLowerCase() !== "true") return false;
  if (bucket.lock === undefined) throw invalidArgument(`${BYPASS} is only applicable to Object Lock enabled buckets.`);
  call.authorise({ action: "s3:BypassGovernanceRetention", resource: objectArn(bucket.name, key) });
  return true;
};

type Removed = { readonly marker?: Version; readonly versionId?: string };

/** Removes a version for good, or hides the object behind a delete marker. */
const remove = (call: Call, key: string, versionId: string | undefined): Removed => {
  const bucket = bucketOf(call);
  const action = versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
  call.authorise({ action, resource: objectArn(bucket.name, key) });
  const bypass = bypasses(call, key);
  if (versionId !== undefined || bucket.versioning === undefined) {
    const gone = call.store.version(bucket.name, key, versionId ?? "null");
    if (gone !== undefined) {
      if (isProtected(gone, call.now, bypass)) throw protectedByLock();
      call.store.remove(bucket.name, gone);
    }
    return { ...(gone?.kind === "marker" ? { marker: gone } : {}), ...(versionId === undefined ? {} : { versionId }) };
  }
  const id = bucket.versioning === "Enabled" ? newVersionId() : "null";
  const marker = { kind: "marker", key, versionId: id, at: call.now } as const;
  call.store.put(bucket.name, marker);
  return { marker };
};

const deleteObject = (call: Call) => {
  const { marker, versionId } = remove(call, call.key, call.query.get("versionId"));
  return {
    status: 204,
    headers: {
      "x-amz-delete-marker": marker === undefined ? undefined : "true",
      "x-amz-version-id": versionId ?? marker?.versionId,
    },
  };
};

const deleteObjects = async (call: Call) => {
  bucketOf(call);
  if (!vouchesForBody(call.signed)) {
    const message = "Missing required header for this request: Content-MD5 OR x-amz-checksum-*";
    throw new ServiceFault("InvalidRequest", message, 400);
  }
  const document = await documentOf(call, "Delete");
  onlyKnows(document, ["Object", "Quiet"]);
  const objects = childrenOf(document, "Object");
  if (objects.length === 0 || objects.length > MOST_OBJECTS) throw malformed();
  const results = objects.map((object) => {
    onlyKnows(object, ["Key", "VersionId"]);
    const key = textOf(object, "Key");
    if (key === undefined || key === "") throw malformed();
    return removed(call, checkedKey(key), textOf(object, "VersionId"));
  });
  const isQuiet = textOf(document, "Quiet") === "true";
  return xmlAnswer("DeleteResult", {
    Deleted: isQuiet ? [] : results.flatMap((it) => it.Deleted ?? []),
    Error: results.flatMap((it) => it.Error ?? []),
  });
};

const removed = (call: Call, key: string, versionId: string | undefined) => {
  try {
    const { marker } = remove(call, key, versionId);
    const shown = marker && { DeleteMarker: true, DeleteMarkerVersionId: marker.versionId };
    return { Deleted: { Key: key, VersionId: versionId, ...shown } };
  } catch (fault) {
    if (!(fault instanceof ServiceFault) || fault.status >= 500) throw fault;
    return { Error: { Key: key, VersionId: versionId, Code: fault.name, Message: fault.message } };
  }
};

export const removeOperations: readonly Operation[] = [
  { name: "DeleteObjects", method: "POST", on: "bucket", when: ["delete"], headers: [BYPASS], run: deleteObjects },
  { name: "DeleteObject", method: "DELETE", on: "object", query: ["versionId"], headers: [BYPASS], run: deleteObject },
];
