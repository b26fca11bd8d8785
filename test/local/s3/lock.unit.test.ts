import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { RetentionMode } from "../../../local/s3/storage/records.ts";
import { ServiceFault } from "../../../local/shared/fault.ts";
import { type AStore, aStore, DAY, faultOf } from "./a-store.ts";

const DENIED = { name: "AccessDenied", status: 403 };
const Bucket = "locked";
let store: AStore;
beforeEach(async () => {
  store = await aStore({
    authorise: ({ role }, ...deeds) => {
      if (role === "writer" && deeds.some(({ action }) => action === "s3:BypassGovernanceRetention")) {
        throw new ServiceFault("AccessDeniedException", "writer may not", 403);
      }
    },
  });
});
afterEach(() => store.stop());

const pass = (days: number) => store.clock.moveTo(store.clock.now() + days * DAY);
const lockFor = (mode: RetentionMode, length: number, unit: "Days" | "Years" = "Days") =>
  store.s3.declare({ name: Bucket, versioning: "Enabled", lock: { retention: { mode, unit, length } } });
const archive = async (mode: RetentionMode, days: number, Key = "package") => {
  lockFor(mode, days);
  const { VersionId } = await store.client.send(new PutObjectCommand({ Bucket, Key, Body: "kept" }));
  return { Bucket, Key, VersionId };
};
const remove = (
  at: { Bucket: string; Key: string; VersionId?: string | undefined },
  BypassGovernanceRetention?: boolean,
) => faultOf(store.client.send(new DeleteObjectCommand({ ...at, BypassGovernanceRetention })));

describe("compliance", () => {
  it("yields to nobody before its date on our clock, and ends on it", async () => {
    const at = await archive("COMPLIANCE", 10);
    expect(await remove(at)).toEqual(DENIED);
    expect(await remove(at, true)).toEqual(DENIED);
    pass(9.9);
    expect(await remove(at)).toEqual(DENIED);
    pass(0.2);
    expect((await remove(at)).name).toBe("none");
    expect((await faultOf(store.client.send(new HeadObjectCommand(at)))).status).toBe(404);
  });

  it("holds what was put before the bucket's rule became shorter or another", async () => {
    const at = await archive("COMPLIANCE", 10);
    lockFor("GOVERNANCE", 1);
    pass(5);
    expect(await remove(at, true)).toEqual(DENIED);
  });

  it("stays readable by its version under delete markers and overwrites", async () => {
    const at = await archive("COMPLIANCE", 10);
    await store.client.send(new PutObjectCommand({ Bucket, Key: at.Key, Body: "other" }));
    const marker = await store.client.send(new DeleteObjectCommand({ Bucket, Key: at.Key }));
    expect(marker.DeleteMarker).toBe(true);
    const { Body } = await store.client.send(new GetObjectCommand(at));
    expect(await Body?.transformToString()).toBe("kept");
    expect((await remove({ Bucket, Key: at.Key, VersionId: marker.VersionId })).name).toBe("none");
  });

  it("survives a restart", async () => {
    const at = await archive("COMPLIANCE", 10);
    store = await store.restart();
    expect(await remove(at, true)).toEqual(DENIED);
    expect((await store.client.send(new HeadObjectCommand(at))).ObjectLockMode).toBe("COMPLIANCE");
  });
});

it("governance is passed by with the header and the right, and only with both", async () => {
  const at = await archive("GOVERNANCE", 10);
  expect(await remove(at)).toEqual(DENIED);
  const byWriter = new DeleteObjectCommand({ ...at, BypassGovernanceRetention: true });
  expect(await faultOf(store.as("WRITER").send(byWriter))).toEqual(DENIED);
  expect((await remove(at, true)).name).toBe("none");
});

describe("a locked bucket", () => {
  it("keeps what is put for calendar years, too", async () => {
    lockFor("COMPLIANCE", 1, "Years");
    const { VersionId } = await store.client.send(new PutObjectCommand({ Bucket, Key: "year", Body: "x" }));
    const at = { Bucket, Key: "year", VersionId };
    pass(364);
    expect(await remove(at)).toEqual(DENIED);
    pass(3);
    expect((await remove(at)).name).toBe("none");
  });

  it("without a rule keeps nothing from being removed", async () => {
    store.s3.declare({ name: Bucket, versioning: "Enabled", lock: {} });
    const { VersionId } = await store.client.send(new PutObjectCommand({ Bucket, Key: "free", Body: "x" }));
    expect((await remove({ Bucket, Key: "free", VersionId })).name).toBe("none");
  });

  it("cannot stop keeping versions, and its lock does not come off", () => {
    lockFor("COMPLIANCE", 1);
    const state = expect.objectContaining({ name: "InvalidBucketState" });
    expect(() => store.s3.declare({ name: Bucket, versioning: "Suspended", lock: {} })).toThrow(state);
    expect(() => store.s3.declare({ name: Bucket, versioning: "Enabled" })).toThrow(state);
  });

  it("takes no body that nobody vouches for", async () => {
    lockFor("COMPLIANCE", 1);
    const silent = store.as("OPERATOR", { requestChecksumCalculation: "WHEN_REQUIRED" });
    const unvouched = new PutObjectCommand({ Bucket, Key: "k", Body: "x" });
    expect((await faultOf(silent.send(unvouched))).name).toBe("InvalidRequest");
  });
});
