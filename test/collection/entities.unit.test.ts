import fc from "fast-check";
import { type Database, declare, map, unmap } from "../../functions/collection/database/database.ts";
import {
  type Contribution,
  type Entity,
  entityIdOf,
  withContribution,
  withoutRecord,
} from "../../functions/collection/database/entity.ts";
import { isTheirsToRead, type Subscription, subscribe } from "../../functions/collection/database/subscription.ts";
import { termsOf } from "../../functions/collection/row/terms.ts";
import { instantOf } from "../../functions/kernel/day.ts";
import { anotherDistrict, aPerson } from "../catalog/catalogue.ts";
import {
  A_RESOURCE,
  anotherBody,
  binding,
  DEPARTMENT,
  day,
  item,
  refusal,
  theAuthority,
  theCenter,
  theProvider,
} from "./pool.ts";

const A_DATABASE = "0199b2c6-2c30-7d42-8e11-6a7b8c9d0e1f";
const ANOTHER_RESOURCE = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d12";
const TODAY = day("2026-11-24");
const AT = (second: number) => instantOf(Date.parse("2026-11-24T01:00:00.000Z") + second * 1000);

const database: Database = declare(
  {
    kind: "theme",
    name: "教育机构主题库",
    key: "学校标识码",
    fields: [
      { code: "phone", name: "联系电话" },
      { code: "district", name: "所在区" },
    ],
    district: "district",
  },
  A_DATABASE,
  TODAY,
);
const BINDING = binding([item(), item({ code: "district", name: "所在区" })]);
const mapping = {
  resource: A_RESOURCE,
  key: "schoolId",
  rank: 1,
  items: [
    { item: "phone", field: "phone" },
    { item: "district", field: "district" },
  ],
};
const mapped = (change: Partial<typeof mapping> = {}, into = database, of = BINDING) =>
  map(into, of, termsOf(of), { ...mapping, ...change });
const theMapped = (): Database => {
  const did = mapped();
  if (!did.ok) throw new Error(did.refusal.code);
  return did.value;
};

describe("A23: the Center maps resources in force and shared to a database's fields", () => {
  it("keeps which edition of whose resource feeds it, and begins a revision", () => {
    expect(theMapped()).toMatchObject({
      revision: 2,
      builtRevision: 1,
      walked: [A_RESOURCE],
      mappings: [{ resource: A_RESOURCE, edition: 1, compiledBy: DEPARTMENT, rank: 1 }],
    });
  });

  it("a second mapping of a resource takes the place of the first, and taking it out keeps that it was there", () => {
    const again = mapped({ rank: 3 }, theMapped());
    expect(again).toMatchObject({ ok: true, value: { mappings: [{ rank: 3 }], revision: 3 } });
    expect(unmap(theMapped(), A_RESOURCE)).toMatchObject({ mappings: [], walked: [A_RESOURCE], revision: 3 });
    expect(unmap(database, A_RESOURCE)).toBeUndefined();
  });

  const notShared = { ...BINDING, content: { ...BINDING.content, sharing: { type: "not-shared" as const } } };
  const twoKeys = binding([item({ code: "year", name: "学年", key: true })]);
  const other = { ...BINDING, id: ANOTHER_RESOURCE };

  it.each([
    {
      what: "a resource that is not shared",
      did: mapped({}, database, notShared),
      code: "unshared-resource-not-mapped",
    },
    { what: "a key of two items", did: mapped({}, database, twoKeys), code: "mapping-key-not-the-resources" },
    { what: "another item as key", did: mapped({ key: "phone" }), code: "mapping-key-not-the-resources" },
    {
      what: "an item that the resource lacks",
      did: mapped({ items: [{ item: "fax", field: "phone" }] }),
      code: "mapping-names-unknown",
    },
    {
      what: "a field that the database lacks",
      did: mapped({ items: [{ item: "phone", field: "fax" }] }),
      code: "mapping-names-unknown",
    },
    {
      what: "a rank that another source has",
      did: mapped({ resource: ANOTHER_RESOURCE }, theMapped(), other),
      code: "mapping-rank-taken",
    },
  ])("refuses $what", ({ did, code }) => {
    expect(refusal(did)).toMatchObject({ code, cites: ["A23"] });
  });
});

const record = (n: number, resource = A_RESOURCE) => `${resource}~${String(n).padStart(32, "0")}`;
const KEY = "S1";
const ID = entityIdOf(A_DATABASE, KEY);
const place = (second: number) => ({ database, id: ID, key: KEY, at: AT(second) });
const contribution = (rank: number, fields: Record<string, string>, version = 1): Contribution => ({
  resource: rank === 1 ? A_RESOURCE : ANOTHER_RESOURCE,
  version,
  rank,
  fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value, state: "agreed" }])),
  disputed: [],
});

/** Every way in which two sources can fill one field, and which of them counts. */
const FILLED = [undefined, "a", "b"].flatMap((first) => [undefined, "a", "b"].map((second) => ({ first, second })));

describe("A23: each field comes from the first source that has it, with its lineage", () => {
  it.each(FILLED)("rank 1 says $first, rank 2 says $second", ({ first, second }) => {
    const one = contribution(1, first === undefined ? {} : { phone: first });
    const two = contribution(2, second === undefined ? {} : { phone: second });
    const entity = withContribution(withContribution(undefined, record(2), two, place(0)), record(1), one, place(1));
    const value = first ?? second;
    const from = first === undefined ? { record: record(2), rank: two } : { record: record(1), rank: one };
    expect(entity.fields).toEqual(
      value === undefined
        ? {}
        : {
            phone: { value, state: "agreed", from: { resource: from.rank.resource, record: from.record, version: 1 } },
          },
    );
  });

  it("comes out the same in whatever order, however often, sources speak or fall silent (property)", () => {
    const act = fc.record({
      n: fc.integer({ min: 1, max: 4 }),
      rank: fc.constantFrom(1, 2),
      fields: fc.dictionary(fc.constantFrom("phone", "district"), fc.constantFrom("310110", "310107", "x"), {
        noNullPrototype: true,
      }),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 30 }), (acts, repeats) => {
        const last = new Map(acts.map((each) => [record(each.n), each]));
        const apply = (before: Entity | undefined, { n, rank, fields, gone }: (typeof acts)[number], at: number) => {
          if (!gone) return withContribution(before, record(n), contribution(rank, fields), place(at));
          return before === undefined ? undefined : withoutRecord(before, record(n), database, AT(at));
        };
        // As they happened, with repeats of what stands at the end.
        let entity: Entity | undefined;
        for (const [at, each] of acts.entries()) entity = apply(entity, each, at);
        const ends = [...last.values()];
        for (const nat of repeats) {
          const each = ends[nat % Math.max(1, ends.length)];
          if (each !== undefined) entity = apply(entity, each, 100);
        }
        let fresh: Entity | undefined;
        for (const each of [...ends].reverse()) fresh = apply(fresh, each, 200);
        expect(entity?.fields ?? {}).toEqual(fresh?.fields ?? {});
        expect(entity?.district).toEqual(fresh?.district);
      }),
    );
  });

  it("without any source it is gone, with its key and its values", () => {
    const held = withContribution(undefined, record(1), contribution(1, { phone: "a" }), place(0));
    const gone = withoutRecord(held, record(1), database, AT(1));
    expect(gone).toEqual({
      id: ID,
      database: A_DATABASE,
      contributions: {},
      fields: {},
      status: "gone",
      changedAt: AT(1),
    });
  });

  it("has changed when a value has, not when a source was only newer", () => {
    const held = withContribution(undefined, record(1), contribution(1, { phone: "a" }), place(0));
    const newer = withContribution(held, record(1), contribution(1, { phone: "a" }, 2), place(1));
    expect(newer).toMatchObject({ changedAt: AT(0), fields: { phone: { from: { version: 2 } } } });
    expect(withContribution(newer, record(1), contribution(1, { phone: "b" }, 3), place(2)).changedAt).toBe(AT(2));
  });
});

describe("A23p2, A47: who reads an entity, and which of its fields", () => {
  const entity = withContribution(
    undefined,
    record(1),
    contribution(1, { phone: "021", district: "310110" }),
    place(0),
  );
  const about = { district: "310110", by: DEPARTMENT, purpose: "整合应用", today: TODAY } as const;
  const active = (): Subscription => {
    const did = subscribe(database, about);
    if (!did.ok) throw new Error(did.refusal.code);
    return did.value;
  };
  const BOTH = ["district", "phone"];

  it.each([
    { who: "the Center", by: theCenter, subscription: undefined, reads: BOTH },
    { who: "the department whose resource fills it", by: theProvider, subscription: undefined, reads: BOTH },
    { who: "another body", by: anotherBody, subscription: undefined, reads: [] },
    { who: "its district without a subscription", by: theAuthority, subscription: undefined, reads: [] },
    { who: "its district, subscribed", by: theAuthority, subscription: active(), reads: BOTH },
    {
      who: "its district, no longer subscribed",
      by: theAuthority,
      subscription: { ...active(), status: "ended" as const },
      reads: [],
    },
    { who: "another district, with that subscription", by: anotherDistrict, subscription: active(), reads: [] },
    { who: "a person", by: aPerson, subscription: undefined, reads: [] },
  ])("$who reads $reads", ({ by, subscription, reads }) => {
    const did = isTheirsToRead(entity, { by, database: theMapped(), subscription });
    if (reads.length > 0) expect(did).toEqual({ ok: true, value: reads });
    else expect(refusal(did)).toMatchObject({ code: "record-unknown" });
  });

  it("nobody reads a field from a resource that feeds it no more, nor an entity that is gone", () => {
    const unmapped = isTheirsToRead(entity, { by: theCenter, database, subscription: undefined });
    expect(refusal(unmapped)).toMatchObject({ code: "record-unknown" });
    const gone = withoutRecord(entity, record(1), database, AT(1));
    const did = isTheirsToRead(gone, { by: theCenter, database: theMapped(), subscription: undefined });
    expect(refusal(did)).toMatchObject({ code: "record-unknown" });
  });

  it("a database that does not say where its entities are cannot be subscribed to", () => {
    const { district: _none, ...nowhere } = database;
    expect(refusal(subscribe(nowhere, about))).toMatchObject({ code: "database-without-district", cites: ["A23p2"] });
  });
});
