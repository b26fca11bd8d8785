import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import * as fc from "fast-check";
import { compareKeys, SortedKeys } from "../../../local/s3/storage/keys.ts";
import { type AStore, aStore, faultOf } from "./a-store.ts";

let store: AStore;
const Bucket = "listed";
const KEYS = ["a/1", "a/2", "a/b/3", "b", "c/4", "\uFFFD", "\u{1F600}"];

beforeAll(async () => {
  store = await aStore();
  store.s3.declare({ name: Bucket, versioning: "Enabled" });
  for (const Key of KEYS.toReversed()) await store.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  await store.client.send(new PutObjectCommand({ Bucket, Key: "d/gone", Body: "1" }));
  await store.client.send(new DeleteObjectCommand({ Bucket, Key: "d/gone" }));
  await store.client.send(new PutObjectCommand({ Bucket, Key: "b", Body: "again" }));
});
afterAll(() => store.stop());

const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
  const page = await store.client.send(new ListObjectsV2Command({ Bucket, ...input }));
  const keys = page.Contents?.map(({ Key }) => Key) ?? [];
  return { ...page, keys, prefixes: page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [] };
};

describe("a listing of objects", () => {
  it("goes by the bytes of the keys and leaves out what is deleted", async () => {
    expect((await list()).keys).toEqual(KEYS);
    expect((await list()).Contents?.[3]).toMatchObject({ Key: "b", Size: 5, StorageClass: "STANDARD" });
  });

  it("gathers keys under a delimiter, and shows no prefix under which everything is deleted", async () => {
    expect(await list({ Delimiter: "/" })).toMatchObject({
      keys: ["b", "\uFFFD", "\u{1F600}"],
      prefixes: ["a/", "c/"],
    });
    expect(await list({ Delimiter: "/", Prefix: "a/" })).toMatchObject({ keys: ["a/1", "a/2"], prefixes: ["a/b/"] });
  });

  it("starts after a key, and ends where it is told to", async () => {
    expect((await list({ StartAfter: "a/2" })).keys).toEqual(KEYS.slice(2));
    expect(await list({ MaxKeys: 0 })).toMatchObject({ keys: [], IsTruncated: false });
    expect((await list({ EncodingType: "url" })).keys.at(-1)).toBe("%F0%9F%98%80");
  });

  it.each([1, 2, 3, 1000])("is whole when it is read in pages of %d, with a delimiter and without", async (MaxKeys) => {
    for (const Delimiter of [undefined, "/"]) {
      const found: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ MaxKeys, ContinuationToken, Delimiter });
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        found.push(...page.keys, ...page.prefixes);
        ContinuationToken = page.NextContinuationToken;
        expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
      } while (ContinuationToken !== undefined);
      expect(found.toSorted()).toEqual((Delimiter ? ["a/", "b", "c/", "\uFFFD", "\u{1F600}"] : KEYS).toSorted());
    }
  });

  it("of a bucket that is not there is refused", async () => {
    expect((await faultOf(list({ Bucket: "nowhere" }))).name).toBe("NoSuchBucket");
    expect((await faultOf(list({ ContinuationToken: "rubbish" }))).name).toBe("InvalidArgument");
  });
});

describe("keys in order", () => {
  it("compare as their UTF-8 bytes do", () => {
    const text = fc.string({ unit: "binary" });
    void fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it("are found again after any adding and removing", () => {
    const steps = fc.array(fc.record({ key: fc.string({ maxLength: 3 }), isAdded: fc.boolean() }));
    void fc.assert(
      fc.property(steps, (all) => {
        const keys = new SortedKeys();
        const expected = new Set<string>();
        for (const { key, isAdded } of all) {
          if (isAdded && !expected.has(key)) keys.add(key);
          else if (!isAdded) keys.remove(key);
          if (isAdded) expected.add(key);
          else expected.delete(key);
        }
        const found = Array.from({ length: keys.length }, (_, index) => keys.at(index));
        expect(found).toEqual([...expected].sort(compareKeys));
      }),
    );
  });
});
