import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { claimKey } from "../../functions/platform/store/rows.ts";
import { numberOf } from "../../local/seed/people.ts";
import { aPerson } from "../catalog/catalogue.ts";
import {
  A_RESOURCE,
  aDistrictBody,
  anotherBody,
  aPool,
  binding,
  item,
  type Pool,
  refusal,
  theAuthority,
  theProvider,
  value,
} from "./pool.ts";

let pool: Pool;
beforeEach(async () => {
  pool = await aPool();
});
afterEach(() => pool.close());

const A_ROW = { resource: A_RESOURCE, values: { schoolId: "S1", phone: "1" }, collectedOn: "2026-11-20" };
const A_FILE = Buffer.from("schoolId,phone\nS1,1\n");
const collect = (by = theProvider, more = {}) => pool.as(by)("collectRecord", { ...A_ROW, ...more });

describe("A16(4): a resource's pool is formed record by record", () => {
  it("tells its source how it was taken, and its department what is in it", async () => {
    expect(value(await collect())).toMatchObject({ outcome: "new", items: { phone: "single-source" } });
    expect(pool.calls()).toEqual(["BatchGetItem", "TransactWriteItems"]);
    expect(value(await collect()).outcome).toBe("unchanged");
    expect(value(await pool.as(theProvider)("listPoolRecords", { resource: A_RESOURCE })).items).toHaveLength(1);
    expect(refusal(await pool.as(anotherBody)("listPoolRecords", { resource: A_RESOURCE }))).toMatchObject({
      code: "record-unknown",
    });
  });
});

describe("A19: an institution collects directly, through a third party, or by agreement", () => {
  it("refuses a way that is not registered, and who is not", async () => {
    expect(refusal(await collect(theProvider, { method: "agreement" }))).toMatchObject({
      code: "method-not-registered",
      cites: ["A19"],
    });
    expect(refusal(await collect(anotherBody))).toMatchObject({ code: "not-a-registered-collector", cites: ["A18p1"] });
  });

  it("asks for the contract, and looks at its last day", async () => {
    const entry = {
      resource: A_RESOURCE,
      institution: theProvider.institution ?? "",
      method: "third-party" as const,
      duty: "学籍管理",
    };
    expect(refusal(await pool.as(theProvider)("recordMethod", { entry }))).toMatchObject({
      code: "method-without-contract",
    });
    expect(refusal(await pool.as(anotherBody)("recordMethod", { entry }))).toMatchObject({
      code: "method-not-yours-to-register",
    });
    const contract = { number: "1", with: "某公司", from: "2026-01-01", until: "2026-11-24" };
    value(await pool.as(theProvider)("recordMethod", { entry: { ...entry, contract } }));
    const byThird = { method: "third-party" };
    const taken = {
      ...(await pool.deps.intake.known([], { method: `${A_RESOURCE}~${entry.institution}~third-party` })).method(),
    };
    expect(taken).toMatchObject({ status: "in-force", entry: { contract } });
    expect(await collect(theProvider, byThird)).toMatchObject({ ok: true });
  });
});

describe("A20: what no law provides for needs its subject's consent", () => {
  it("is refused without, taken with it, and goes with it", async () => {
    const base = binding([item()]);
    const { basis: _law, ...norm } = base.content.collectionNorm;
    pool.setForce({ ...base, content: { ...base.content, collectionNorm: { ...norm, consent: "经同意" } } });
    expect(refusal(await collect())).toMatchObject({ code: "consent-missing", cites: ["A20"] });
    const proof = { kind: "words" as const, words: "同意" };
    const asked = { resource: A_RESOURCE, keys: { schoolId: "S1" }, purpose: "发放补助", proof, givenOn: "2026-11-20" };
    const { id } = value(await pool.as(theProvider)("recordConsent", asked));
    value(await collect());
    expect(value(await pool.as(theProvider)("withdrawConsent", { id })).status).toBe("withdrawn");
    expect((await pool.deps.records.find(id)).ok && (await pool.deps.records.find(id))).toMatchObject({
      value: { now: { status: "withdrawn", values: {} } },
    });
    expect(refusal(await collect())).toMatchObject({ code: "consent-missing" });
  });

  it("is its subject's to take back, and no other person's", async () => {
    const key = item({ code: "schoolId", name: "监护人", length: 18, key: true, personal: true });
    const base = binding([item()]);
    const { basis: _law, ...norm } = base.content.collectionNorm;
    const [, ...others] = base.content.items;
    const content = { ...base.content, items: [key, ...others], collectionNorm: { ...norm, consent: "经同意" } };
    pool.setForce({ ...base, content });
    const lin = numberOf("lin");
    const proof = { kind: "words" as const, words: "同意" };
    const asked = { resource: A_RESOURCE, keys: { schoolId: lin }, purpose: "发放补助", proof, givenOn: "2026-11-20" };
    const { id } = value(await pool.as(theProvider)("recordConsent", asked));
    value(await collect(theProvider, { values: { schoolId: lin, phone: "1" } }));
    const person = async (name: string) => ({ ...aPerson, subject: await pool.deps.subjectOf(numberOf(name)) });
    for (const other of [aPerson, await person("wang"), anotherBody]) {
      expect(refusal(await pool.as(other)("withdrawConsent", { id }))).toMatchObject({ code: "record-unknown" });
    }
    expect(value(await pool.as(await person("lin"))("withdrawConsent", { id })).status).toBe("withdrawn");
    expect(await pool.deps.records.find(id)).toMatchObject({ value: { now: { status: "withdrawn", values: {} } } });
  });

  it("is not asked for where a law provides for the data", async () => {
    const proof = { kind: "words" as const, words: "同意" };
    const asked = { resource: A_RESOURCE, keys: { schoolId: "S1" }, purpose: "发放补助", proof, givenOn: "2026-11-20" };
    expect(refusal(await pool.as(theProvider)("recordConsent", asked))).toMatchObject({ code: "consent-not-needed" });
  });
});

describe("A22: a district body hands in through the authority of its district", () => {
  it("waits until that authority hands the file on, and nobody else can", async () => {
    expect(refusal(await collect(aDistrictBody))).toMatchObject({
      code: "converges-through-its-district",
      cites: ["A22"],
    });
    await expect(pool.submitted(A_FILE, "csv", aDistrictBody)).rejects.toThrow("district-without-authority");
    const owner = `institution#${theAuthority.institution}`;
    const Item = { ...claimKey({ name: "part#district-authority#310110" }), owner };
    await pool.table.dynamo.send(new PutCommand({ TableName: "table", Item }));
    const id = await pool.submitted(A_FILE, "csv", aDistrictBody);
    expect(await pool.batch(id)).toMatchObject({
      status: "awaiting-hand-on",
      route: { authority: theAuthority.institution },
    });
    expect(refusal(await pool.as(theProvider)("handOnBatch", { id }))).toMatchObject({
      code: "batch-not-yours-to-hand-on",
    });
    expect(value(await pool.as(theAuthority)("handOnBatch", { id })).status).toBe("taking-in");
  });
});

describe("A47: what one body hands in is nobody else's to see", () => {
  it("looks as if it were not there", async () => {
    const id = await pool.submitted(A_FILE);
    expect(refusal(await pool.as(anotherBody)("readBatch", { id }))).toMatchObject({ code: "record-unknown" });
  });
});
