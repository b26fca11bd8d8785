import * as z from "zod";
import { unsupported } from "../../shared/fault.ts";
import { xmlAnswer } from "../answer.ts";
import { type Call, invalidArgument, type Operation, objectArn, versionIdShown } from "../call.ts";
import { checksumElements } from "./copy.ts";
import { readable } from "./get.ts";

const WANTED = "x-amz-object-attributes";
const Attribute = z.enum(["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]);

const getAttributes = (call: Call) => {
  const versionId = call.query.get("versionId");
  const action = versionId === undefined ? "s3:GetObjectAttributes" : "s3:GetObjectVersionAttributes";
  call.authorise({ action, resource: objectArn(call.bucketName, call.key) });
  const { bucket, version } = readable(call, call.key, versionId);
  const wanted = (call.headers[WANTED] ?? "").split(/,\s*/).map((name) => {
    const attribute = Attribute.safeParse(name);
    if (!attribute.success) throw invalidArgument(`Invalid attribute name specified: ${name}`);
    return attribute.data;
  });
  // Parts are joined when an upload is completed; what each was is not kept.
  if (wanted.includes("ObjectParts") && version.upload !== undefined)
    throw unsupported("S3", "ObjectParts of an object");
  const has = (name: z.infer<typeof Attribute>) => wanted.includes(name);
  return xmlAnswer(
    "GetObjectAttributesResponse",
    {
      ETag: has("ETag") ? version.etag : undefined,
      Checksum: has("Checksum") ? checksumElements(version.checksums) : undefined,
      StorageClass: has("StorageClass") ? version.description.storageClass : undefined,
      ObjectSize: has("ObjectSize") ? version.size : undefined,
    },
    {
      "last-modified": new Date(version.at).toUTCString(),
      "x-amz-version-id": versionIdShown(bucket, version),
    },
  );
};

export const attributeOperations: readonly Operation[] = [
  {
    name: "GetObjectAttributes",
    method: "GET",
    on: "object",
    when: ["attributes"],
    query: ["versionId"],
    headers: [WANTED],
    run: getAttributes,
  },
];
