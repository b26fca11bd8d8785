import { bucketOf, type Call, invalidArgument, type Operation, objectArn } from "../call.ts";
import { isProtected, protectedByLock } from "../lock.ts";
import type { Version } from "../storage/records.ts";
import { newVersionId } from "./keep.ts";

const BYPASS = "x-amz-bypass-governance-retention";

/** Whether the caller passes governance by: the header asks for it and the right is there; without it, refused. */
const bypasses = (call: Call, key: string): boolean => {
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

export const removeOperations: readonly Operation[] = [
  { name: "DeleteObject", method: "DELETE", on: "object", query: ["versionId"], headers: [BYPASS], run: deleteObject },
];
