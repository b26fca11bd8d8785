import { entityIdOf } from "../../functions/collection/database/entity.ts";
import { rebuildDatabase } from "../../functions/collection/use-cases/building.ts";
import type { Found } from "../../functions/platform/store/open.ts";
import { A_RESOURCE, theCenter, value } from "../collection/pool.ts";
import { aPlaceToObject, LIN, type Place } from "./objecting.ts";
import { ANOTHER, CORRECTED, codeOf, DEPARTMENT, NOT_CORRECTED } from "./states.ts";

let place: Place;
beforeEach(async () => {
  place = await aPlaceToObject();
  await place.passTo("2030-03-05");
});
afterEach(() => place.close());

const ABOUT = { kind: "error", description: "电话不对" } as const;

/** Files an objection of Lin's about their record, and lets everything follow. */
const filed = async (record?: string) => {
  const about = record === undefined ? ABOUT : { ...ABOUT, record };
  const { id } = value(await place.as("objector")("fileObjection", about));
  await place.settle();
  return id;
};
const clocks = async (id: string) =>
  (await place.objection(id)).clocks.map(({ name, metOn, missedOn }) => [name, metOn ?? missedOn ?? "running"]);

/** Lin's record, and a theme database that it feeds. */
const inADatabase = async () => {
  const record = await place.collected();
  const fields = [
    { code: "phone", name: "联系电话" },
    { code: "district", name: "所在区" },
  ];
  const about = { kind: "theme" as const, name: "教育机构主题库", key: "学校标识码", fields, district: "district" };
  const { id } = value(await place.pool.as(theCenter)("declareDatabase", about));
  const items = fields.map(({ code }) => ({ item: code, field: code }));
  const mapped = value(
    await place.pool.as(theCenter)("mapResource", { id, resource: A_RESOURCE, key: "schoolId", rank: 1, items }),
  );
  const rebuilt = rebuildDatabase({ ...place.pool.deps, timeIsUp: () => false });
  await rebuilt({ record: id, round: mapped.revision });
  await place.settle();
  return { record, database: id };
};
const entity = async (database: string) => {
  const id = entityIdOf(database, "S1");
  return value(await place.pool.as(theCenter)("readEntity", { id, purpose: "核对联系方式" }));
};

describe("A48(2): a department's record is disputed", () => {
  it("marked at once, handed over, corrected at its source, and the correction reaches pool and database", async () => {
    const { record, database } = await inADatabase();
    const id = await filed(record);
    expect((await place.record(record)).now.disputed).toEqual([id]);
    expect(await entity(database)).toMatchObject({ disputed: [id], fields: { phone: { value: "021-1" } } });
    expect(await clocks(id)).toEqual([
      ["data-marked-in-time", "2030-03-05"],
      ["objection-handed-over-in-time", "running"],
    ]);
    await place.passTo("2030-03-06");
    value(await place.as("center")("handOverObjection", { id, department: DEPARTMENT }));
    await place.settle();
    value(await place.as("department")("decideObjection", { id, decision: CORRECTED }));
    await place.settle();
    const after: Found<unknown> & Awaited<ReturnType<Place["record"]>> = await place.record(record);
    expect(after.now).toMatchObject({
      values: { phone: "021-12345678" },
      disputed: [],
      items: { phone: "single-source" },
    });
    expect(await entity(database)).toMatchObject({ disputed: [], fields: { phone: { value: "021-12345678" } } });
    expect((await clocks(id)).map(([, on]) => on)).toEqual(["2030-03-05", "2030-03-06", "2030-03-06"]);
    expect(place.flows.map(({ round, step }) => [round, step])).toEqual([
      [1, "center"],
      [2, "department"],
    ]);
    expect((await place.told()).map(({ what }) => what)).toEqual([
      "objection-received",
      "objection-handed-over",
      "objection-decided",
    ]);
    const { items } = value(await place.as("center")("listHolders", { id }));
    expect(items).toMatchObject([
      { kind: "pool", version: after.version, disputed: false },
      { kind: "database", id: database, current: true },
    ]);
    const tally = await place.pool.deps.tallies.find(A_RESOURCE);
    expect(tally).toMatchObject({ value: { corrected: 1 } });
  });

  it("is sent back once, with a reason; the five days go on, and another department decides", async () => {
    const id = await filed(await place.collected());
    value(await place.as("center")("handOverObjection", { id, department: DEPARTMENT }));
    const due = (await place.objection(id)).clocks.at(-1);
    await place.passTo("2030-03-07");
    value(await place.as("department")("sendBackObjection", { id, reason: "不属于本局职责" }));
    value(await place.as("center")("handOverObjection", { id, department: ANOTHER }));
    await place.settle();
    expect((await place.objection(id)).clocks.at(-1)).toEqual(due);
    expect(codeOf(await place.as("another")("sendBackObjection", { id, reason: "也不是" }))).toBe(
      "objection-sent-back-already",
    );
    const verifiedWith = { institution: DEPARTMENT, on: "2030-03-07", answer: "登记有误" };
    value(await place.as("another")("decideObjection", { id, decision: { ...NOT_CORRECTED, verifiedWith } }));
    await place.settle();
    expect(place.flows.map(({ round }) => round)).toEqual(expect.arrayContaining([1, 4]));
    expect(place.flows.length).toBeLessThanOrEqual(4);
  });

  it("late is not lost: the clock goes on record, the objector is told, the cause is said, and the decision stands", async () => {
    const record = await place.collected();
    const id = await filed(record);
    await place.passTo("2030-03-08");
    expect(await clocks(id)).toContainEqual(["objection-handed-over-in-time", "2030-03-08"]);
    value(await place.as("center")("handOverObjection", { id, department: DEPARTMENT }));
    await place.settle();
    await place.passTo("2030-03-18");
    expect(await clocks(id)).toContainEqual(["objection-decided-by-department-in-time", "2030-03-16"]);
    const clock = "objection-decided-by-department-in-time";
    value(await place.as("department")("recordDelay", { id, clock, cause: "原始档案尚在调取" }));
    value(await place.as("department")("decideObjection", { id, decision: CORRECTED }));
    await place.settle();
    expect(await place.events(id)).toEqual([
      "objections.received.v1",
      "objections.marked.v1",
      "objections.overdue.v1",
      "objections.handed-over.v1",
      "objections.overdue.v1",
      "objections.delay-explained.v1",
      "objections.decided.v1",
    ]);
    expect((await place.told()).map(({ what }) => what)).toContain("objection-overdue");
    expect(value(await place.as("stranger")("listMissed", { of: DEPARTMENT })).items).toEqual([
      {
        clock,
        cites: "A48(2)",
        dueOn: "2030-03-15",
        missedOn: "2030-03-16",
        doneOn: "2030-03-18",
        causes: ["原始档案尚在调取"],
      },
    ]);
    expect(value(await place.as("stranger")("listMissed", { of: "center" })).items).toHaveLength(1);
    const city = value(await place.as("center")("readObjectionFigures", { of: "the-city" }));
    expect(city).toMatchObject({
      open: {},
      missed: { byInstitution: { center: 1, [DEPARTMENT]: 1 }, byKind: { error: 2 } },
      outcomes: { corrected: 1 },
      wrong: { error: 1 },
      decidedIn: { "9": 1 },
    });
  });
});

describe("A48(1): what the Center has power to correct", () => {
  it("is what nobody could name yet: the Center finds the record, decides, and it is corrected", async () => {
    const record = await place.collected();
    const id = await filed();
    expect((await place.objection(id)).route).toMatchObject({ because: "resource-unknown" });
    value(await place.as("center")("decideObjection", { id, decision: CORRECTED, record }));
    await place.settle();
    expect((await place.record(record)).now).toMatchObject({ values: { phone: "021-12345678" }, disputed: [] });
    expect(place.flows).toMatchObject([{ step: "center", role: "big-data-center", title: "异议（数据错误）" }]);
    expect(await place.told()).toMatchObject([
      { what: "objection-received", facts: { due: [{ act: "mark" }, { act: "decision", cites: "A48(1)" }] } },
      { what: "objection-decided", facts: { outcome: "corrected" } },
    ]);
  });

  it("a database that the Center puts together is the Center's, whoever compiles the resource", async () => {
    const { record, database } = await inADatabase();
    const about = { ...ABOUT, record, database };
    const { route } = value(await place.as("objector")("fileObjection", about));
    expect(route).toMatchObject({ power: "center", because: "integrated-by-center" });
  });
});

describe("A48: an objection", () => {
  it("withdrawn before the decision takes its mark along, and is over", async () => {
    const record = await place.collected();
    const id = await filed(record);
    expect(codeOf(await place.as("stranger")("withdrawObjection", { id }))).toBe("record-unknown");
    value(await place.as("objector")("withdrawObjection", { id }));
    await place.settle();
    expect((await place.record(record)).now.disputed).toEqual([]);
    expect(codeOf(await place.as("center")("handOverObjection", { id, department: DEPARTMENT }))).toBe(
      "objection-over",
    );
    expect((await place.told()).at(-1)).toMatchObject({ what: "objection-withdrawn" });
  });

  it("about unlawfully collected data that was right: the record goes from its pool and the database", async () => {
    const { record, database } = await inADatabase();
    const about = { kind: "privacy", description: "未经同意采集", record } as const;
    const { id } = value(await place.as("objector")("fileObjection", about));
    value(await place.as("center")("handOverObjection", { id, department: DEPARTMENT }));
    const decision = { outcome: "data-withdrawn", reasons: "无依据采集", looked: ["采集规范"] } as const;
    value(
      await place.as("department")("decideObjection", { id, decision: { ...decision, looked: [...decision.looked] } }),
    );
    await place.settle();
    expect((await place.record(record)).now).toMatchObject({ status: "withdrawn", values: {}, disputed: [] });
    const gone = await place.pool.deps.entities.entities([entityIdOf(database, "S1")]);
    expect(gone.get(entityIdOf(database, "S1"))?.now).toMatchObject({ status: "gone" });
  });

  it("joins others about the same record, each with its own clocks; the mark stays until the last is over", async () => {
    const record = await place.collected();
    const first = await filed(record);
    await place.passTo("2030-03-06");
    const second = await filed(record);
    const { items } = value(await place.as("center")("listJoinedObjections", { id: first }));
    expect(items).toMatchObject([{ id: second, receivedOn: "2030-03-06" }]);
    value(await place.as("objector")("withdrawObjection", { id: first }));
    await place.settle();
    expect((await place.record(record)).now.disputed).toEqual([second]);
  });

  it("is there for nobody else, and nobody objects to the record of another", async () => {
    const record = await place.collected();
    const id = await filed(record);
    expect(codeOf(await place.as("stranger")("readObjection", { id }))).toBe("record-unknown");
    expect(codeOf(await place.as("another")("listHolders", { id }))).toBe("record-unknown");
    expect(codeOf(await place.as("stranger")("fileObjection", { ...ABOUT, record }))).toBe("record-unknown");
    const { items } = value(await place.as("objector")("listMyObjections", {}));
    expect(items.map((it) => it.id)).toEqual([id]);
    const history = value(await place.as("objector")("readObjectionHistory", { id }));
    expect(history.items.some((it) => "by" in it)).toBe(false);
  });

  it("is entered at a window for its objector by their number, and evidence is checked", async () => {
    const record = await place.collected();
    const objector = { kind: "person", number: LIN } as const;
    const { id } = value(await place.as("department")("fileObjectionFor", { ...ABOUT, record, objector }));
    const file = { name: "许可证.pdf", mediaType: "application/pdf", size: 10, sha256: "d".repeat(64) } as const;
    const address = value(await place.as("objector")("announceEvidence", { id, file }, "announce-1"));
    expect(value(await place.as("objector")("announceEvidence", { id, file }, "announce-1"))).toEqual(address);
    const submit = () => place.as("objector")("submitEvidence", { id, file: address.file });
    expect(codeOf(await submit())).toBe("file-not-as-announced");
    place.files.set(address.file, { bytes: 10, sha256: file.sha256 });
    expect(value(await submit()).files).toMatchObject([{ sentOn: "2030-03-05" }]);
    const mine = value(await place.as("objector")("listMyObjections", {})).items;
    expect(mine).toMatchObject([{ id, filed: { channel: "window" } }]);
    expect(codeOf(await place.as("stranger")("fileObjectionFor", { ...ABOUT, objector }))).toBe("mandate-missing");
  });

  it("heard twice, late or in another order, does everything once", async () => {
    const record = await place.collected();
    const id = await filed(record);
    const { version } = await place.record(record);
    value(await place.as("center")("handOverObjection", { id, department: DEPARTMENT }));
    value(await place.as("department")("decideObjection", { id, decision: CORRECTED }));
    await place.settle();
    const after = await place.record(record);
    const city = value(await place.as("center")("readObjectionFigures", { of: "the-city" }));
    for (const event of (await place.everything()).toReversed()) await place.hear(event);
    await place.settle();
    expect((await place.record(record)).now).toMatchObject({ values: after.now.values, disputed: [] });
    expect(version).toBeLessThan(after.version);
    expect(value(await place.as("center")("readObjectionFigures", { of: "the-city" }))).toEqual(city);
  });
});
