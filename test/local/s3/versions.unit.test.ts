import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { type AStore, aStore, faultOf } from "./a-store.ts";

let store: AStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(() => store.stop());

describe("versions", () => {
  const at = { Bucket: "versioned", Key: "k" };
  const write = async (Body: string) => (await store.client.send(new PutObjectCommand({ ...at, Body }))).VersionId;
  const read = async (VersionId?: string) => {
    const { Body } = await store.client.send(new GetObjectCommand({ ...at, ...(VersionId ? { VersionId } : {}) }));
    return Body?.transformToString();
  };

  it("are kept under an overwrite, hidden by a delete marker, and come back when it is removed", async () => {
    store.s3.declare({ name: at.Bucket });
    expect(await write("before")).toBeUndefined();
    store.s3.declare({ name: at.Bucket, versioning: "Enabled" });
    const first = await write("first");
    const second = await write("second");
    expect([await read("null"), await read(first), await read(second), await read()]).toEqual([
      "before",
      "first",
      "second",
      "second",
    ]);
    const marker = await store.client.send(new DeleteObjectCommand(at));
    expect(marker).toMatchObject({ DeleteMarker: true });
    expect((await faultOf(read())).name).toBe("NoSuchKey");
    expect((await faultOf(read(marker.VersionId))).name).toBe("MethodNotAllowed");
    await store.client.send(new DeleteObjectCommand({ ...at, VersionId: marker.VersionId }));
    await store.client.send(new DeleteObjectCommand({ ...at, VersionId: second }));
    expect(await read()).toBe("first");
    expect((await faultOf(read(second))).name).toBe("NoSuchVersion");
  });

  it("of a suspended bucket are one, whose id is null", async () => {
    store.s3.declare({ name: at.Bucket, versioning: "Suspended" });
    expect(await write("third")).toBe("null");
    expect(await write("fourth")).toBe("null");
    expect(await read("null")).toBe("fourth");
    expect(await store.client.send(new DeleteObjectCommand(at))).toMatchObject({
      DeleteMarker: true,
      VersionId: "null",
    });
  });
});
