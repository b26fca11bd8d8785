import fc from "fast-check";
import { openAnswers } from "../../functions/platform/store/answers.ts";
import type { Write } from "../../functions/platform/store/commit.ts";
import { type Found, openStore } from "../../functions/platform/store/open.ts";
import { aTable, type TestTable } from "../support/table.ts";
import { type Apple, type Apples, aCall, apples, codeOf, granted } from "./orchard.ts";

let engine: TestTable;
let store: Apples;
let nth = 0;

beforeAll(async () => {
  engine = await aTable([apples]);
  store = openStore(apples, engine.table);
});
afterAll(() => engine.close());
beforeEach(() => {
  nth++;
});

/** A new apple of this test alone. */
const anApple = (more: Partial<Apple> = {}): Apple => ({
  id: `apple-${nth}`,
  name: `Fuji ${nth}`,
  grams: 150,
  orchard: `orchard-${nth}`,
  ...more,
});
const callWith = (key: string, digest = key) => aCall({ key: `${key}-of-test-${nth}`, digest });
const grown = ({ name }: Apple) => ({ type: "apples.grown.v1", name }) as const;
const weighed = ({ grams }: Apple) => ({ type: "apples.weighed.v1", grams }) as const;

const grow = (apple = anApple(), call = callWith(`grow-${apple.id}`)) =>
  store.save(apple, undefined, grown(apple), call);
const weigh = (found: Found<Apple>, grams: number, call = callWith(`weigh-${grams}`)) =>
  store.save({ ...found.now, grams }, found, weighed({ ...found.now, grams }), call);
const found = async (id = anApple().id) => granted(await store.find(id));
const history = async (id = anApple().id) => granted(await store.history(id)).items;

describe("a record", () => {
  it("is found as it was saved, with its version and what happened to it", async () => {
    expect(codeOf(await store.find(anApple().id))).toBe("record-unknown");
    expect(granted(await grow())).toEqual({ now: anApple(), version: 1 });
    expect(granted(await weigh(await found(), 160))).toEqual({ now: anApple({ grams: 160 }), version: 2 });
    expect(await found()).toEqual({ now: anApple({ grams: 160 }), version: 2 });
    expect(await history()).toEqual([
      { type: "apples.grown.v1", version: 1, at: expect.any(String), by: "north", data: { name: anApple().name } },
      { type: "apples.weighed.v1", version: 2, at: expect.any(String), by: "north", data: { grams: 160 } },
    ]);
  });

  it("that exists already is not made again", async () => {
    granted(await grow());
    expect(codeOf(await grow(anApple(), callWith("another")))).toBe("record-changed-meanwhile");
    expect(await history()).toHaveLength(1);
  });

  it("is found unchanged by who has seen its version, or does not say", async () => {
    granted(await grow());
    const { id } = anApple();
    expect(codeOf(await store.findUnchanged(id, {}))).toBe("ok");
    expect(codeOf(await store.findUnchanged(id, { ifMatch: 1 }))).toBe("ok");
    expect(await store.findUnchanged(id, { ifMatch: 2 })).toMatchObject({
      refusal: { code: "record-changed-meanwhile", facts: { field: "If-Match", yours: 2, now: 1 } },
    });
    expect(codeOf(await store.findUnchanged("nothing", { ifMatch: 2 }))).toBe("record-unknown");
  });

  it("takes one of two changes at once; the others are told", async () => {
    granted(await grow());
    const before = await found();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => weigh(before, 200 + at, callWith(`racer-${at}`))),
    );
    const codes = outcomes.map(codeOf);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "record-changed-meanwhile")).toHaveLength(19);
    expect((await found()).version).toBe(2);
    expect(await history()).toHaveLength(2);
  });

  it("larger than a row may be is a fault of ours", async () => {
    await expect(grow(anApple({ name: "x".repeat(310_000) }))).rejects.toThrow(RangeError);
    expect(codeOf(await store.find(anApple().id))).toBe("record-unknown");
  });
});

describe("a repeat", () => {
  it("gets the first answer, though the record has moved on", async () => {
    const first = granted(await grow());
    granted(await weigh(await found(), 160));
    expect(granted(await grow())).toEqual({ ...first, replayed: true });
    expect(granted(await weigh(await found(), 160))).toEqual({
      now: anApple({ grams: 160 }),
      version: 2,
      replayed: true,
    });
    expect(await history()).toHaveLength(2);
  });

  it("fifty pairs of equal commands at once have fifty effects and equal answers", async () => {
    const pairs = Array.from({ length: 50 }, (_, at) =>
      anApple({ id: `twin-${nth}-${at}`, name: `Twin ${nth} ${at}` }),
    );
    const answers = await Promise.all(pairs.map(async (apple) => Promise.all([grow(apple), grow(apple)])));
    for (const [at, pair] of answers.entries()) {
      const [first, second] = pair.map(granted);
      expect([first, second].filter((it) => it?.replayed)).toHaveLength(1);
      expect(first?.now).toEqual(pairs[at]);
      expect(second?.now).toEqual(pairs[at]);
      expect(first?.version).toBe(1);
      expect(second?.version).toBe(1);
    }
    for (const { id } of pairs) expect(await history(id)).toHaveLength(1);
  });

  it("fifty equal changes of one record at once have one effect and equal answers", async () => {
    granted(await grow());
    const before = await found();
    const answers = await Promise.all(Array.from({ length: 50 }, () => weigh(before, 160)));
    const given = answers.map(granted);
    expect(given.filter(({ replayed }) => replayed === undefined)).toHaveLength(1);
    for (const { now, version } of given)
      expect({ now, version }).toEqual({ now: anApple({ grams: 160 }), version: 2 });
    expect(await history()).toHaveLength(2);
  });

  it("with another body under the same key is refused, also when both come at once", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        grow(anApple({ id: `body-${nth}-${at}`, name: `Body ${nth} ${at}` }), callWith("one-key", `digest-${at}`)),
      ),
    );
    expect(outcomes.map(codeOf).sort()).toEqual([...Array(19).fill("idempotency-key-reused"), "ok"]);
  });

  it("is a repeat only of the same caller and the same operation", async () => {
    granted(await grow());
    const call = callWith(`grow-${anApple().id}`);
    const others = [
      { ...call, by: { ...call.by, id: "south" } },
      { ...call, operation: "weighApple" },
    ];
    for (const other of others) expect(codeOf(await grow(anApple(), other))).toBe("record-changed-meanwhile");
  });

  it("can be looked up without doing anything", async () => {
    const earlier = openAnswers(engine.table);
    const call = callWith(`grow-${anApple().id}`);
    expect(await earlier(call)).toBeUndefined();
    granted(await grow());
    expect(await earlier(call)).toEqual({ ok: true, value: { now: anApple(), version: 1, replayed: true } });
    expect(await earlier({ ...call, digest: "another" })).toMatchObject({
      refusal: { code: "idempotency-key-reused" },
    });
    expect(await earlier({ ...call, by: { ...call.by, id: "south" } })).toBeUndefined();
  });
});

describe("a claim", () => {
  const rename = async (id: string, name: string) => {
    const before = await found(id);
    const apple = { ...before.now, name };
    return store.save(apple, before, weighed(apple), callWith(`rename-${id}-${name}`));
  };
  const other = (more: Partial<Apple> = {}) => anApple({ id: `other-${nth}`, name: `Gala ${nth}`, ...more });

  it("is held by one record alone; the refusal names the article and who holds it", async () => {
    granted(await grow());
    expect(await grow(other({ name: anApple().name }))).toEqual({
      ok: false,
      refusal: {
        code: "name-taken",
        cites: ["A18"],
        facts: { field: "/name", heldBy: `apple#${anApple().id}` },
      },
    });
    expect(codeOf(await store.find(other().id))).toBe("record-unknown");
  });

  it("goes to one of many that want it at once", async () => {
    const rivals = Array.from({ length: 20 }, (_, at) => anApple({ id: `rival-${nth}-${at}` }));
    const codes = (await Promise.all(rivals.map((rival) => grow(rival)))).map(codeOf);
    expect(codes.sort()).toEqual([...Array(19).fill("name-taken"), "ok"]);
  });

  it("stays its record's own through every change, and is free for others when it is given up", async () => {
    granted(await grow());
    granted(await weigh(await found(), 160));
    expect(codeOf(await grow(other({ name: anApple().name })))).toBe("name-taken");
    granted(await rename(anApple().id, `Pinova ${nth}`));
    granted(await grow(other({ name: anApple().name }), callWith("second")));
    expect(codeOf(await rename(anApple().id, anApple().name))).toBe("name-taken");
  });

  it("that only demands that nobody holds something holds nothing itself", async () => {
    granted(await grow());
    granted(await grow(other()));
    const { dynamo, name } = engine.table;
    const { claimWrite, commit } = await import("../../functions/platform/store/commit.ts");
    const ban = { name: `banned#Idared ${nth}`, holds: true, refusal: "taken", cites: "A17", label: "" } as const;
    const door = { dynamo, table: name, parse: (it: unknown) => it };
    const writes = [claimWrite(name, ban, "the-list")];
    granted(await commit(door, [{ writes }], { now: {} }, callWith("ban")));
    expect(await rename(anApple().id, `Idared ${nth}`)).toMatchObject({
      refusal: { code: "name-banned", cites: ["A17"], facts: { heldBy: "the-list" } },
    });
  });
});

describe("an index", () => {
  const orchard = () => `orchard-${nth}`;
  const plant = async (count: number) => {
    const ids = Array.from({ length: count }, (_, at) => `tree-${nth}-${String(at).padStart(3, "0")}`);
    await Promise.all(ids.map((id) => grow(anApple({ id, name: id }))));
    return ids;
  };
  const walk = async (limit: number, backwards = false) => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = granted(await store.list("byOrchard", { hash: orchard(), backwards }, { cursor, limit }));
      expect(page.items.length).toBeLessThanOrEqual(limit);
      ids.push(...page.items.map(({ now }) => now.id));
      cursor = page.next;
    } while (cursor !== undefined);
    return ids;
  };

  it("lists every record once, in order, however large the pages are", async () => {
    const ids = await plant(23);
    for (const limit of [1, 2, 7, 22, 23, 24, 100]) expect(await walk(limit)).toEqual(ids);
    expect(await walk(5, true)).toEqual([...ids].reverse());
  });

  it("lists a span of it", async () => {
    const ids = await plant(9);
    const span = { hash: orchard(), from: ids[2] ?? "", to: ids[5] ?? "" };
    expect(granted(await store.list("byOrchard", span)).items.map(({ now }) => now.id)).toEqual(ids.slice(2, 6));
  });

  it("lists what sorts last too: a rare character", async () => {
    await grow(anApple({ id: `𠀀-${nth}` }));
    expect(await walk(10)).toEqual([`𠀀-${nth}`]);
  });

  it("leaves out a record that it has no place for, from the change on that took it out", async () => {
    granted(await grow());
    expect(await walk(10)).toEqual([anApple().id]);
    const before = await found();
    const none = { ...before.now, orchard: "none" };
    granted(await store.save(none, before, weighed(none), callWith("out")));
    expect(await walk(10)).toEqual([]);
    expect((await found()).now).toEqual(none);
  });

  it("answers a bent cursor with a refusal or a page of its own list, and never with a fault", async () => {
    await plant(4);
    const { next = "" } = granted(await store.list("byOrchard", { hash: orchard() }, { limit: 2 }));
    const position = JSON.parse(Buffer.from(next, "base64url").toString());
    const bent = fc.oneof(
      fc.record({ of: fc.constant(orchard()), at: fc.dictionary(fc.string(), fc.string()) }),
      fc
        .record(
          {
            pk: fc.string(),
            sk: fc.string(),
            byOrchardHash: fc.oneof(fc.constant(orchard()), fc.string()),
            byOrchardRange: fc.string(),
          },
          { requiredKeys: [] },
        )
        .map((at) => ({ of: orchard(), at: { ...position.at, ...at } })),
    );
    await fc.assert(
      fc.asyncProperty(bent, async (cursor) => {
        const text = Buffer.from(JSON.stringify(cursor)).toString("base64url");
        const outcome = await store.list("byOrchard", { hash: orchard() }, { cursor: text });
        if (!outcome.ok) expect(outcome.refusal.code).toBe("cursor-invalid");
        else for (const { now } of outcome.value.items) expect(now.orchard).toBe(orchard());
      }),
      { numRuns: 150 },
    );
  });

  it("does not open with the cursor of another list", async () => {
    await plant(3);
    const { next } = granted(await store.list("byOrchard", { hash: orchard() }, { limit: 1 }));
    expect(codeOf(await store.list("byOrchard", { hash: "orchard-of-others" }, { cursor: next }))).toBe(
      "cursor-invalid",
    );
    expect(codeOf(await store.history(anApple().id, { cursor: next }))).toBe("cursor-invalid");
  });
});

describe("a history", () => {
  it("leaves nothing out and keeps the order, page by page", async () => {
    granted(await grow());
    for (let grams = 1; grams <= 24; grams++) granted(await weigh(await found(), grams));
    const versions: number[] = [];
    let cursor: string | undefined;
    do {
      const page = granted(await store.history(anApple().id, { cursor, limit: 7 }));
      versions.push(...page.items.map(({ version }) => version));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(versions).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
  });

  it("of a record that never was is empty", async () => {
    expect(await history("nothing")).toEqual([]);
  });
});

describe("an act", () => {
  it("is one read and one transaction", async () => {
    granted(await grow());
    engine.recorder.start();
    granted(await weigh(await found(), 160));
    expect(engine.recorder.calls).toEqual([
      { service: "DynamoDB", operation: "GetItem" },
      { service: "DynamoDB", operation: "TransactWriteItems" },
    ]);
  });
});

describe("rows of a neighbour beside a record", () => {
  const put = (pk: string, table = engine.table.name): Write => ({
    Put: { TableName: table, Item: { pk, sk: "told" }, ConditionExpression: "attribute_not_exists(pk)" },
  });
  const growTelling = (beside: readonly Write[], call = callWith("telling")) =>
    store.save(anApple(), undefined, grown(anApple()), call, beside);

  it("are written with it, once however often the command comes", async () => {
    granted(await growTelling([put(`told-${nth}`)]));
    expect(granted(await growTelling([put(`told-${nth}`)]))).toMatchObject({ replayed: true });
  });

  it("that are there already mean that the record is no longer what was read: nothing is written", async () => {
    granted(await growTelling([put(`told-${nth}`)]));
    const found = granted(await store.find(anApple().id));
    const again = await store.save(found.now, found, weighed(found.now), callWith("again"), [put(`told-${nth}`)]);
    expect(codeOf(again)).toBe("record-changed-meanwhile");
    expect((await history()).map(({ version }) => version)).toEqual([1]);
  });
});
