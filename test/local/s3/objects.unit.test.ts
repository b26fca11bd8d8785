import { createHash } from "node:crypto";
import { readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  type ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import * as fc from "fast-check";
import { type AStore, aStore, faultOf } from "./a-store.ts";

let store: AStore;
beforeAll(async () => {
  store = await aStore();
  store.s3.declare({ name: "plain" });
});
afterAll(() => store.stop());

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  store.client.send(new PutObjectCommand({ Bucket: "plain", Key, Body, ...more }));
const get = async (Key: string, more: object = {}) => {
  const { Body, ...rest } = await store.client.send(new GetObjectCommand({ Bucket: "plain", Key, ...more }));
  return { ...rest, text: await Body?.transformToString() };
};

describe("an object", () => {
  it("comes back with its bytes, its ETag and what was said about it", async () => {
    const { ETag } = await put("described", "hello", {
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { origin: "district-7" },
    });
    expect(ETag).toBe(`"${createHash("md5").update("hello").digest("hex")}"`);
    expect(await get("described")).toMatchObject({
      text: "hello",
      ETag,
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { origin: "district-7" },
      ContentLength: 5,
      ServerSideEncryption: "AES256",
    });
    const head = await store.client.send(new HeadObjectCommand({ Bucket: "plain", Key: "described" }));
    expect(head).toMatchObject({ ETag, ContentLength: 5 });
  });

  it.each([
    "CRC32",
    "CRC32C",
    "CRC64NVME",
    "SHA1",
    "SHA256",
  ] satisfies ChecksumAlgorithm[])("is checked by %s in a header and in the trailer of a stream, and says so when read", async (ChecksumAlgorithm) => {
    const bytes = Buffer.from("123456789".repeat(20_000));
    const sent = await put("summed", bytes, { ChecksumAlgorithm });
    const Body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
    await store.client.send(
      new PutObjectCommand({ Bucket: "plain", Key: "streamed", Body, ContentLength: bytes.length, ChecksumAlgorithm }),
    );
    const field = `Checksum${ChecksumAlgorithm}` as const;
    const read = await get("streamed", { ChecksumMode: "ENABLED" });
    expect(read.text).toBe(bytes.toString());
    expect(read).toMatchObject({ [field]: sent[field] });
    expect(read.ContentEncoding).toBeUndefined();
    expect(sent[field]).toMatch(/=$/);
  });

  it("has the known checksum of the standard's test vector", async () => {
    const sums = { CRC32C: "4waSgw==", CRC64NVME: "rosUhgp5mIg=", CRC32: "y/Q5Jg==" } as const;
    for (const [ChecksumAlgorithm, sum] of Object.entries(sums)) {
      const sent = await put("vector", "123456789", { ChecksumAlgorithm });
      expect(sent).toMatchObject({ [`Checksum${ChecksumAlgorithm}`]: sum });
    }
  });

  it.each([
    [{ ChecksumSHA256: createHash("sha256").update("other").digest("base64") }, "BadDigest"],
    [{ ContentMD5: createHash("md5").update("other").digest("base64") }, "BadDigest"],
  ])("is refused when it is not what %j says", async (claim, name) => {
    expect(await faultOf(put("refused", "hello", claim))).toEqual({ name, status: 400 });
    expect((await faultOf(get("refused"))).name).toBe("NoSuchKey");
  });

  it("is found under any key, dots, slashes, NUL and Unicode included", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
          fc.constantFrom(
            "../../../etc/passwd",
            "..",
            ".",
            "/",
            "//a//",
            "a\u0000b",
            "x".repeat(1024),
            "上海/😀 +%41&",
          ),
        ),
        async (key) => {
          await put(key, key);
          expect((await get(key)).text).toBe(key);
          const { Contents } = await store.client.send(
            new ListObjectsV2Command({ Bucket: "plain", Prefix: key, EncodingType: "url" }),
          );
          expect(Contents?.map(({ Key }) => decodeURIComponent(Key ?? ""))).toContain(key);
        },
      ),
      { numRuns: 60 },
    );
    expect((await faultOf(put("x".repeat(1025), "x"))).name).toBe("KeyTooLongError");
  });

  it.each([
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=5-100", "56789", "bytes 5-9/10"],
  ])("is read in part by %s", async (Range, text, ContentRange) => {
    await put("ranged", "0123456789");
    expect(await get("ranged", { Range })).toMatchObject({ text, ContentRange, ContentLength: text.length });
  });

  it("that has lost bytes on the disk breaks its reader off, and nobody waits for them or gets others'", async () => {
    // Text that nothing else in the bucket has: its file is found by it.
    await put("shortened", "abcdefghij");
    const blobs = join(store.folder, "blobs");
    const files = readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
    const file = files
      .map((it) => join(it.parentPath, it.name))
      .find((it) => readFileSync(it, "utf8") === "abcdefghij");
    truncateSync(`${file}`, 4);
    await expect(get("shortened")).rejects.toThrow();
    await expect(get("shortened", { Range: "bytes=2-" })).rejects.toThrow();
    expect(await get("shortened", { Range: "bytes=0-3" })).toMatchObject({ text: "abcd" });
  });

  it("is not read beyond its end", async () => {
    await put("ranged", "0123456789");
    expect(await faultOf(get("ranged", { Range: "bytes=10-" }))).toEqual({ name: "InvalidRange", status: 416 });
  });

  it("is read on condition of its ETag or its time", async () => {
    const { ETag } = await put("conditional", "x");
    const before = new Date(store.clock.now() - 60_000);
    const after = new Date(store.clock.now() + 60_000);
    expect((await get("conditional", { IfMatch: ETag, IfUnmodifiedSince: before })).text).toBe("x");
    expect((await get("conditional", { IfModifiedSince: before })).text).toBe("x");
    expect(await faultOf(get("conditional", { IfMatch: '"other"' }))).toEqual({
      name: "PreconditionFailed",
      status: 412,
    });
    expect((await faultOf(get("conditional", { IfUnmodifiedSince: before }))).status).toBe(412);
    expect((await faultOf(get("conditional", { IfNoneMatch: ETag }))).status).toBe(304);
    expect((await faultOf(get("conditional", { IfModifiedSince: after }))).status).toBe(304);
  });

  it("is answered with the headers that the reader asks for", async () => {
    await put("overridden", "x", { ContentType: "text/plain" });
    const read = await get("overridden", {
      ResponseContentType: "application/pdf",
      ResponseContentDisposition: 'attachment; filename="a.pdf"',
    });
    expect(read).toMatchObject({ ContentType: "application/pdf", ContentDisposition: 'attachment; filename="a.pdf"' });
  });

  it("is put on condition that nobody put it before: of many at once exactly one wins", async () => {
    const tries = Array.from({ length: 20 }, (_, each) => faultOf(put("contested", `${each}`, { IfNoneMatch: "*" })));
    const names = (await Promise.all(tries)).map(({ name }) => name);
    expect(names.filter((name) => name === "none")).toHaveLength(1);
    expect(names.filter((name) => name === "PreconditionFailed")).toHaveLength(19);
  });

  it("is replaced on condition that it is still the one that was read: of many at once exactly one wins", async () => {
    const { ETag } = await put("replaced", "first");
    const tries = Array.from({ length: 20 }, (_, each) => faultOf(put("replaced", `${each}`, { IfMatch: ETag })));
    const names = (await Promise.all(tries)).map(({ name }) => name);
    expect(names.filter((name) => name === "none")).toHaveLength(1);
    expect(await faultOf(put("absent", "x", { IfMatch: ETag }))).toEqual({ name: "NoSuchKey", status: 404 });
  });
});
