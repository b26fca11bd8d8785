import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { type AStore, aLockedBucket, aStore, DAY, faultOf } from "./a-store.ts";

let store: AStore;
const Bucket = "parts";
const LARGE = Buffer.alloc(5 * 1024 * 1024, "large ");
const SMALL = Buffer.from("the end");

beforeAll(async () => {
  store = await aStore();
  await store.client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await store.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
});
afterAll(() => store.stop());

const begin = async (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) => {
  const { UploadId } = await store.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return { Bucket, Key, ...(more.Bucket && { Bucket: more.Bucket }), UploadId };
};
type Upload = Awaited<ReturnType<typeof begin>>;

const uploadPart = async (
  upload: Upload,
  PartNumber: number,
  Body: Buffer,
  ChecksumAlgorithm?: ChecksumAlgorithm,
): Promise<CompletedPart> => {
  const sent = await store.client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm }));
  const { ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 } = sent;
  return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 };
};
const complete = (upload: Upload, Parts: CompletedPart[], more: object = {}) =>
  store.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));

describe("an upload in parts", () => {
  it("becomes one object, in the order of the parts and not of their coming", async () => {
    const upload = await begin("joined", { ContentType: "text/plain", Metadata: { a: "b" } });
    const second = await uploadPart(upload, 2, SMALL);
    await uploadPart(upload, 1, SMALL);
    const first = await uploadPart(upload, 1, LARGE);
    const listed = await store.client.send(new ListPartsCommand({ ...upload, MaxParts: 1 }));
    expect(listed).toMatchObject({ IsTruncated: true, Parts: [{ PartNumber: 1, Size: LARGE.length }] });
    const rest = new ListPartsCommand({ ...upload, PartNumberMarker: listed.NextPartNumberMarker });
    expect((await store.client.send(rest)).Parts).toMatchObject([{ PartNumber: 2, Size: SMALL.length }]);
    const { ETag } = await complete(upload, [first, second]);
    const digests = [LARGE, SMALL].map((it) => createHash("md5").update(it).digest());
    expect(ETag).toBe(`"${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-2"`);
    const read = await store.client.send(new GetObjectCommand({ Bucket, Key: "joined" }));
    const bytes = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([LARGE, SMALL]))).toBe(true);
    expect(read).toMatchObject({ ContentType: "text/plain", Metadata: { a: "b" } });
  });

  it("gets the first answer when it is completed again", async () => {
    const upload = await begin("repeated");
    const parts = [await uploadPart(upload, 1, SMALL)];
    const [first, again] = await Promise.all([complete(upload, parts), complete(upload, parts)]);
    const late = await complete(upload, parts);
    expect(first.VersionId).toBeDefined();
    expect([again.VersionId, late.VersionId]).toEqual([first.VersionId, first.VersionId]);
  });

  it("has a checksum of its parts' checksums, or of the whole", async () => {
    const composed = await begin("composed", { ChecksumAlgorithm: "SHA256" });
    expect((await faultOf(uploadPart(composed, 1, SMALL))).name).toBe("InvalidRequest");
    const parts = [await uploadPart(composed, 1, LARGE, "SHA256"), await uploadPart(composed, 2, SMALL, "SHA256")];
    const sums = [LARGE, SMALL].map((it) => createHash("sha256").update(it).digest());
    const expected = `${createHash("sha256").update(Buffer.concat(sums)).digest("base64")}-2`;
    expect(await complete(composed, parts)).toMatchObject({ ChecksumSHA256: expected, ChecksumType: "COMPOSITE" });

    const whole = await begin("whole", { ChecksumAlgorithm: "CRC64NVME" });
    const its = [await uploadPart(whole, 1, LARGE, "CRC64NVME"), await uploadPart(whole, 2, SMALL, "CRC64NVME")];
    const { ChecksumCRC64NVME, ChecksumType } = await complete(whole, its);
    const put = new PutObjectCommand({
      Bucket,
      Key: "put",
      Body: Buffer.concat([LARGE, SMALL]),
      ChecksumAlgorithm: "CRC64NVME",
    });
    expect([ChecksumCRC64NVME, ChecksumType]).toEqual([
      (await store.client.send(put)).ChecksumCRC64NVME,
      "FULL_OBJECT",
    ]);
  });

  it("is refused with parts that are missing, changed, out of order or too small, and stays open", async () => {
    const upload = await begin("refused");
    const [one, two] = [await uploadPart(upload, 1, SMALL), await uploadPart(upload, 2, SMALL)];
    expect((await faultOf(complete(upload, [{ PartNumber: 3, ETag: '"x"' }]))).name).toBe("InvalidPart");
    expect((await faultOf(complete(upload, [{ PartNumber: 1, ETag: '"x"' }]))).name).toBe("InvalidPart");
    expect((await faultOf(complete(upload, [two, one]))).name).toBe("InvalidPartOrder");
    expect((await faultOf(complete(upload, [one, two]))).name).toBe("EntityTooSmall");
    expect((await faultOf(complete(upload, [one], { IfMatch: '"x"' }))).name).toBe("NoSuchKey");
    expect((await faultOf(complete(upload, [one]))).name).toBe("none");
  });

  it("is seen by nobody before it is completed, and is gone once it is aborted", async () => {
    const upload = await begin("aborted");
    const part = await uploadPart(upload, 1, SMALL);
    const { KeyCount } = await store.client.send(new ListObjectsV2Command({ Bucket, Prefix: "aborted" }));
    expect(KeyCount).toBe(0);
    await store.client.send(new AbortMultipartUploadCommand(upload));
    expect(await faultOf(complete(upload, [part]))).toEqual({ name: "NoSuchUpload", status: 404 });
    expect((await faultOf(uploadPart(upload, 2, SMALL))).name).toBe("NoSuchUpload");
  });

  it("goes on after a restart, and is locked as it was begun", async () => {
    await aLockedBucket(store);
    const until = new Date(store.clock.now() + 5 * DAY);
    const upload = await begin("locked", {
      Bucket: "locked",
      ObjectLockMode: "COMPLIANCE",
      ObjectLockRetainUntilDate: until,
    });
    const part = await uploadPart(upload, 1, SMALL);
    store = await store.restart();
    await complete(upload, [part]);
    const head = await store.client.send(new HeadObjectCommand({ Bucket: "locked", Key: "locked" }));
    expect(head).toMatchObject({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: until });
  });
});

describe("a copy", () => {
  const copy = (more: object, Key = "copy") =>
    store.client.send(
      new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${encodeURIComponent("ü 1")}`, ...more }),
    );
  let first: string | undefined;
  beforeAll(async () => {
    const put = (Body: string) =>
      store.client.send(
        new PutObjectCommand({ Bucket, Key: "ü 1", Body, ContentType: "text/plain", Metadata: { a: "1" } }),
      );
    first = (await put("first")).VersionId;
    await put("second");
  });
  const read = async () => {
    const { Body, Metadata, ContentType } = await store.client.send(new GetObjectCommand({ Bucket, Key: "copy" }));
    return { text: await Body?.transformToString(), Metadata, ContentType };
  };

  it("takes the newest version with what is said of it, or the version and the words it is told", async () => {
    const done = await copy({});
    expect(done.CopyObjectResult?.ETag).toBe(`"${createHash("md5").update("second").digest("hex")}"`);
    expect(await read()).toEqual({ text: "second", Metadata: { a: "1" }, ContentType: "text/plain" });
    const CopySource = `/${Bucket}/${encodeURIComponent("ü 1")}?versionId=${first}`;
    await copy({ CopySource, MetadataDirective: "REPLACE", Metadata: { b: "2" }, ContentType: "text/html" });
    expect(await read()).toEqual({ text: "first", Metadata: { b: "2" }, ContentType: "text/html" });
  });

  it("is made on the conditions of source and target, and not onto itself for nothing", async () => {
    expect((await faultOf(copy({ CopySourceIfMatch: '"x"' }))).status).toBe(412);
    expect((await faultOf(copy({ IfNoneMatch: "*" }))).status).toBe(412);
    expect((await faultOf(copy({}, "ü 1"))).name).toBe("InvalidRequest");
    expect((await faultOf(copy({ CopySource: `${Bucket}/nothing` }))).name).toBe("NoSuchKey");
  });
});

it("the attributes of an object are told", async () => {
  await store.client.send(new PutObjectCommand({ Bucket, Key: "told", Body: "12345", ChecksumAlgorithm: "SHA256" }));
  const asked = { Bucket, Key: "told", ObjectAttributes: ["ETag", "Checksum", "ObjectSize", "StorageClass"] } as const;
  const told = await store.client.send(
    new GetObjectAttributesCommand({ ...asked, ObjectAttributes: [...asked.ObjectAttributes] }),
  );
  expect(told).toMatchObject({
    ETag: createHash("md5").update("12345").digest("hex"),
    ObjectSize: 5,
    StorageClass: "STANDARD",
    Checksum: { ChecksumSHA256: createHash("sha256").update("12345").digest("base64"), ChecksumType: "FULL_OBJECT" },
  });
});
