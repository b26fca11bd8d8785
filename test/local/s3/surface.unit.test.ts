import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import type { Deed } from "../../../local/shared/caller.ts";
import { ServiceFault } from "../../../local/shared/fault.ts";
import { type AStore, aStore, faultOf } from "./a-store.ts";

const KEY = "arn:aws-cn:kms:cn-north-1:000000000000:key/6e1bbf5f-8c5a-4b7b-9a87-1f4b8d1c2f3e";
const Bucket = "settled";
const at = { Bucket, Key: "k" };
let store: AStore;
let asked: Deed[] = [];
let refused: string | undefined;

beforeAll(async () => {
  store = await aStore({
    authorise: ({ role }, ...deeds) => {
      asked.push(...deeds);
      const denied = deeds.find(({ action }) => role === "writer" && action === refused);
      if (denied !== undefined) throw new ServiceFault("AccessDeniedException", `writer may not ${denied.action}`, 403);
    },
  });
  store.s3.declare({ name: Bucket });
  await store.client.send(new PutObjectCommand({ ...at, Body: "x" }));
});
beforeEach(() => {
  asked = [];
  refused = undefined;
});
afterAll(() => store.stop());

describe("what would change the meaning and is not kept", () => {
  const ObjectLockRetainUntilDate = new Date("2040-01-01");
  it.each([
    ["PutObjectTagging", new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })],
    ["ListObjects of the first version", new ListObjectsCommand({ Bucket })],
    ["versions listed", new ListObjectVersionsCommand({ Bucket })],
    ["a tag on what is put", new PutObjectCommand({ ...at, Body: "x", Tagging: "a=b" })],
    ["an access list", new PutObjectCommand({ ...at, Body: "x", ACL: "public-read" })],
    [
      "a lock of its own",
      new PutObjectCommand({ ...at, Body: "x", ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate }),
    ],
    ["an archive class", new PutObjectCommand({ ...at, Body: "x", StorageClass: "DEEP_ARCHIVE" })],
    ["a part number of what is read", new GetObjectCommand({ ...at, PartNumber: 1 })],
    ["several ranges", new GetObjectCommand({ ...at, Range: "bytes=0-0,2-2" })],
    ["an upload in parts", new CreateMultipartUploadCommand(at)],
    ["a copy", new CopyObjectCommand({ ...at, CopySource: `${Bucket}/k` })],
    ["many removed at once", new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "k" }] } })],
    ["a retention read or set", new GetObjectRetentionCommand(at)],
    ["a bucket made", new CreateBucketCommand({ Bucket: "another" })],
    ["a bucket set", new PutBucketPolicyCommand({ Bucket, Policy: "{}" })],
  ])("is refused by name: %s", async (_, command) => {
    // biome-ignore lint/suspicious/noExplicitAny: a table of commands of different types
    const fault = await faultOf(store.client.send(command as any));
    expect(fault).toEqual({ name: "LocalCloudDoesNotSupport", status: 501 });
  });

  it("names the parameter", async () => {
    const tagged = new PutObjectCommand({ ...at, Body: "x", Tagging: "a=b" });
    await expect(store.client.send(tagged)).rejects.toThrow("PutObject with the header x-amz-tagging");
  });
});

describe("the settings of a bucket", () => {
  it("include the key that objects are encrypted with, and the caller must be allowed to use it", async () => {
    store.s3.declare({ name: Bucket, encryption: { algorithm: "aws:kms", key: KEY, bucketKey: true } });
    const encrypted = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KEY, BucketKeyEnabled: true };
    asked = [];
    expect(await store.client.send(new PutObjectCommand({ ...at, Body: "x" }))).toMatchObject(encrypted);
    expect(await store.client.send(new HeadObjectCommand(at))).toMatchObject(encrypted);
    const uses = asked.filter(({ resource }) => resource === KEY);
    expect(uses.map(({ action }) => action)).toEqual(["kms:GenerateDataKey", "kms:Decrypt"]);
    refused = "kms:Decrypt";
    const read = new GetObjectCommand(at);
    expect(await faultOf(store.as("WRITER").send(read))).toEqual({ name: "AccessDenied", status: 403 });
  });
});

describe("each operation asks for its own right", () => {
  const ofObject = "arn:aws-cn:s3:::settled/k";
  const ofBucket = "arn:aws-cn:s3:::settled";
  it.each([
    ["s3:GetObject", ofObject, new GetObjectCommand(at)],
    ["s3:GetObjectVersion", ofObject, new GetObjectCommand({ ...at, VersionId: "null" })],
    ["s3:GetObject", ofObject, new HeadObjectCommand(at)],
    ["s3:PutObject", ofObject, new PutObjectCommand({ ...at, Body: "x" })],
    ["s3:DeleteObjectVersion", ofObject, new DeleteObjectCommand({ ...at, VersionId: "other" })],
    ["s3:ListBucket", ofBucket, new ListObjectsV2Command({ Bucket })],
  ])("%s on %s", async (action, resource, command) => {
    // biome-ignore lint/suspicious/noExplicitAny: a table of commands of different types
    await store.client.send(command as any);
    expect(asked[0]).toMatchObject({ action, resource });
    refused = action;
    // biome-ignore lint/suspicious/noExplicitAny: a table of commands of different types
    expect((await faultOf(store.as("WRITER").send(command as any))).status).toBe(403);
  });

  it("and tells in condition keys what it is about", async () => {
    await store.client.send(new ListObjectsV2Command({ Bucket, Prefix: "p/", MaxKeys: 5 }));
    expect(asked[0]?.context).toMatchObject({ "s3:prefix": "p/", "s3:max-keys": "5", "aws:SecureTransport": "true" });
  });

  it("and does not tell whether a key exists to who may not list", async () => {
    refused = "s3:ListBucket";
    const missing = new GetObjectCommand({ Bucket, Key: "missing" });
    expect((await faultOf(store.as("WRITER").send(missing))).name).toBe("AccessDenied");
    expect((await faultOf(store.client.send(missing))).name).toBe("NoSuchKey");
  });
});

describe("a bucket policy", () => {
  const put = (...Statement: object[]) =>
    store.s3.declare({ name: Bucket, policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  const everybody = { Effect: "Deny", Principal: { AWS: "*" }, Resource: [`arn:aws-cn:s3:::${Bucket}/*`] };
  afterEach(() => store.s3.declare({ name: Bucket }));

  it("denies what its conditions speak of, to the operator too, and nothing else", async () => {
    const Condition = { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } };
    put({ ...everybody, Action: "s3:Put*", Condition });
    expect((await faultOf(store.client.send(new PutObjectCommand({ ...at, Body: "x" })))).name).toBe("AccessDenied");
    const encrypted = new PutObjectCommand({ ...at, Body: "x", ServerSideEncryption: "aws:kms" });
    expect((await faultOf(store.client.send(encrypted))).name).toBe("none");
    expect((await faultOf(store.client.send(new GetObjectCommand(at)))).name).toBe("none");
  });

  it("that asks for TLS is met on loopback", async () => {
    const insecure = { ...everybody, Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    put(insecure, {
      ...everybody,
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
    });
    expect((await faultOf(store.client.send(new GetObjectCommand(at)))).name).toBe("none");
  });

  it.each([
    ["allows a role", { ...everybody, Effect: "Allow", Action: "s3:*" }, "LocalCloudDoesNotSupport"],
    [
      "asks for what is not known",
      { ...everybody, Action: "s3:*", Condition: { Bool: { "aws:ViaAWSService": "false" } } },
      "LocalCloudDoesNotSupport",
    ],
    [
      "compares addresses",
      { ...everybody, Action: "s3:*", Condition: { IpAddress: { "s3:prefix": "1.1.1.1" } } },
      "LocalCloudDoesNotSupport",
    ],
    ["says nothing of its action", { ...everybody, Actions: "s3:*" }, "MalformedPolicy"],
  ])("that %s is refused", (_, statement, name) => {
    expect(() => put(statement)).toThrow(expect.objectContaining({ name }));
  });
});
