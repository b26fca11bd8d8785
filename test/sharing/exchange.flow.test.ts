import type { Principal } from "../../functions/platform/principal.ts";
import { PLATFORM } from "../../functions/platform/principal.ts";
import { GrantOverused } from "../../functions/sharing/events/granting.ts";
import type { Grant } from "../../functions/sharing/grant.ts";
import { stopOveruse } from "../../functions/sharing/use-cases/overuse.ts";
import {
  anExchange,
  boundTo,
  type Exchange,
  KEY,
  LIN,
  NEED,
  PHONE,
  PROVIDER,
  theGrant,
  theOffer,
} from "./exchanges.ts";
import { CONSUMER, LAW, TODAY } from "./states.ts";

let bench: Exchange;
const resource = theGrant().resource;

beforeAll(async () => {
  bench = await anExchange();
  for (const n of [1, 2, 3]) await bench.hold(resource, KEY(n), { headTeacherPhone: PHONE, secret: "s" });
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.recorder.fault = undefined;
  await bench.offers(theOffer());
});

const given = async (over: Parameters<typeof theGrant>[0] = {}): Promise<Grant> => {
  const grant = theGrant(over);
  await bench.give(grant);
  return grant;
};
const ask = (grant: Grant, keys: readonly unknown[] = [KEY(1)], more: { by?: Principal; fields?: string[] } = {}) =>
  bench.ask({ by: boundTo(grant), resource, keys, ...more });

describe("A26p2: exactly what was granted, to whom, for what it was granted", () => {
  it("one read, one write; masked by grade, with verification; unknown keys at their place; a row in the ledger each", async () => {
    const grant = await given();
    const said = await ask(grant, [KEY(1), KEY(77), KEY(2), KEY(1)]);
    const shown = (at: number, n: number) => ({
      at,
      values: { ...KEY(n), headTeacherPhone: "138******78" },
      masked: ["headTeacherPhone"],
      verification: { schoolId: "agreed", headTeacherPhone: "agreed" },
      disputed: [],
      version: 3,
    });
    expect(said.body).toEqual({
      receipt: expect.any(String),
      resource,
      edition: 1,
      records: [shown(0, 1), { at: 1, unknown: true }, shown(2, 2), shown(3, 1)],
    });
    expect(bench.calls()).toEqual(["BatchGetItem", "TransactWriteItems"]);
    const { accesses, used, missed } = await bench.left(grant.id);
    expect({ used, missed, rows: accesses.length }).toEqual({ used: 2, missed: 1, rows: 3 });
    expect(accesses.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({
        receipt: said.body["receipt"],
        consumer: CONSUMER,
        provider: PROVIDER,
        purpose: grant.purpose,
        fields: ["schoolId", "headTeacherPhone"],
        subject: LIN,
      }),
    );
    expect(said.headers).toMatchObject({
      receipt: said.body["receipt"],
      ratelimit: '"day";r=998;t=43200',
      "ratelimit-policy": '"day";q=1000;w=86400',
    });
  });

  it("plain where the grant says plain; fewer fields where fewer are asked for", async () => {
    const grant = await given({ fields: [{ code: "headTeacherPhone", plain: true }] });
    const { body } = await ask(grant, [KEY(1)], { fields: ["headTeacherPhone"] });
    expect(body["records"]).toMatchObject([{ values: { headTeacherPhone: PHONE }, masked: [] }]);
    expect(JSON.stringify(body)).not.toContain("schoolId");
  });

  it("a record that was withdrawn is unknown, and a record about nobody still is an access", async () => {
    await bench.hold(resource, KEY(8), {}, { status: "withdrawn" });
    await bench.hold(resource, KEY(9), {}, { subject: undefined });
    const grant = await given();
    const { body } = await ask(grant, [KEY(8), KEY(9)]);
    expect(body["records"]).toMatchObject([{ unknown: true }, { values: KEY(9) }]);
    expect((await bench.left(grant.id)).accesses).toHaveLength(2);
  });
});

it("A48: the mark of a dispute travels with the record", async () => {
  const objection = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d77";
  await bench.hold(resource, KEY(10), {}, { disputed: [objection] });
  const { body } = await ask(await given(), [KEY(10)]);
  expect(body["records"]).toMatchObject([{ disputed: [objection] }]);
});

const because = { cites: "A47p2", reason: "查阅远超所需", by: "platform", on: TODAY };
type Broken = Readonly<{
  grant?: Parameters<typeof theGrant>[0];
  offer?: Record<string, unknown>;
  bound?: Record<string, unknown>;
  by?: (grant: Grant) => Principal;
  fields?: string[];
  keys?: readonly unknown[];
  use?: Record<string, number>;
  article: string;
  counted?: true;
  calls?: number;
}>;

/** Every link of the chain, each broken alone. */
const BROKEN: Readonly<Record<string, Broken>> = {
  "token-not-bound-to-a-grant": {
    by: (grant) => {
      const { grant: _, ...rest } = boundTo(grant);
      return rest;
    },
    article: "A47p2",
    calls: 0,
  },
  "grant-unknown": {
    by: (grant) => ({ ...boundTo(grant), institution: boundTo(grant).grant?.producer }) as Principal,
    article: "A47p2",
  },
  "grant-of-another-resource": {
    grant: { resource: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2dff" },
    article: "A26p2",
    counted: true,
  },
  "grant-suspended": { grant: { status: "suspended", because }, article: "A26p2" },
  "grant-revoked": { grant: { status: "revoked", because }, article: "A26p2" },
  "grant-expired": { grant: { status: "expired", because }, article: "A26p2" },
  "grant-out-of-time": { grant: { from: "2026-11-01", until: "2026-11-23" }, article: "A26p2" },
  "use-beyond-need": { use: { missed: 10 }, article: "A47" },
  "purpose-not-granted": { bound: { purpose: "别的用途" }, article: "A26p2", counted: true },
  "offer-not-in-force": { offer: { status: "ended", endedOn: "2026-11-20" }, article: "A26" },
  "resource-not-shared": {
    offer: { sharing: { type: "not-shared", reason: "依法不予共享", basis: [...LAW] } },
    article: "A26p3",
  },
  "edition-gone": { offer: { edition: 2 }, article: "A17" },
  "field-not-granted": { fields: ["schoolId", "secret"], article: "A26p2", counted: true },
  "key-not-of-its-resource": { keys: [{ schoolId: 3131000001 }], article: "A25p2", counted: true },
  "quota-used-up": { use: { used: 1000 }, article: "A26p2" },
};

describe("A26p2: a broken link of the chain is named, with its article, and nothing is told", () => {
  it.each(Object.entries(BROKEN))("%s", async (code, broken) => {
    const grant = await given(broken.grant);
    await bench.offers(theOffer(broken.offer));
    if (broken.use !== undefined) await bench.use(grant.id, broken.use);
    const said = await bench.ask({
      by: broken.by?.(grant) ?? boundTo(grant, broken.bound),
      resource,
      keys: broken.keys ?? [KEY(1)],
      ...(broken.fields === undefined ? {} : { fields: broken.fields }),
    });
    expect(said.body).toMatchObject({ code, articles: [{ id: broken.article }] });
    expect(JSON.stringify(said.body)).not.toContain(PHONE);
    expect(bench.calls()).toHaveLength(broken.calls ?? (broken.counted ? 2 : 1));
    const { accesses, refused } = await bench.left(grant.id);
    expect({ accesses, refused }).toEqual({ accesses: [], refused: broken.counted ? 1 : 0 });
  });

  it("the last day of an offer and of a grant count", async () => {
    await bench.offers(theOffer({ retiresOn: TODAY }));
    const grant = await given({ until: TODAY });
    expect((await ask(grant)).status).toBe(200);
    await bench.offers(theOffer({ retiresOn: "2026-11-23" }));
    expect((await ask(grant)).body).toMatchObject({ code: "offer-not-in-force" });
  });

  it("when the day is used up it says in how many seconds the next begins", async () => {
    const grant = await given();
    await bench.use(grant.id, { used: 1000 });
    expect(await ask(grant)).toMatchObject({ status: 429, headers: { "retry-after": "43200" } });
  });
});

describe("A26p2: never more than the day's quota", () => {
  it("of many at once for the last unit one is answered", async () => {
    const grant = await given();
    await bench.use(grant.id, { used: 999 });
    const all = await Promise.all(Array.from({ length: 8 }, () => ask(grant)));
    const answered = all.filter(({ status }) => status === 200);
    const refused = all.filter(({ body }) => body["code"] === "quota-used-up");
    const passing = all.filter(({ status }) => status === 503);
    expect([answered.length, answered.length + refused.length + passing.length]).toEqual([1, 8]);
    const { used, accesses } = await bench.left(grant.id);
    expect({ used, rows: accesses.length }).toEqual({ used: 1000, rows: 1 });
  });
});

describe("A47: who walks through the keys is stopped, and both sides see why", () => {
  const suspendAsHeard = async (grant: Grant) => {
    const [row] = (await bench.left(grant.id)).overuse;
    const event = GrantOverused.parse({ ...(row?.["data"] as object), type: row?.["type"] });
    const call = { by: PLATFORM, operation: "listener:sharing", key: String(row?.["id"]), digest: "d", traceId: "t" };
    await stopOveruse({ stores: { grants: bench.grantsStore } as never })(grant.id, event, call);
    return bench.grantsStore.find(grant.id);
  };

  it("by misses: within the threshold, and then no further", async () => {
    const grant = await given();
    let tried = 0;
    for (;;) {
      const { status } = await ask(grant, [KEY(50), KEY(51), KEY(52), KEY(53)]);
      if (status !== 200) break;
      tried += 4;
    }
    const { missed, overuse } = await bench.left(grant.id);
    expect({ tried, missed, told: overuse.length }).toEqual({ tried: 12, missed: 12, told: 1 });
    expect(missed).toBeLessThanOrEqual(NEED.misses + 25);
    expect(await suspendAsHeard(grant)).toMatchObject({
      value: {
        now: {
          status: "suspended",
          because: { cites: "A26p2", by: "platform", reason: expect.stringContaining("12") },
        },
      },
    });
    expect((await ask(grant)).body).toMatchObject({
      code: "grant-suspended",
      facts: { because: expect.stringContaining("12") },
    });
  });

  it("by refused calls, again and again", async () => {
    const grant = await given();
    for (let n = 0; n < NEED.refusals; n++) await ask(grant, [KEY(1)], { fields: ["secret"] });
    expect((await ask(grant)).body).toMatchObject({ code: "use-beyond-need" });
    expect(await suspendAsHeard(grant)).toMatchObject({ value: { now: { status: "suspended" } } });
  });
});

/** What can go wrong with a call. */
const FAULTS = {
  throttle: { when: "before", name: "ThrottlingException" },
  error: { when: "before", name: "TimeoutError" },
  "lost reply": { when: "after", name: "TimeoutError" },
  crash: { when: "after", name: "Error" },
} as const;

describe("A47: no answer without its access on record, whatever goes wrong", () => {
  const points = [1, 2].flatMap((nth) => Object.entries(FAULTS).map(([what, fault]) => ({ nth, what, ...fault })));
  it.each(points)("$what at call $nth: no data leaves; asked again, each answer has its rows", async ({
    nth,
    when,
    name,
  }) => {
    const grant = await given();
    let seen = 0;
    bench.recorder.fault = (_call, at) => {
      if (at === "before") seen++;
      if (seen === nth && at === when) throw Object.assign(new Error("ordered by the test"), { name });
    };
    const said = await ask(grant);
    bench.recorder.fault = undefined;
    expect(said.status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(said.body)).not.toContain("138");
    const again = await ask(grant);
    expect(again.status).toBe(200);
    const { accesses, used } = await bench.left(grant.id);
    // A reply that was lost after it was written is an access that may have been answered: it counts, as documented.
    const written = nth === 2 && when === "after" ? 2 : 1;
    expect({ rows: accesses.length, used }).toEqual({ rows: written, used: written });
    expect(accesses.map(({ data }) => (data as { receipt: string }).receipt)).toContain(again.body["receipt"]);
  });
});
