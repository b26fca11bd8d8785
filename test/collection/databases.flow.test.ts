import fc from "fast-check";
import { type Entity, entityIdOf } from "../../functions/collection/database/entity.ts";
import { countsOf, NO_COUNTS, plus } from "../../functions/collection/record/counts.ts";
import type { Binding, Item } from "../../functions/collection/row/terms.ts";
import { rebuildDatabase } from "../../functions/collection/use-cases/building.ts";
import { beginUnbuilt } from "../../functions/collection/use-cases/watching.ts";
import type { EventEnvelope } from "../../functions/kernel/event.ts";
import type { Principal } from "../../functions/platform/principal.ts";
import { anotherDistrict, departmentOf } from "../catalog/catalogue.ts";
import { aListener, everyEvent } from "./governed.ts";
import {
  A_RESOURCE,
  ANOTHER,
  anotherBody,
  aPool,
  binding,
  DEPARTMENT,
  item,
  type Pool,
  refusal,
  theAuthority,
  theCenter,
  theProvider,
  value,
} from "./pool.ts";

const SCHOOL_BOOK = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d12";
const ITEMS: readonly Item[] = [item(), item({ code: "district", name: "所在区" })];

/** The same kind of resource, compiled and provided by another department. */
const another = (): Binding => {
  const one = binding(ITEMS);
  const provider = { code: ANOTHER, name: "示例二局" };
  return { ...one, id: SCHOOL_BOOK, compiledBy: ANOTHER, content: { ...one.content, provider } };
};

let pool: Pool;
let listener: ReturnType<typeof aListener>;
beforeEach(async () => {
  pool = await aPool();
  pool.setForce(binding(ITEMS));
  pool.others.set(SCHOOL_BOOK, another());
  listener = aListener(pool.deps);
});
afterEach(() => pool.close());

const declared = async () =>
  value(
    await pool.as(theCenter)("declareDatabase", {
      kind: "theme",
      name: "教育机构主题库",
      key: "学校标识码",
      fields: [
        { code: "phone", name: "联系电话" },
        { code: "district", name: "所在区" },
      ],
      district: "district",
    }),
  ).id;
const mapping = (resource: string, rank: number) => ({
  resource,
  key: "schoolId",
  rank,
  items: ["phone", "district"].map((code) => ({ item: code, field: code })),
});
const mapped = async (id: string, resource: string, rank: number) =>
  value(await pool.as(theCenter)("mapResource", { id, ...mapping(resource, rank) })).revision;

/** Steps of a rebuild until it is done, each as short as it can be. */
const rebuilt = async (id: string, round: number, timeIsUp = () => true) => {
  for (let steps = 1; ; steps++) {
    const did = await rebuildDatabase({ ...pool.deps, timeIsUp })({ record: id, round });
    if (!did.ok) throw new Error(did.refusal.code);
    if (did.value.done) return steps;
    if (steps > 100) throw new Error("It does not end.");
  }
};

type Values = Readonly<{ phone?: string; district?: string }>;
const collect = (by: Principal, resource: string, schoolId: string, values: Values) =>
  pool.as(by)("collectRecord", { resource, values: { schoolId, ...values }, collectedOn: "2026-11-20" });

const entity = async (database: string, key: string): Promise<Entity | undefined> => {
  const id = entityIdOf(database, key);
  return (await pool.deps.entities.entities([id])).get(id)?.now;
};
const read = (by: Principal, database: string, key: string) =>
  pool.as(by)("readEntity", { id: entityIdOf(database, key), purpose: "核对学校联系方式" });

describe("A23: a database is put together from the pools, and follows them", () => {
  it("field by field, with lineage, from the source that ranks first; rebuilt when it is mapped", async () => {
    const id = await declared();
    value(await collect(theProvider, A_RESOURCE, "S1", { phone: "021-1", district: "310110" }));
    await rebuilt(id, await mapped(id, A_RESOURCE, 2));
    expect((await entity(id, "S1"))?.fields["phone"]).toMatchObject({ value: "021-1", from: { version: 1 } });
    value(await collect(anotherBody, SCHOOL_BOOK, "S1", { phone: "021-2" }));
    await rebuilt(id, await mapped(id, SCHOOL_BOOK, 1));
    expect((await entity(id, "S1"))?.fields).toMatchObject({
      phone: { value: "021-2", state: "single-source", from: { resource: SCHOOL_BOOK } },
      district: { value: "310110", from: { resource: A_RESOURCE } },
    });
    expect(await pool.deps.databases.find(id)).toMatchObject({ value: { now: { revision: 3, builtRevision: 3 } } });
  });

  it("a source that falls silent gives way to the next, and a resource that is taken out leaves nothing", async () => {
    const id = await declared();
    value(await collect(theProvider, A_RESOURCE, "S1", { phone: "021-1" }));
    const record = value(await collect(anotherBody, SCHOOL_BOOK, "S1", { phone: "021-2" }));
    await mapped(id, A_RESOURCE, 2);
    await rebuilt(id, await mapped(id, SCHOOL_BOOK, 1));
    await listener.hearAll(pool.table);
    value(await pool.as(anotherBody)("withdrawRecord", { id: record.id }));
    await listener.hearAll(pool.table);
    expect((await entity(id, "S1"))?.fields).toMatchObject({ phone: { value: "021-1" } });
    const without = value(await pool.as(theCenter)("unmapResource", { id, resource: A_RESOURCE }));
    await rebuilt(id, without.revision);
    expect(await entity(id, "S1")).toMatchObject({ status: "gone", fields: {} });
    expect(await entity(id, "S1")).not.toHaveProperty("key");
  });

  it("what has retired, or is shared no more, feeds it no more", async () => {
    const id = await declared();
    await mapped(id, A_RESOURCE, 1);
    await mapped(id, SCHOOL_BOOK, 2);
    const about = { source: "catalog", version: 9, at: "2026-11-24T01:02:03.004Z", by: "x", traceId: "t" } as const;
    const retired = {
      ...about,
      id: "0199b2c6-2c30-7d42-8e11-6a7b8c9d0e10",
      type: "catalog.resource-retired.v1",
      subject: A_RESOURCE,
      data: { edition: 1, round: 1, compiledBy: DEPARTMENT },
    } as unknown as EventEnvelope;
    await listener.hear(retired);
    await listener.hear(retired);
    const found = await pool.deps.databases.find(id);
    expect(found).toMatchObject({ value: { now: { mappings: [{ resource: SCHOOL_BOOK }], revision: 4 } } });
  });

  it("the Center declares one of each basic kind, by commands of at most three calls", async () => {
    const fields = [{ code: "n", name: "姓名" }];
    const about = { kind: "population" as const, name: "人口库", key: "公民身份号码", fields };
    const { id } = value(await pool.as(theCenter)("declareDatabase", about));
    expect(pool.calls()).toEqual(["TransactWriteItems"]);
    const twice = await pool.as(theCenter)("declareDatabase", { ...about, name: "另一人口库" });
    expect(refusal(twice)).toMatchObject({ code: "database-declared-already", cites: ["A23"] });
    const unknown = await pool.as(theCenter)("mapResource", { id, ...mapping(id, 1) });
    expect(refusal(unknown)).toMatchObject({ code: "resource-not-in-force" });
    const not = await pool.as(theCenter)("unmapResource", { id, resource: A_RESOURCE });
    expect(refusal(not)).toMatchObject({ code: "resource-not-mapped" });
    expect(value(await pool.as(theProvider)("listDatabases", {})).items).toHaveLength(1);
  });
});

/** What an entity says, without when it said so. */
const said = (it: Entity | undefined) => it && { status: it.status, fields: it.fields, district: it.district };
const KEYS = ["S1", "S2", "S3"];

describe("A23, A24: any order and any repeats of events give what a fresh count and a fresh rebuild give (property)", () => {
  const act = fc.record({
    by: fc.constantFrom(0, 1),
    key: fc.constantFrom(...KEYS),
    phone: fc.constantFrom(undefined, "021-1", "021-2", "021-3"),
    district: fc.constantFrom(undefined, "310110", "310107"),
    withdraw: fc.boolean(),
  });

  it("of what two departments hand in and take back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 3, maxLength: 10 }),
        fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
        async (acts, noise) => {
          const mine = await aPool();
          await pool.close();
          pool = mine;
          pool.setForce(binding(ITEMS));
          pool.others.set(SCHOOL_BOOK, another());
          const hears = aListener(pool.deps);
          const id = await declared();
          await mapped(id, A_RESOURCE, 1);
          await rebuilt(id, await mapped(id, SCHOOL_BOOK, 2));
          for (const { by, key, phone, district, withdraw } of acts) {
            const [who, resource] =
              by === 0 ? ([theProvider, A_RESOURCE] as const) : ([anotherBody, SCHOOL_BOOK] as const);
            const given = {
              ...(phone === undefined ? {} : { phone }),
              ...(district === undefined ? {} : { district }),
            };
            const did = await collect(who, resource, key, given);
            if (did.ok && withdraw) await pool.as(who)("withdrawRecord", { id: did.value.now.id });
          }
          // Heard in some order, some of it twice, before all of it is heard.
          const events = (await everyEvent(pool.table)).filter(({ type }) => type.includes(".record-"));
          const shuffled = events.map((event, at) => ({ event, at: noise[at % 30] ?? 0 })).sort((a, b) => a.at - b.at);
          for (const { event, at } of shuffled) {
            await hears.hear(event);
            if (at % 2 === 0) await hears.hear(event);
          }
          const followed = [];
          for (const key of KEYS) followed.push(said(await entity(id, key)));

          for (const resource of [A_RESOURCE, SCHOOL_BOOK]) {
            const all = await pool.deps.records.list("byChange", { hash: resource }, { limit: 100 });
            if (!all.ok) throw new Error("bent");
            const fresh = all.value.items.reduce((sum, { now }) => plus(sum, countsOf(now)), NO_COUNTS);
            const tally = await pool.deps.tallies.find(resource);
            expect(tally.ok ? tally.value.counts : NO_COUNTS).toEqual(fresh);
            const collected = events.filter(
              ({ type, data }) => type === "collection.record-collected.v1" && data["resource"] === resource,
            );
            expect(tally.ok ? tally.value.handed.good : 0).toBe(collected.length);
          }
          // Another database of the same kind, never told of an event, built at once.
          const other = value(
            await pool.as(theCenter)("declareDatabase", {
              kind: "theme",
              name: "另一主题库",
              key: "学校标识码",
              fields: ["phone", "district"].map((code) => ({ code, name: code })),
              district: "district",
            }),
          ).id;
          await mapped(other, A_RESOURCE, 1);
          await rebuilt(other, await mapped(other, SCHOOL_BOOK, 2), () => false);
          for (const [at, key] of KEYS.entries()) {
            const fresh = said(await entity(other, key));
            // What never was, and what is gone, say the same.
            const gone = (it: typeof fresh) => (it === undefined || it.status === "gone" ? undefined : it);
            expect(gone(followed[at])).toEqual(gone(fresh));
          }
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe("A23: a rebuild may break off anywhere and goes on", () => {
  it("at any of its calls, and ends with the same entities", async () => {
    const id = await declared();
    for (let n = 0; n < 30; n++) value(await collect(theProvider, A_RESOURCE, `S${n}`, { phone: `021-${n}` }));
    const round = await mapped(id, A_RESOURCE, 1);
    for (let dies = 1; dies < 12; dies += 2) {
      let calls = 0;
      pool.recorder.fault = (_call, when) => {
        if (when === "after" && ++calls === dies) throw new Error("the function has died");
      };
      await rebuildDatabase({ ...pool.deps, timeIsUp: () => false })({ record: id, round }).catch(() => undefined);
    }
    pool.recorder.fault = undefined;
    await rebuilt(id, round);
    for (let n = 0; n < 30; n++)
      expect((await entity(id, `S${n}`))?.fields["phone"]).toMatchObject({ value: `021-${n}` });
    expect(await rebuilt(id, round)).toBe(1);
  });

  it("a later revision ends it", async () => {
    const id = await declared();
    const round = await mapped(id, A_RESOURCE, 1);
    await mapped(id, SCHOOL_BOOK, 2);
    expect(await rebuilt(id, round)).toBe(1);
    expect(await pool.deps.databases.find(id)).toMatchObject({ value: { now: { builtRevision: 1 } } });
  });

  it("is asked for again by the sweep, until it is built", async () => {
    const id = await declared();
    const round = await mapped(id, A_RESOURCE, 1);
    const start = async () => "known" as const;
    const unbuilt = beginUnbuilt({ ...pool.deps, start });
    expect(await unbuilt()).toEqual({ ok: true, value: { asked: 1 } });
    await rebuilt(id, round);
    expect(await unbuilt()).toEqual({ ok: true, value: { asked: 0 } });
  });

  it("begins once a revision, when a mapping is heard of", async () => {
    const id = await declared();
    await mapped(id, A_RESOURCE, 1);
    await mapped(id, SCHOOL_BOOK, 2);
    await listener.hearAll(pool.table);
    expect(listener.flows).toMatchObject([{ record: id, flow: "rebuild", round: 3 }]);
  });
});

describe("A23p2: a district takes up what is its own", () => {
  const ready = async () => {
    const id = await declared();
    value(await collect(theProvider, A_RESOURCE, "S1", { phone: "021-1", district: "310110" }));
    value(await collect(theProvider, A_RESOURCE, "S2", { phone: "021-2", district: "310107" }));
    value(await collect(theProvider, A_RESOURCE, "S3", { phone: "021-3" }));
    await rebuilt(id, await mapped(id, A_RESOURCE, 1));
    return id;
  };
  const purpose = "区教育服务整合应用";

  it("after it has subscribed: what has changed since, and entities of its own", async () => {
    const id = await ready();
    expect(refusal(await pool.as(theAuthority)("listEntityChanges", { id }))).toMatchObject({
      code: "database-not-subscribed",
    });
    value(await pool.as(theAuthority)("subscribeDatabase", { id, purpose }));
    expect(pool.calls()).toEqual(["GetItem", "GetItem", "TransactWriteItems"]);
    const { items } = value(await pool.as(theAuthority)("listEntityChanges", { id }));
    expect(items.map((it) => it.id)).toEqual([entityIdOf(id, "S1")]);
    const later = new Date(Date.parse(items[0]?.changedAt ?? "") + 1).toISOString();
    expect(value(await pool.as(theAuthority)("listEntityChanges", { id, since: later })).items).toEqual([]);
    expect(value(await read(theAuthority, id, "S1"))).toMatchObject({
      key: "S1",
      fields: { phone: { value: "021-1" } },
    });
    for (const key of ["S2", "S3"])
      expect(refusal(await read(theAuthority, id, key))).toMatchObject({ code: "record-unknown" });
    expect(refusal(await read(anotherDistrict, id, "S2"))).toMatchObject({ code: "record-unknown" });
    value(await pool.as(theAuthority)("endSubscription", { id }));
    expect(refusal(await read(theAuthority, id, "S1"))).toMatchObject({ code: "record-unknown" });
    expect(refusal(await pool.as(theAuthority)("endSubscription", { id }))).toMatchObject({
      code: "database-not-subscribed",
    });
    value(await pool.as(theAuthority)("subscribeDatabase", { id, purpose }));
    expect(refusal(await pool.as(theAuthority)("subscribeDatabase", { id, purpose }))).toMatchObject({
      code: "subscribed-already",
    });
  });

  it("A47: each reading is on record before its answer, per source record, and without it there is none", async () => {
    const id = await ready();
    const { receipt } = value(await read(theCenter, id, "S1"));
    expect(pool.calls()).toEqual(["BatchGetItem", "BatchGetItem"]);
    expect(pool.ledger.accesses).toMatchObject([
      {
        receipt,
        by: theCenter.id,
        purpose: "核对学校联系方式",
        responsible: DEPARTMENT,
        fields: ["district", "phone"],
      },
    ]);
    pool.ledger.fails = true;
    await expect(read(theCenter, id, "S1")).rejects.toThrow("out of reach");
  });

  it("A47: a department reads what its own resources fill, and nothing else", async () => {
    const id = await ready();
    value(await collect(anotherBody, SCHOOL_BOOK, "S3", { district: "310110" }));
    await rebuilt(id, await mapped(id, SCHOOL_BOOK, 2));
    expect(Object.keys(value(await read(departmentOf(ANOTHER), id, "S3")).fields)).toEqual(["district"]);
    expect(refusal(await read(departmentOf(ANOTHER), id, "S1"))).toMatchObject({ code: "record-unknown" });
  });
});
