import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  type ObjectLockRetentionMode,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
} from "@aws-sdk/client-s3";
import * as fc from "fast-check";
import { checkRetentionChange, isProtected } from "../../../local/s3/lock.ts";
import type { ObjectVersion, Retention } from "../../../local/s3/storage/records.ts";
import { ServiceFault } from "../../../local/shared/fault.ts";
import { type AStore, aLockedBucket, aStore, DAY, faultOf } from "./a-store.ts";

const DENIED = { name: "AccessDenied", status: 403 };
let store: AStore;
let Bucket: string;
beforeEach(async () => {
  store = await aStore({
    authorise: ({ role }, ...deeds) => {
      if (role === "writer" && deeds.some(({ action }) => action === "s3:BypassGovernanceRetention")) {
        throw new ServiceFault("AccessDeniedException", "writer may not", 403);
      }
    },
  });
  Bucket = await aLockedBucket(store);
});
afterEach(() => store.stop());

const inDays = (days: number) => new Date(store.clock.now() + days * DAY);
const pass = (days: number) => store.clock.moveTo(store.clock.now() + days * DAY);
const archive = async (mode: ObjectLockRetentionMode, days: number, Key = "package") => {
  const lock = { ObjectLockMode: mode, ObjectLockRetainUntilDate: inDays(days) };
  const { VersionId } = await store.client.send(new PutObjectCommand({ Bucket, Key, Body: "kept", ...lock }));
  return { Bucket, Key, VersionId };
};
const remove = (
  at: { Bucket: string; Key: string; VersionId?: string | undefined },
  BypassGovernanceRetention?: boolean,
) => faultOf(store.client.send(new DeleteObjectCommand({ ...at, BypassGovernanceRetention })));
const retain = (at: object, Mode: ObjectLockRetentionMode, days: number, BypassGovernanceRetention?: boolean) => {
  const Retention = { Mode, RetainUntilDate: inDays(days) };
  const input = { Bucket, Key: "package", ...at, Retention, BypassGovernanceRetention };
  return faultOf(store.client.send(new PutObjectRetentionCommand(input)));
};

describe("compliance", () => {
  it("yields to nobody before its date on our clock, and ends on it", async () => {
    const at = await archive("COMPLIANCE", 10);
    expect(await remove(at)).toEqual(DENIED);
    expect(await remove(at, true)).toEqual(DENIED);
    expect(await retain(at, "COMPLIANCE", 9, true)).toEqual(DENIED);
    expect(await retain(at, "GOVERNANCE", 20, true)).toEqual(DENIED);
    const nothing = new PutObjectRetentionCommand({ ...at, Retention: {}, BypassGovernanceRetention: true });
    expect(await faultOf(store.client.send(nothing))).toEqual(DENIED);
    pass(9.9);
    expect(await remove(at)).toEqual(DENIED);
    pass(0.2);
    expect((await remove(at)).name).toBe("none");
    expect((await faultOf(store.client.send(new HeadObjectCommand(at)))).status).toBe(404);
  });

  it("is extended, and then holds until the later date", async () => {
    const at = await archive("COMPLIANCE", 10);
    expect((await retain(at, "COMPLIANCE", 30)).name).toBe("none");
    pass(29);
    expect(await remove(at)).toEqual(DENIED);
  });

  it("holds every version that is deleted in a batch", async () => {
    const at = await archive("COMPLIANCE", 10);
    const Objects = [{ Key: at.Key, VersionId: at.VersionId }];
    const { Errors, Deleted } = await store.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects }, BypassGovernanceRetention: true }),
    );
    expect(Errors).toMatchObject([{ Key: at.Key, Code: "AccessDenied" }]);
    expect(Deleted).toBeUndefined();
  });

  it("stays readable by its version under delete markers, overwrites and copies upon it", async () => {
    const at = await archive("COMPLIANCE", 10);
    await store.client.send(new PutObjectCommand({ Bucket, Key: at.Key, Body: "other" }));
    const other = await store.client.send(new PutObjectCommand({ Bucket, Key: "other", Body: "copied" }));
    expect(other.VersionId).toBeDefined();
    await store.client.send(new CopyObjectCommand({ Bucket, Key: at.Key, CopySource: `${Bucket}/other` }));
    const marker = await store.client.send(new DeleteObjectCommand({ Bucket, Key: at.Key }));
    expect(marker.DeleteMarker).toBe(true);
    const { Body } = await store.client.send(new GetObjectCommand(at));
    expect(await Body?.transformToString()).toBe("kept");
    expect((await remove({ Bucket, Key: at.Key, VersionId: marker.VersionId ?? "" })).name).toBe("none");
    expect((await faultOf(store.client.send(new DeleteBucketCommand({ Bucket })))).name).toBe("BucketNotEmpty");
  });

  it("survives a restart", async () => {
    const at = await archive("COMPLIANCE", 10);
    store = await store.restart();
    expect(await remove(at, true)).toEqual(DENIED);
    expect((await store.client.send(new GetObjectRetentionCommand(at))).Retention?.Mode).toBe("COMPLIANCE");
  });
});

describe("governance", () => {
  it("is passed by with the header and the right, and only with both", async () => {
    const at = await archive("GOVERNANCE", 10);
    expect(await remove(at)).toEqual(DENIED);
    const byWriter = new DeleteObjectCommand({ ...at, BypassGovernanceRetention: true });
    expect(await faultOf(store.as("WRITER").send(byWriter))).toEqual(DENIED);
    expect(await retain(at, "GOVERNANCE", 5)).toEqual(DENIED);
    expect(await retain(at, "COMPLIANCE", 20)).toEqual(DENIED);
    expect((await retain(at, "GOVERNANCE", 5, true)).name).toBe("none");
    expect((await retain(at, "COMPLIANCE", 6, true)).name).toBe("none");
    expect(await remove(at, true)).toEqual(DENIED);
  });

  it("lets who has the right remove the version", async () => {
    expect((await remove(await archive("GOVERNANCE", 10), true)).name).toBe("none");
  });
});

describe("a legal hold", () => {
  it("holds a version until it is lifted, whatever its retention", async () => {
    const { VersionId } = await store.client.send(
      new PutObjectCommand({ Bucket, Key: "held", Body: "x", ObjectLockLegalHoldStatus: "ON" }),
    );
    const at = { Bucket, Key: "held", VersionId };
    expect(await remove(at, true)).toEqual(DENIED);
    expect((await store.client.send(new HeadObjectCommand(at))).ObjectLockLegalHoldStatus).toBe("ON");
    await store.client.send(new PutObjectLegalHoldCommand({ ...at, LegalHold: { Status: "OFF" } }));
    expect((await store.client.send(new GetObjectLegalHoldCommand(at))).LegalHold?.Status).toBe("OFF");
    expect((await remove(at)).name).toBe("none");
  });
});

describe("a locked bucket", () => {
  it("gives its default retention to what is put without a date", async () => {
    const DefaultRetention = { Mode: "COMPLIANCE", Years: 1 } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention } } as const;
    await store.client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    const config = await store.client.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(config.ObjectLockConfiguration).toEqual(ObjectLockConfiguration);
    const { VersionId } = await store.client.send(new PutObjectCommand({ Bucket, Key: "by-default", Body: "x" }));
    const head = await store.client.send(new HeadObjectCommand({ Bucket, Key: "by-default" }));
    expect(head.ObjectLockMode).toBe("COMPLIANCE");
    expect(head.ObjectLockRetainUntilDate?.getTime()).toBeGreaterThan(inDays(364).getTime());
    pass(364);
    expect(await remove({ Bucket, Key: "by-default", VersionId: VersionId ?? "" })).toEqual(DENIED);
    pass(3);
    expect((await remove({ Bucket, Key: "by-default", VersionId: VersionId ?? "" })).name).toBe("none");
  });

  it("cannot stop keeping versions", async () => {
    const suspended = { Bucket, VersioningConfiguration: { Status: "Suspended" } } as const;
    expect(await faultOf(store.client.send(new PutBucketVersioningCommand(suspended)))).toEqual({
      name: "InvalidBucketState",
      status: 409,
    });
  });

  it("takes no date that has passed, no mode without a date, and no locked body that nobody vouches for", async () => {
    const put = (more: object) =>
      faultOf(store.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ...more })));
    const past = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(-1) };
    expect((await put(past)).name).toBe("InvalidArgument");
    expect((await put({ ObjectLockMode: "COMPLIANCE" })).name).toBe("InvalidArgument");
    const silent = store.as("OPERATOR", { requestChecksumCalculation: "WHEN_REQUIRED" });
    const lock = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(1) } as const;
    const unvouched = new PutObjectCommand({ Bucket, Key: "k", Body: "x", ...lock });
    expect((await faultOf(silent.send(unvouched))).name).toBe("InvalidRequest");
  });
});

it("a bucket without lock takes no lock, until lock is put on it over its versions", async () => {
  await store.client.send(new CreateBucketCommand({ Bucket: "open" }));
  const hold = new PutObjectCommand({ Bucket: "open", Key: "k", Body: "x", ObjectLockLegalHoldStatus: "ON" });
  expect((await faultOf(store.client.send(hold))).name).toBe("InvalidRequest");
  const asked = new GetObjectLockConfigurationCommand({ Bucket: "open" });
  expect((await faultOf(store.client.send(asked))).name).toBe("ObjectLockConfigurationNotFoundError");
  const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" } as const;
  const lock = new PutObjectLockConfigurationCommand({ Bucket: "open", ObjectLockConfiguration });
  expect(await faultOf(store.client.send(lock))).toEqual({ name: "InvalidBucketState", status: 409 });
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await store.client.send(new PutBucketVersioningCommand({ Bucket: "open", VersioningConfiguration }));
  await store.client.send(lock);
  expect((await faultOf(store.client.send(hold))).name).toBe("none");
});

it("no order of changes ever ends a running compliance retention earlier", () => {
  const change = fc.record({
    mode: fc.constantFrom("COMPLIANCE", "GOVERNANCE", undefined),
    until: fc.integer({ min: 0, max: 1000 }),
    wait: fc.integer({ min: 0, max: 100 }),
    bypass: fc.boolean(),
  });
  void fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.array(change, { maxLength: 20 }), (first, changes) => {
      let now = 0;
      let version: ObjectVersion = aVersion({ mode: "COMPLIANCE", until: first });
      for (const { mode, until, wait, bypass } of changes) {
        now += wait;
        try {
          const wanted: Retention | undefined = mode && { mode, until };
          checkRetentionChange(version, wanted, now, bypass);
          version = aVersion(wanted);
        } catch {
          // Refused: nothing changed.
        }
        if (now < first) expect(isProtected(version, now, true)).toBe(true);
      }
    }),
  );
});

const aVersion = (retention: Retention | undefined): ObjectVersion => ({
  kind: "object",
  key: "k",
  versionId: "v",
  at: 0,
  blob: "b",
  size: 0,
  etag: "",
  description: { headers: {}, metadata: {}, storageClass: "STANDARD" },
  encryption: { algorithm: "AES256", bucketKey: false },
  checksums: [],
  ...(retention && { retention }),
});
