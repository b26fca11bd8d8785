import { inTime } from "../../functions/collection/use-cases/in-time.ts";
import { takeIn } from "../../functions/collection/use-cases/take-in.ts";
import { lookAgain, openVerification } from "../../functions/collection/use-cases/watching.ts";
import { calendarOf } from "../../functions/kernel/calendar.ts";
import { addDays } from "../../functions/kernel/day.ts";
import { sweepCall } from "../../functions/platform/due.ts";
import { PLATFORM } from "../../functions/platform/principal.ts";
import { calendar } from "../catalog/catalogue.ts";
import { aListener, everyEvent } from "./governed.ts";
import {
  A_RESOURCE,
  ANOTHER,
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
  const entry = { resource: A_RESOURCE, institution: ANOTHER, method: "direct" as const, duty: "学籍管理" };
  value(await pool.as(theProvider)("recordMethod", { entry }));
});
afterEach(() => pool.close());

const collect = async (by: typeof theProvider, schoolId: string, phone: string) =>
  value(
    await pool.as(by)("collectRecord", {
      resource: A_RESOURCE,
      values: { schoolId, phone },
      collectedOn: "2026-02-01",
    }),
  ).id;

/** A record on whose telephone number two sources differ. */
const aConflict = async (schoolId = "S1") => {
  await collect(theProvider, schoolId, "021-1");
  const id = await collect(anotherBody, schoolId, "021-2");
  await listener.hearAll(pool.table);
  return id;
};
const stands = (source = ANOTHER) => ({ stands: [{ item: "phone", source }], because: "以学校最新登记为准" });
const round = async () => value(await pool.as(theProvider)("readVerification", { resource: A_RESOURCE }));
const types = async () => (await everyEvent(pool.table)).map(({ type }) => type).filter((it) => it.includes("verif"));

describe("A22p2: the verification of a pool begins with a conflict and ends when nothing conflicts any more", () => {
  it("from two sources that differ to the department's confirmation", async () => {
    const id = await aConflict();
    expect(listener.flows).toEqual([
      {
        record: A_RESOURCE,
        flow: "verify",
        round: 1,
        title: "中小学校名录",
        institution: DEPARTMENT,
        dueOn: expect.any(String),
      },
    ]);
    const conflicts = value(await pool.as(theProvider)("listConflicts", { resource: A_RESOURCE }));
    expect(conflicts.items).toMatchObject([{ id, items: ["phone"] }]);
    expect(value(await pool.as(theProvider)("readConflict", { id })).items).toMatchObject([
      {
        item: "phone",
        state: "conflicting",
        held: "021-1",
        said: [
          { from: DEPARTMENT, value: "021-1" },
          { from: ANOTHER, value: "021-2" },
        ],
      },
    ]);
    const early = await pool.as(theProvider)("confirmVerification", { resource: A_RESOURCE });
    expect(refusal(early)).toMatchObject({ code: "items-still-conflict", cites: ["A22p2"], facts: { record: id } });
    const decided = await pool.as(theProvider)("decideRecord", { id, ...stands() });
    expect(value(decided).items).toEqual({ phone: "decided", schoolId: "agreed" });
    expect(pool.calls()).toEqual(["GetItem", "GetItem", "TransactWriteItems"]);
    await listener.hearAll(pool.table);
    const confirmed = await pool.as(theProvider)("confirmVerification", { resource: A_RESOURCE });
    expect(value(confirmed)).toMatchObject({ status: "confirmed", round: 1, confirmedOn: "2026-02-12" });
    expect(pool.calls()).toEqual(["GetItem", "Query", "TransactWriteItems"]);
    const found = await pool.deps.records.find(id);
    expect(found).toMatchObject({ value: { now: { values: { phone: "021-2" } } } });
    expect(await types()).toEqual(["collection.verification-opened.v1", "collection.verification-confirmed.v1"]);
  });

  it("one round is open at a time, however many conflicts and however often they are heard", async () => {
    await aConflict("S1");
    await aConflict("S2");
    for (const event of await everyEvent(pool.table)) await listener.hear(event);
    expect(await round()).toMatchObject({ status: "open", round: 1 });
    expect((await types()).filter((it) => it.includes("opened"))).toHaveLength(1);
  });

  it("two conflicts heard at once open one round", async () => {
    await collect(theProvider, "S1", "021-1");
    await collect(anotherBody, "S1", "021-2");
    const call = (key: string) => ({ by: PLATFORM, operation: "listener", key, digest: key, traceId: "t" });
    const both = await Promise.all(["a", "b"].map((key) => openVerification(pool.deps, A_RESOURCE, call(key))));
    expect(both.filter(({ ok }) => ok).length).toBeGreaterThan(0);
    expect((await types()).filter((it) => it.includes("opened"))).toHaveLength(1);
  });

  it("what an index showed too late begins the next round", async () => {
    await aConflict();
    const found = await pool.deps.verifications.find(A_RESOURCE);
    if (!found.ok) throw new Error("none");
    const confirmed = {
      ...found.value.now,
      status: "confirmed",
      confirmedOn: day("2026-02-12"),
      confirmedBy: "x",
    } as const;
    const event = { type: "collection.verification-confirmed.v1", round: 1, compiledBy: DEPARTMENT } as const;
    await pool.deps.verifications.save(confirmed, found.value, event, sweepCall("test", "verification", A_RESOURCE, 1));
    await listener.hearAll(pool.table);
    expect(await round()).toMatchObject({ status: "open", round: 2 });
    const call = { by: PLATFORM, operation: "l", key: "k", digest: "k", traceId: "t" };
    expect(await lookAgain(pool.deps)(A_RESOURCE, call)).toEqual({ ok: true, value: "open" });
  });
});

describe("A16(3), A47: what sources say is for the department that verifies it, and each reading goes on record", () => {
  it("with who read which items, of whom, and why", async () => {
    const id = await aConflict();
    const { receipt } = value(await pool.as(theProvider)("readConflict", { id }));
    expect(pool.ledger.accesses).toMatchObject([
      {
        receipt,
        record: id,
        by: theProvider.id,
        consumer: DEPARTMENT,
        fields: ["phone"],
        legalBasis: { act: "order-9" },
      },
    ]);
    expect(JSON.stringify(pool.ledger.accesses)).not.toContain("021-");
  });

  it("without a record of it there is no answer", async () => {
    const id = await aConflict();
    pool.ledger.fails = true;
    await expect(pool.as(theProvider)("readConflict", { id })).rejects.toThrow("out of reach");
  });

  it.each([
    { who: "another source", by: anotherBody },
    { who: "the Center", by: theCenter },
  ])("to $who it looks as if there were nothing", async ({ by }) => {
    const id = await aConflict();
    const resource = A_RESOURCE;
    for (const did of [
      await pool.as(by)("readConflict", { id }),
      await pool.as(by)("decideRecord", { id, ...stands() }),
      await pool.as(by)("listConflicts", { resource }),
      await pool.as(by)("readVerification", { resource }),
      await pool.as(by)("confirmVerification", { resource }),
    ]) {
      expect(refusal(did)).toMatchObject({ code: "record-unknown" });
    }
    expect(pool.ledger.accesses).toEqual([]);
    expect(value(await pool.as(by)("listMyVerifications", {})).items).toEqual([]);
  });

  it("what does not conflict is not read in this way, and the department's list tells open from confirmed", async () => {
    const id = await collect(theProvider, "S9", "021-9");
    await aConflict();
    expect(refusal(await pool.as(theProvider)("readConflict", { id }))).toMatchObject({ code: "record-unknown" });
    const listed = async (status: "open" | "confirmed") =>
      value(await pool.as(theProvider)("listMyVerifications", { status })).items.length;
    expect([await listed("open"), await listed("confirmed")]).toEqual([1, 0]);
  });

  it("a decision by somebody who has seen an earlier version is refused", async () => {
    const id = await aConflict();
    const did = await pool.as(theProvider)("decideRecord", { id, ...stands() }, { ifMatch: 1 });
    expect(refusal(did)).toMatchObject({ code: "record-changed-meanwhile" });
  });
});

describe("A22p2: a file of 1,000 rows that another source differs on", () => {
  const file = (phone: string) =>
    Buffer.from(["schoolId,phone", ...Array.from({ length: 1000 }, (_, n) => `S${n},${phone}${n}`)].join("\n"));
  const taken = async (bytes: Buffer, by: typeof theProvider) => {
    const id = await pool.submitted(bytes, "csv", by);
    for (let step = await takeIn(pool.deps)({ record: id }); step.ok && !step.value.done; ) {
      step = await takeIn(pool.deps)({ record: id });
    }
  };

  it("opens one round, is listed page by page, is settled record by record, and not confirmed before", async () => {
    await taken(file("021-"), theProvider);
    await taken(file("022-"), anotherBody);
    await listener.hearAll(pool.table);
    expect(listener.flows).toHaveLength(1);
    const figures = value(await pool.as(theCenter)("readFigures", { resource: A_RESOURCE }));
    expect(figures).toMatchObject({
      quantity: 1000,
      counts: { conflicting: 1000, inConflict: 1000 },
      consistency: 0.5,
    });
    expect(pool.calls()).toEqual(["GetItem"]);

    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const wish = { resource: A_RESOURCE, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
      const page = value(await pool.as(theProvider)("listConflicts", wish));
      expect(pool.calls()).toEqual(["GetItem", "Query"]);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(1000);
    const some = ids.filter((_, at) => at % 50 === 0);
    for (const id of some) value(await pool.as(theProvider)("decideRecord", { id, ...stands() }));
    await listener.hearAll(pool.table);
    expect(value(await pool.as(theCenter)("readFigures", { resource: A_RESOURCE }))).toMatchObject({
      counts: { conflicting: 980, inConflict: 980, decided: 20 },
    });
    const early = await pool.as(theProvider)("confirmVerification", { resource: A_RESOURCE });
    expect(refusal(early)).toMatchObject({ code: "items-still-conflict" });
  });
});

describe("A22p2: a verification that runs out goes on record, and blocks nothing", () => {
  const sweepOn = async (text: string) => {
    const did = await inTime({ ...pool.deps, today: () => day(text) }).verifications.sweep()({ flows: false });
    return did.ok && did.value.changed;
  };

  it("on the day after the due day, once", async () => {
    const id = await aConflict();
    // Ten working days from 12 February 2026, with the Saturday worked and three days off.
    const [clock] = (await round()).clocks;
    const dueOn = day(clock?.dueOn ?? "");
    expect(await sweepOn(dueOn)).toBe(0);
    expect([await sweepOn(addDays(dueOn, 1)), await sweepOn(addDays(dueOn, 1))]).toEqual([1, 0]);
    expect((await types()).filter((it) => it.endsWith("overdue.v1"))).toHaveLength(1);
    pool.setDay(addDays(dueOn, 3));
    value(await pool.as(theProvider)("decideRecord", { id, ...stands() }));
    expect(value(await pool.as(theProvider)("confirmVerification", { resource: A_RESOURCE }))).toMatchObject({
      clocks: [{ missedOn: addDays(dueOn, 1) }],
    });
  });

  it("its day moves with the calendar, once", async () => {
    await aConflict();
    const [year] = calendar.years;
    const changed = calendarOf(year === undefined ? [] : [{ ...year, weekendsOn: [] }]);
    const { verifications } = inTime({ ...pool.deps, calendar: async () => changed });
    const why = { because: "调整放假安排" };
    expect(await verifications.reckonAnew(why)).toEqual({ ok: true, value: { moved: 1 } });
    expect(await verifications.reckonAnew(why)).toEqual({ ok: true, value: { moved: 0 } });
    expect((await types()).at(-1)).toBe("collection.verification-due-day-moved.v1");
  });
});

it("A24: an event whose records are gone from the catalogue still counts, and begins nothing", async () => {
  await collect(theProvider, "S1", "021-1");
  await collect(anotherBody, "S1", "021-2");
  pool.setForce(undefined);
  await listener.hearAll(pool.table);
  expect(listener.flows).toEqual([]);
  expect(await pool.deps.tallies.find(A_RESOURCE)).toMatchObject({ value: { counts: { records: 1, conflicting: 1 } } });
});
