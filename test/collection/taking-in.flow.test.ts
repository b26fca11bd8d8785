import { records } from "../../functions/collection/store.ts";
import { takeBackBatch } from "../../functions/collection/use-cases/take-back.ts";
import { type Step, takeIn } from "../../functions/collection/use-cases/take-in.ts";
import type { Outcome } from "../../functions/kernel/outcome.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { A_RESOURCE, anotherBody, aPool, binding, item, type Pool, sha256Of, theProvider, value } from "./pool.ts";

let pool: Pool;
beforeEach(async () => {
  pool = await aPool();
});
afterEach(() => pool.close());

const DEATH = "the function has died";

/** A file of so many rows; every fiftieth has a telephone number that is too long. */
const aFile = (rows: number, { from = 0, phone = (n: number) => `021-${n}` } = {}): Buffer =>
  Buffer.from(
    [
      "schoolId,phone",
      ...Array.from({ length: rows }, (_, at) => {
        const n = from + at;
        return `S${n},${n % 50 === 49 ? "x".repeat(21) : phone(n)}`;
      }),
    ].join("\n"),
  );

/** Runs steps until the file is done, as its machine does; a step that breaks off is run again. */
const run = async (id: string, step: (input: { record: string }) => Promise<Outcome<Step>> = takeIn(pool.deps)) => {
  for (let steps = 1; ; steps++) {
    if (steps > 200) throw new Error("It does not end.");
    const did = await step({ record: id }).catch((fault: Error) => {
      if (fault.message !== DEATH) throw fault;
    });
    if (did === undefined) continue;
    if (!did.ok) throw new Error(JSON.stringify(did.refusal));
    if (did.value.done) return steps;
  }
};

const everyRecord = async () => {
  const store = openStore(records, pool.table);
  const all = [];
  let cursor: string | undefined;
  do {
    const page = await store.list("byChange", { hash: A_RESOURCE }, { cursor, limit: 100 });
    if (!page.ok) throw new Error("bent");
    all.push(...page.value.items);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return all;
};

const badRows = async (id: string) => {
  const lines = [];
  let cursor: string | undefined;
  do {
    const page = await pool.as(theProvider)("listBadRows", {
      id,
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const { items, next } = value(page);
    lines.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return lines;
};

describe("A21: a file of rows is taken into the pool", () => {
  it("takes in the good rows, and tells each bad one by its line, field and reason", async () => {
    const id = await pool.submitted(aFile(150));
    await run(id);
    expect(await pool.batch(id)).toMatchObject({
      status: "done",
      counts: { good: 147, unchanged: 0, bad: 3, duplicates: 0 },
      at: { line: 151 },
    });
    expect(await everyRecord()).toHaveLength(147);
    const bad = await badRows(id);
    expect(bad.map(({ line }) => line)).toEqual(Array.from({ length: 3 }, (_, at) => at * 50 + 51));
    expect(bad[0]?.problems).toEqual([
      { code: "value-not-of-its-item", cites: ["A18p1"], field: "phone", because: "text-too-long" },
    ]);
  });

  it("is refused when the very same file is sent again", async () => {
    const file = aFile(3);
    await run(await pool.submitted(file));
    const announced = pool.as(theProvider)("announceBatch", {
      resource: A_RESOURCE,
      format: "csv",
      bytes: file.length,
      sha256: sha256Of(file),
      collectedOn: "2026-11-20",
    });
    expect(await announced).toMatchObject({ ok: false, refusal: { code: "file-sent-already" } });
  });

  it("changes nothing where another file says the same again", async () => {
    await run(await pool.submitted(aFile(100)));
    const id = await pool.submitted(Buffer.concat([aFile(100), Buffer.from("\n")]));
    await run(id);
    expect((await pool.batch(id)).counts).toEqual({ good: 0, unchanged: 98, bad: 2, duplicates: 0 });
    expect((await everyRecord()).every(({ version }) => version === 1)).toBe(true);
  });

  it("counts a record that the file has named before as a duplicate, near or far", async () => {
    const far = aFile(120);
    const id = await pool.submitted(Buffer.concat([far, Buffer.from("\nS0,1\nS118,2\nS118,3\n")]));
    await run(id);
    expect((await pool.batch(id)).counts).toEqual({ good: 118, unchanged: 0, bad: 2, duplicates: 3 });
  });

  it("keeps two sources apart and finds where they differ (A22p2)", async () => {
    await run(await pool.submitted(aFile(10)));
    const body = { ...theProvider, institution: anotherBody.institution } as typeof anotherBody;
    value(
      await pool.as(theProvider)("recordMethod", {
        entry: {
          resource: A_RESOURCE,
          institution: anotherBody.institution ?? "",
          method: "direct",
          duty: "义务教育学生学籍管理",
        },
      }),
    );
    const id = await pool.submitted(aFile(10, { phone: (n) => (n < 5 ? `021-${n}` : "010-1") }), "csv", body);
    await run(id);
    const states = (await everyRecord()).map(({ now }) => now.items["phone"]);
    expect(states.filter((state) => state === "agreed")).toHaveLength(5);
    expect(states.filter((state) => state === "conflicting")).toHaveLength(5);
  });
});

describe("A21: whatever breaks off a step, no row is lost and none is taken in twice", () => {
  const CALLS = ["BatchGetItem", "TransactWriteItems", "GetItem"] as const;

  it.each(
    CALLS.flatMap((operation) => (["before", "after"] as const).map((when) => ({ operation, when }))),
  )("at each $operation, $when it took effect", async ({ operation, when }) => {
    const id = await pool.submitted(aFile(230));
    let due = true;
    // Every second call of this kind breaks off, so that each step gets a little further than the one before.
    pool.recorder.fault = (call, moment) => {
      if (call.operation !== operation || moment !== when) return;
      due = !due;
      if (!due) throw new Error(DEATH);
    };
    const steps = await run(id);
    pool.recorder.fault = undefined;
    expect(pool.recorder.fault).toBeUndefined();
    expect(steps).toBeGreaterThan(1);
    expect((await pool.batch(id)).counts).toEqual({ good: 226, unchanged: 0, bad: 4, duplicates: 0 });
    const all = await everyRecord();
    expect(all).toHaveLength(226);
    expect(all.every(({ version }) => version === 1)).toBe(true);
    expect((await badRows(id)).map(({ line }) => line)).toEqual([51, 101, 151, 201]);
  });

  it("goes on in steps when its time is up", async () => {
    const id = await pool.submitted(aFile(230));
    const steps = await run(id, takeIn({ ...pool.deps, timeIsUp: () => true }));
    expect(steps).toBeGreaterThan(4);
    expect((await pool.batch(id)).counts).toEqual({ good: 226, unchanged: 0, bad: 4, duplicates: 0 });
  });

  it("may be run by two at once", async () => {
    const id = await pool.submitted(aFile(200));
    await Promise.all([run(id), run(id), run(id)]);
    expect((await pool.batch(id)).counts).toEqual({ good: 196, unchanged: 0, bad: 4, duplicates: 0 });
    expect((await everyRecord()).every(({ version }) => version === 1)).toBe(true);
  });
});

describe("A18p1: a file stops for good where nothing more can be told of it", () => {
  it.each([
    ["an unknown column", "schoolId,phon\n1,2\n", "column-unknown"],
    ["a column twice", "schoolId,phone,phone\n1,2,3\n", "column-twice"],
    ["no key", "phone\n2\n", "key-missing"],
    ["no rows", "schoolId,phone\n", "file-without-rows"],
    ["an open quote", 'schoolId,phone\nS1,1\nS2,"2\n', "file-malformed"],
  ])("%s", async (_what, file, code) => {
    const id = await pool.submitted(Buffer.from(file));
    await run(id);
    expect(await pool.batch(id)).toMatchObject({ status: "stopped", because: { code } });
  });

  it("what was read before is in", async () => {
    const id = await pool.submitted(Buffer.from('schoolId,phone\nS1,1\nS2,"2\n'));
    await run(id);
    expect(await everyRecord()).toHaveLength(1);
    expect(await pool.batch(id)).toMatchObject({ because: { line: 3 }, counts: { good: 1 } });
  });

  it("ten thousand bad rows", async () => {
    const rows = Array.from({ length: 200 }, (_, n) => `S${n},${"x".repeat(21)}`);
    const id = await pool.submitted(Buffer.from(["schoolId,phone", ...rows].join("\n")));
    const found = await pool.deps.batches.find(id);
    if (!found.ok || found.value.now.status !== "taking-in") throw new Error(id);
    // As it stands after almost all of them.
    const counts = { good: 0, unchanged: 0, bad: 9_990, duplicates: 0 };
    const about = {
      type: "collection.batch-announced.v1",
      resource: A_RESOURCE,
      from: found.value.now.from,
      round: 1,
    } as const;
    const call = { by: theProvider, operation: "test", key: "almost", digest: "almost", traceId: "trace" };
    await pool.deps.batches.save({ ...found.value.now, counts }, found.value, about, call);
    await run(id);
    const batch = await pool.batch(id);
    expect(batch).toMatchObject({ status: "stopped", because: { code: "too-many-bad-rows" } });
    expect(batch.counts.bad).toBeGreaterThan(10_000);
    expect(batch.counts.bad).toBeLessThan(10_100);
  });

  it("a resource that is in force no more", async () => {
    const id = await pool.submitted(aFile(3));
    pool.setForce(undefined);
    await run(id);
    expect(await pool.batch(id)).toMatchObject({ status: "stopped", because: { code: "resource-not-in-force" } });
  });
});

describe("A2: what is marked as a state secret is refused and recorded", () => {
  it("by its line and field, and nowhere by its text", async () => {
    const id = await pool.submitted(Buffer.from("schoolId,phone\nS1,机密★10年\nS2,1\n"));
    await run(id);
    expect(await badRows(id)).toEqual([
      { line: 2, problems: [{ code: "state-secret-refused", cites: ["A2"], field: "phone" }] },
    ]);
    expect((await pool.batch(id)).counts).toMatchObject({ good: 1, bad: 1 });
  });
});

describe("A18p2: what can be had by sharing is not collected again", () => {
  it("a column of it stops a file, a cell of it refuses a line", async () => {
    const shared = item({ obtained: { by: "shared", from: "101001/0000001" as never } });
    pool.setForce(binding([shared, item({ code: "name", name: "名称" })]));
    const csv = await pool.submitted(aFile(3));
    await run(csv);
    expect(await pool.batch(csv)).toMatchObject({ because: { code: "item-obtained-by-sharing", field: "phone" } });
    const jsonl = await pool.submitted(
      Buffer.from('{"schoolId":"S1","phone":"1"}\n{"schoolId":"S2","name":"a"}'),
      "jsonl",
    );
    await run(jsonl);
    expect((await pool.batch(jsonl)).counts).toEqual({ good: 1, unchanged: 0, bad: 1, duplicates: 0 });
  });
});

describe("A16(3): a source takes back what a file has brought", () => {
  it("record by record, but not what has been replaced since", async () => {
    const first = await pool.submitted(aFile(100));
    await run(first);
    await run(await pool.submitted(aFile(10, { phone: () => "021-0" })));
    value(await pool.as(theProvider)("withdrawBatch", { id: first, because: "误报" }));
    await run(first, takeBackBatch({ ...pool.deps, timeIsUp: () => true }));
    expect(await pool.batch(first)).toMatchObject({ status: "withdrawn", takenBack: 89 });
    const held = (await everyRecord()).filter(({ now }) => now.status === "held");
    expect(held).toHaveLength(9);
    expect(
      (await everyRecord()).filter(({ now }) => now.status === "withdrawn" && Object.keys(now.values).length > 0),
    ).toEqual([]);
  });
});
