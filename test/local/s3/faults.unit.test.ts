import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { type AStore, aStore, faultOf } from "./a-store.ts";

let store: AStore;
beforeEach(async () => {
  store = await aStore();
  store.s3.declare({ name: "one" });
  store.s3.declare({ name: "two" });
});
afterEach(() => store.stop());

const put = (Bucket: string, Body = "x") =>
  faultOf(store.client.send(new PutObjectCommand({ Bucket, Key: "k", Body })));
const exists = async (Bucket: string) =>
  (await faultOf(store.client.send(new HeadObjectCommand({ Bucket, Key: "k" })))).name === "none";

describe("an ordered fault", () => {
  it.each([
    ["slow-down", { name: "SlowDown", status: 503 }],
    ["error", { name: "InternalError", status: 500 }],
  ] as const)("%s refuses the calls it is for, as often as ordered, and nothing is done", async (kind, fault) => {
    store.s3.faults.next({ operation: "PutObject", bucket: "one" }, kind, 2);
    expect((await put("two")).name).toBe("none");
    expect([await put("one"), await put("one")]).toEqual([fault, fault]);
    expect(await exists("one")).toBe(false);
    expect((await put("one")).name).toBe("none");
  });

  it("timeout-before breaks the connection with nothing done", async () => {
    store.s3.faults.next({ operation: "PutObject" }, "timeout-before");
    expect((await put("one")).status).toBe(0);
    expect(await exists("one")).toBe(false);
  });

  it("lost-reply breaks the connection with everything done", async () => {
    store.s3.faults.next({ operation: "PutObject" }, "lost-reply");
    expect((await put("one")).status).toBe(0);
    expect(await exists("one")).toBe(true);
    store.s3.faults.next({ operation: "GetObject" }, "lost-reply");
    expect((await faultOf(store.client.send(new GetObjectCommand({ Bucket: "one", Key: "k" })))).status).toBe(0);
  });

  it("is overcome by the SDK's own retries", async () => {
    store.s3.faults.next({}, "slow-down");
    const patient = store.as("OPERATOR", { maxAttempts: 3 });
    await patient.send(new PutObjectCommand({ Bucket: "one", Key: "k", Body: "x" }));
    expect(await exists("one")).toBe(true);
  });
});
