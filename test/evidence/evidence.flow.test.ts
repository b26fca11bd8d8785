import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { ScanCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { Access } from "../../functions/evidence/access.ts";
import type { contract } from "../../functions/evidence/contract.ts";
import { accesses, accessWrites, openAccesses } from "../../functions/evidence/store.ts";
import { useCases } from "../../functions/evidence/use-cases.ts";
import type { Call, UseCases } from "../../functions/platform/operation.ts";
import { Principal } from "../../functions/platform/principal.ts";
import { aTable, type TestTable } from "../support/table.ts";
import { anAccess, CODES, GRANT, LIN, RECORD } from "./support.ts";

let engine: TestTable;
let door: UseCases<typeof contract>;

beforeEach(async () => {
  engine = await aTable([accesses]);
  door = useCases({ accesses: openAccesses(engine.table) });
});
afterEach(() => engine.close());

const callBy = (by: Partial<Record<keyof Principal, unknown>>): Call => ({
  by: Principal.parse({ kind: "staff", id: "s", roles: ["institution"], posts: [], ...by }),
  operation: "listAccesses",
  key: "k",
  digest: "d",
  traceId: "t",
});
const bodyOf = (institution: keyof typeof CODES, roles: Principal["roles"] = ["institution"]) =>
  callBy({ institution: CODES[institution], roles });
const aPerson = (subject?: string) =>
  callBy({ kind: "person", id: "one-net:p", roles: ["person"], ...(subject === undefined ? {} : { subject }) });

/** What a reader does before its answer leaves: its accesses and something of its own, together. */
const put = (all: readonly Access[], own = "usage") =>
  engine.table.dynamo.send(
    new TransactWriteCommand({
      TransactItems: [
        ...accessWrites(engine.table.name, all),
        { Put: { TableName: engine.table.name, Item: { pk: own, sk: "x" } } },
      ],
    }),
  );
const itemsOf = (said: Awaited<ReturnType<(typeof door)[keyof typeof door]>>) =>
  said.ok ? said.value.now.items : said.refusal;
const rows = async () =>
  (await engine.table.dynamo.send(new ScanCommand({ TableName: engine.table.name }))).Items ?? [];

describe("A24p2: who read what, when, why and by whose leave stays on record", () => {
  it("an access is put once, with the rest of its transaction or not at all", async () => {
    await put([anAccess(1), anAccess(2)]);
    const before = await rows();
    const changed = anAccess(2, { purpose: "另一用途" });
    await expect(put([anAccess(3), changed], "another")).rejects.toThrow(TransactionCanceledException);
    expect(await rows()).toEqual(before);
  });

  it("that cannot be put, there is no transaction of its reader either", async () => {
    engine.recorder.fault = ({ operation }, when) => {
      if (operation === "TransactWriteItems" && when === "before") throw new Error("throttled");
    };
    await expect(put([anAccess(1)])).rejects.toThrow("throttled");
    expect(await rows()).toEqual([]);
  });

  it("twenty-five records of one call fit one transaction, each with a row of its own", async () => {
    const record = (n: number) => `${RECORD.slice(0, -2)}${String(n).padStart(2, "0")}`;
    const all = Array.from({ length: 25 }, (_, n) => anAccess(1, { record: record(n) }));
    await put(all);
    const page = await openAccesses(engine.table).ofGrant(GRANT, { limit: 100 });
    expect(page.ok && new Set(page.value.items.map((it) => it.record)).size).toBe(25);
  });

  it("nobody concerned stands in a key: a record by its id, a person by a pseudonym", async () => {
    await put([anAccess(1)]);
    const row = (await rows()).find(({ pk }) => pk !== "usage");
    expect(row).toMatchObject({ pk: `access#${RECORD}`, bySubjectHash: LIN, byGrantHash: GRANT });
  });

  it("without subject or grant a row is in neither index", async () => {
    const { subject: _, grant: __, ...bare } = anAccess(1);
    await put([bare]);
    const row = (await rows()).find(({ pk }) => pk !== "usage");
    expect(Object.keys(row ?? {}).sort()).toEqual(["data", "pk", "sk"]);
  });
});

describe("A47p2: the person concerned reads who read their data", () => {
  it("which body, when, why and which fields; not which clerk or system, and nobody else's", async () => {
    await put([anAccess(1), anAccess(2), anAccess(3, { subject: "b".repeat(64) })]);
    const { receipt, record, resource, at, consumer, provider, responsible, grant, purpose, legalBasis, fields } =
      anAccess(2);
    const seen = itemsOf(await door.listMyAccesses({ limit: 1 }, aPerson(LIN)));
    expect(seen).toEqual([
      { receipt, record, resource, at, consumer, provider, responsible, grant, purpose, legalBasis, fields },
    ]);
    const whole = itemsOf(await door.listMyAccesses({}, aPerson(LIN)));
    expect(whole).toHaveLength(2);
  });

  it("not without a verified number, though they are signed in", async () => {
    await put([anAccess(1)]);
    expect(itemsOf(await door.listMyAccesses({}, aPerson()))).toEqual({
      code: "number-not-verified",
      cites: ["A47p2"],
      facts: {},
    });
  });

  it("page by page, and never by the cursor of another's list", async () => {
    await put([1, 2, 3].map((n) => anAccess(n)));
    const first = await door.listMyAccesses({ limit: 2 }, aPerson(LIN));
    const cursor = first.ok ? first.value.now.next : undefined;
    if (cursor === undefined) throw new Error("There is no second page.");
    expect(itemsOf(await door.listMyAccesses({ limit: 2, cursor }, aPerson(LIN)))).toMatchObject([
      { receipt: anAccess(1).receipt },
    ]);
    expect(itemsOf(await door.listMyAccesses({ cursor }, aPerson("b".repeat(64))))).toMatchObject({
      code: "cursor-invalid",
    });
  });
});

describe("A47p2: bodies read what they answer for, and nobody else's", () => {
  const { subject: _, ...shown } = anAccess(1);
  const cases = [
    { who: "the provider", call: bodyOf("provider"), record: true, grant: true },
    { who: "the responsible department", call: bodyOf("responsible"), record: true, grant: false },
    { who: "the Center", call: bodyOf("stranger", ["institution", "big-data-center"]), record: true, grant: false },
    { who: "the consumer", call: bodyOf("consumer"), record: false, grant: true },
    { who: "another body", call: bodyOf("stranger"), record: false, grant: false },
  ];

  it.each(cases)("$who: the record's accesses $record, the grant's $grant", async ({ call, record, grant }) => {
    await put([anAccess(1)]);
    expect(itemsOf(await door.listRecordAccesses({ id: RECORD }, call))).toEqual(record ? [shown] : []);
    expect(itemsOf(await door.listGrantAccesses({ id: GRANT }, call))).toEqual(grant ? [shown] : []);
  });

  it("what is not theirs looks as if nobody had ever read it, and leads to no next page", async () => {
    await put([1, 2, 3].map((n) => anAccess(n)));
    const absent = `${RECORD.slice(0, -1)}0`;
    const stranger = bodyOf("stranger");
    expect(await door.listRecordAccesses({ id: RECORD, limit: 1 }, stranger)).toEqual(
      await door.listRecordAccesses({ id: absent, limit: 1 }, stranger),
    );
    expect(await door.listGrantAccesses({ id: GRANT, limit: 1 }, stranger)).toEqual({
      ok: true,
      value: { now: { items: [] } },
    });
  });

  it("of a record that has changed hands each sees its own time", async () => {
    await put([anAccess(1), anAccess(2, { provider: CODES.stranger, responsible: CODES.stranger })]);
    const moments = async (call: Call) => {
      const said = await door.listRecordAccesses({ id: RECORD }, call);
      return said.ok ? said.value.now.items.map(({ receipt }) => receipt) : said.refusal;
    };
    expect(await moments(bodyOf("provider"))).toEqual([anAccess(1).receipt]);
    expect(await moments(bodyOf("stranger"))).toEqual([anAccess(2).receipt]);
  });
});
