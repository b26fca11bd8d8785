import { inTime } from "../../functions/collection/use-cases/in-time.ts";
import { takeIn } from "../../functions/collection/use-cases/take-in.ts";
import { addDays } from "../../functions/kernel/day.ts";
import type { EventEnvelope } from "../../functions/kernel/event.ts";
import { aListener, everyEvent } from "./governed.ts";
import {
  A_RESOURCE,
  anotherBody,
  aPool,
  DEPARTMENT,
  day,
  type Pool,
  refusal,
  theCenter,
  theProvider,
  value,
} from "./pool.ts";

let pool: Pool;
let listener: ReturnType<typeof aListener>;
beforeEach(async () => {
  pool = await aPool();
  listener = aListener(pool.deps);
  pool.setDay("2026-02-12");
});
afterEach(() => pool.close());

const ofCatalogue = (type: string, id: string): EventEnvelope =>
  ({
    id,
    type,
    source: "catalog",
    subject: A_RESOURCE,
    version: 5,
    at: "2026-02-12T01:02:03.004Z",
    by: "x",
    traceId: "t",
    data: {
      edition: 1,
      round: 1,
      compiledBy: DEPARTMENT,
      code: "201001/0000001",
      name: "中小学校名录",
      provider: DEPARTMENT,
      catalogue: { kind: "city" },
      sharing: "unconditional",
      opening: "unconditional",
    },
  }) as unknown as EventEnvelope;
const PUBLISHED = ofCatalogue("catalog.resource-published.v1", "0199b2c6-2c30-7d42-8e11-6a7b8c9d0e11");
const RETIRED = ofCatalogue("catalog.resource-retired.v1", "0199b2c6-2c30-7d42-8e11-6a7b8c9d0e12");

/** Thirty rows, one of them with a number that is too long and one that repeats another. */
const FILE = Buffer.from(
  [
    "schoolId,phone",
    ...Array.from({ length: 28 }, (_, n) => `S${n},021-${n}`),
    `S28,${"x".repeat(21)}`,
    "S1,021-other",
  ].join("\n"),
);
const taken = async () => {
  const id = await pool.submitted(FILE);
  value({ ok: true, value: { now: await takeIn(pool.deps)({ record: id }) } });
  return id;
};
const figures = async () => value(await pool.as(theCenter)("readFigures", { resource: A_RESOURCE }));
const notPooled = async () =>
  value(await pool.as(theCenter)("listNotPooled", {})).items.map(({ resource }) => resource);

describe("A21, A24: figures are counted once an event, in whatever order events come", () => {
  it("a resource in force is not pooled until its first row", async () => {
    await listener.hear(PUBLISHED);
    expect(await notPooled()).toEqual([A_RESOURCE]);
    expect(await figures()).toMatchObject({ status: "not-pooled", quantity: 0, timeliness: { upToDate: false } });
    await taken();
    await listener.hearAll(pool.table);
    expect(await notPooled()).toEqual([]);
    expect(await figures()).toMatchObject({
      status: "pooled",
      name: "中小学校名录",
      quantity: 28,
      handed: { good: 28, bad: 1, duplicates: 1 },
      completeness: 1,
      validity: 29 / 30,
      uniqueness: 29 / 30,
      consistency: 1,
    });
    expect(pool.calls()).toEqual(["GetItem"]);
  });

  it("rows that are heard of before the catalogue, and twice, count the same", async () => {
    await taken();
    const events = await everyEvent(pool.table);
    for (const event of [...events, ...events].reverse()) await listener.hear(event);
    await listener.hear(PUBLISHED);
    await listener.hear(PUBLISHED);
    expect(await notPooled()).toEqual([]);
    expect(await figures()).toMatchObject({ quantity: 28, handed: { good: 28, bad: 1, duplicates: 1 } });
    expect(value(await pool.as(theCenter)("listFigures", {})).items).toMatchObject([{ quantity: 28 }]);
    expect(pool.calls()).toEqual(["Query"]);
  });

  it("what has retired is no longer listed, and its figures stay", async () => {
    await listener.hear(PUBLISHED);
    await listener.hear(RETIRED);
    expect([await notPooled(), value(await pool.as(theCenter)("listFigures", {})).items]).toEqual([[], []]);
    expect(await figures()).toMatchObject({ status: "not-pooled" });
  });

  it("the department reads its own, and nobody else's are there", async () => {
    await listener.hear(PUBLISHED);
    const resource = A_RESOURCE;
    expect((await pool.as(theProvider)("readFigures", { resource })).ok).toBe(true);
    expect(refusal(await pool.as(anotherBody)("readFigures", { resource }))).toMatchObject({ code: "record-unknown" });
  });
});

const FAULT = { resource: A_RESOURCE, aspect: "validity", accountable: "collector", says: "电话格式有误" } as const;
const raised = async () => value(await pool.as(theCenter)("raiseFault", FAULT));

describe("A24: a fault is mended by whoever is accountable, by a day", () => {
  it("from the Center's finding to the collector's word", async () => {
    const { id, responsible, clocks } = await raised();
    expect(responsible).toBe(DEPARTMENT);
    expect(clocks).toMatchObject([{ name: "fault-mended-in-time", workingDays: 10 }]);
    expect(value(await pool.as(theProvider)("listMyFaults", { status: "open" })).items).toHaveLength(1);
    expect(value(await pool.as(theCenter)("listPoolFaults", { resource: A_RESOURCE })).items).toHaveLength(1);
    expect(refusal(await pool.as(theCenter)("closeFault", { id, done: "已改" }))).toMatchObject({
      code: "fault-not-yours-to-close",
      cites: ["A24"],
    });
    for (const did of [
      await pool.as(anotherBody)("readFault", { id }),
      await pool.as(anotherBody)("closeFault", { id, done: "已改" }),
    ]) {
      expect(refusal(did)).toMatchObject({ code: "record-unknown" });
    }
    expect(value(await pool.as(theProvider)("closeFault", { id, done: "已改" }))).toMatchObject({ status: "closed" });
    expect(value(await pool.as(theProvider)("listMyFaults", { status: "open" })).items).toEqual([]);
    expect(refusal(await pool.as(theProvider)("closeFault", { id, done: "又改" }))).toMatchObject({
      code: "fault-closed-already",
    });
  });

  it("is not raised on what is not in force, nor on a body that is no source", async () => {
    const record = `${A_RESOURCE}~3f8a1c0d9be24e57a6c1d20f4b8e7a95`;
    expect(refusal(await pool.as(theCenter)("raiseFault", { ...FAULT, record }))).toMatchObject({
      code: "record-unknown",
    });
    pool.setForce(undefined);
    expect(refusal(await pool.as(theCenter)("raiseFault", FAULT))).toMatchObject({ code: "resource-not-in-force" });
  });

  it("goes on record on the day after its due day, once, and may still be closed", async () => {
    const { id, clocks } = await raised();
    const dueOn = day(clocks[0]?.dueOn ?? "");
    const sweepOn = async (on: typeof dueOn) => {
      const did = await inTime({ ...pool.deps, today: () => on }).faults.sweep()({ flows: false });
      return did.ok && did.value.changed;
    };
    const after = addDays(dueOn, 1);
    expect([await sweepOn(dueOn), await sweepOn(after), await sweepOn(after)]).toEqual([0, 1, 0]);
    expect((await everyEvent(pool.table)).filter(({ type }) => type === "collection.fault-overdue.v1")).toMatchObject([
      { subject: id, data: { dueOn, responsible: DEPARTMENT } },
    ]);
    pool.setDay(after);
    expect(value(await pool.as(theProvider)("closeFault", { id, done: "已改" }))).toMatchObject({
      clocks: [{ missedOn: after }],
    });
  });
});

describe("A24: a record is traced", () => {
  it("to its sources, files, versions and decisions, without what it holds", async () => {
    await listener.hear(PUBLISHED);
    const batch = await taken();
    const page = value(await pool.as(theProvider)("listPoolRecords", { resource: A_RESOURCE, limit: 1 }));
    const id = page.items[0]?.id ?? "";
    const trace = value(await pool.as(theProvider)("readRecordTrace", { id }));
    expect(trace).toMatchObject({
      id,
      version: 1,
      sources: [{ from: DEPARTMENT, batch, items: ["phone", "schoolId"] }],
      compiledBy: DEPARTMENT,
      accesses: `/evidence/records/${id}/accesses`,
      history: { items: [{ type: "collection.row-taken-in.v1", version: 1, data: { batch } }] },
    });
    expect(JSON.stringify(trace)).not.toContain("021-");
    expect(pool.calls()).toEqual(["GetItem", "GetItem", "Query"]);
    expect((await pool.as(theCenter)("readRecordTrace", { id })).ok).toBe(true);
    expect(refusal(await pool.as(anotherBody)("readRecordTrace", { id }))).toMatchObject({ code: "record-unknown" });
  });
});
