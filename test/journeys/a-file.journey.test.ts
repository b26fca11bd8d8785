import { done } from "../../demo/story.ts";
import { aCity, type City } from "../support/city.ts";
import { aDistrictBody, aFile, announcementOf, badRowsOf, pooled, recordsOf, sent, submitted, when } from "./files.ts";

const BAD = { code: "value-not-of-its-item", cites: ["A18p1"], field: "phone", because: "text-too-long" };

describe("a file of rows on its way into a pool", () => {
  let city: City;
  let resource = "";
  const ours = () => city.as("education.editor");

  beforeAll(async () => {
    city = await aCity();
    resource = await pooled(city, "学校名录");
  });

  it("A21: a thousand rows with twenty bad ones come in, counted exactly", async () => {
    const file = aFile(1_000);
    const id = await submitted(ours(), resource, file);
    expect(await when(ours(), id, "done")).toMatchObject({
      counts: { good: 980, unchanged: 0, bad: 20, duplicates: 0 },
      at: { offset: file.length, line: 1_001 },
    });
    const bad = await badRowsOf(ours(), id);
    expect(bad.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, at) => at * 50 + 51));
    expect(bad.every(({ problems }) => JSON.stringify(problems) === JSON.stringify([BAD]))).toBe(true);
    expect(await ours().announceBatch(announcementOf(resource, file))).toMatchObject({
      status: 409,
      problem: { code: "file-sent-already" },
    });
  });

  it("A18p1: the same rows in another file change nothing", async () => {
    const id = await submitted(ours(), resource, Buffer.concat([aFile(100), Buffer.from("\n")]));
    expect(await when(ours(), id, "done")).toMatchObject({ counts: { good: 0, unchanged: 98, bad: 2 } });
  });

  it("A21: another file than was announced is not taken, and one that is not there is not submitted", async () => {
    const file = aFile(5, 20_000);
    const { id } = done(await ours().announceBatch(announcementOf(resource, file)));
    const { url, method, headers } = done(await ours().readUpload({ id }));
    const other = Buffer.from(file.toString().replace("021", "022"));
    expect((await fetch(url, { method, headers, body: new Uint8Array(other) })).status).toBe(400);
    const longer = { ...headers, "content-length": String(file.length + 1) };
    const body = new Uint8Array(Buffer.concat([file, Buffer.from("\n")]));
    expect((await fetch(url, { method, headers: longer, body })).status).toBe(403);
    const unsigned = { "content-length": String(file.length) };
    expect((await fetch(url, { method, headers: unsigned, body: new Uint8Array(file) })).status).toBe(403);
    expect(await ours().submitBatch({ id })).toMatchObject({ status: 409, problem: { code: "file-not-uploaded" } });
    expect((await fetch(url, { method, headers, body: new Uint8Array(file) })).status).toBe(200);
    done(await ours().submitBatch({ id }));
    expect(await when(ours(), id, "done")).toMatchObject({ counts: { good: 5 } });
  });

  it("A16(3): a file that is withdrawn takes everything back that it has brought", async () => {
    const pool = await pooled(city, "撤回的名录");
    const id = await submitted(ours(), pool, aFile(150));
    await when(ours(), id, "done");
    expect((await recordsOf(ours(), pool)).filter(({ status }) => status === "held")).toHaveLength(147);
    done(await ours().withdrawBatch({ id, because: "误报" }));
    expect(await when(ours(), id, "withdrawn")).toMatchObject({ takenBack: 147 });
    const after = await recordsOf(ours(), pool);
    expect(after.map(({ status }) => status)).toEqual(Array.from({ length: 147 }, () => "withdrawn"));
    const again = await submitted(ours(), pool, aFile(150));
    expect(await when(ours(), again, "done")).toMatchObject({ counts: { good: 147 } });
  });

  it("A22: what a district body sends waits in its authority's inbox until it is handed on, or is given back", async () => {
    const theirs = await aDistrictBody(city, resource);
    const yangpu = city.as("district-yangpu.editor");
    const id = await submitted(theirs, resource, aFile(60, 30_000));
    await city.cloud.settle();
    expect(done(await theirs.readBatch({ id })).status).toBe("awaiting-hand-on");
    const task = { id: `collection~batch~${id}~hand-on~1` };
    expect(done(await yangpu.readTask(task)).status).toBe("open");
    expect(await city.as("district-huangpu.editor").readTask(task)).toMatchObject({ status: 404 });
    expect(await ours().handOnBatch({ id })).toMatchObject({ status: 403 });
    done(await yangpu.handOnBatch({ id }));
    expect(await when(theirs, id, "done")).toMatchObject({ counts: { good: 59, bad: 1 } });
    await city.cloud.settle();
    expect(done(await yangpu.readTask(task))).toMatchObject({ status: "done", outcome: "handed-on" });

    const other = await submitted(theirs, resource, aFile(10, 40_000));
    await city.cloud.settle();
    done(await yangpu.giveBatchBack({ id: other, because: "请按校区分别报送" }));
    await city.cloud.settle();
    expect(done(await theirs.readBatch({ id: other }))).toMatchObject({
      status: "stopped",
      because: { code: "given-back", says: "请按校区分别报送" },
    });
    expect(done(await yangpu.readTask({ id: `collection~batch~${other}~hand-on~1` }))).toMatchObject({
      status: "done",
      outcome: "given-back",
    });
  });

  it("A21: an address is for whom it was given and for a file that is not there yet", async () => {
    const id = await sent(ours(), resource, aFile(1, 50_000));
    expect(await city.as("civil-affairs.editor").readUpload({ id })).toMatchObject({ status: 404 });
    done(await ours().submitBatch({ id }));
    await when(ours(), id, "done");
    expect(await ours().readUpload({ id })).toMatchObject({ problem: { code: "batch-status-otherwise" } });
  });
});
