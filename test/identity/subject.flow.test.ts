import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { contract } from "../../functions/identity/contract.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { ResidentId } from "../../functions/kernel/resident-id.ts";
import { openSubjects } from "../../functions/platform/subject.ts";
import { numberOf } from "../../local/seed/people.ts";
import { logged } from "../platform/logged.ts";
import { anIdentity, asking, HOST, type IdentityBench, PERSON_AUDIENCE, POLICE, STAFF_AUDIENCE } from "./support.ts";

let bench: IdentityBench;
const LIN = numberOf("lin");
const lines = logged();

beforeAll(async () => {
  bench = await anIdentity({ acr: ["real-name"] });
  await bench.put(POLICE);
  await bench.appoint("staff-1");
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.engine.recorder.start();
  bench.engine.recorder.fault = undefined;
});

const tokenOf = (claims: Record<string, unknown>) =>
  bench.issuer.mint({ sub: "p-1", aud: PERSON_AUDIENCE, acr: "real-name", ...claims });
const judged = async (claims: Record<string, unknown>) => {
  const about = { dpop: [], method: "GET", url: `https://${HOST}/v1/identity/me`, path: "/identity/me" };
  const said = await bench.judge({ authorization: [`Bearer ${await tokenOf(claims)}`], ...about });
  return said.ok ? said.value.principal : said.refusal;
};

describe("A47p2: a person whose number is verified is a subject, and the number ends there", () => {
  it("the same one whichever way they signed in, and nobody else", async () => {
    const once = await judged({ citizen_id: LIN });
    const again = await judged({ sub: "p-2", citizen_id: LIN.toLowerCase() });
    const other = await judged({ citizen_id: numberOf("zhang") });
    expect(once).toMatchObject({ kind: "person", id: "one-net:p-1", subject: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(again).toMatchObject({ id: "one-net:p-2", subject: Reflect.get(once, "subject") });
    expect(Reflect.get(other, "subject")).not.toBe(Reflect.get(once, "subject"));
  });

  it.each([
    { what: "no number", claims: {} },
    { what: "a number with a wrong check character", claims: { citizen_id: `${LIN.slice(0, 17)}Y` } },
    { what: "papers of another country", claims: { citizen_id: "E12345678" } },
    { what: "no text", claims: { citizen_id: 310 } },
  ])("with $what they sign in and are no subject; the key is not asked", async ({ claims }) => {
    const said = await judged(claims);
    expect(said).toMatchObject({ kind: "person" });
    expect(said).not.toHaveProperty("subject");
    expect(bench.calls()).toEqual([]);
  });

  it("not by the word of a level that is no real-name, nor by a claim of staff", async () => {
    expect(await judged({ acr: "self-asserted", citizen_id: LIN })).toMatchObject({ code: "not-real-name" });
    const staff = await judged({ sub: "staff-1", institution: POLICE.id, aud: STAFF_AUDIENCE, citizen_id: LIN });
    expect(staff).toMatchObject({ kind: "staff" });
    expect(staff).not.toHaveProperty("subject");
  });

  it("asks for the pepper once a cold start, and again after a fault", async () => {
    const subjectOf = openSubjects(bench.kms, bench.subjectsKey);
    bench.engine.recorder.fault = () => Promise.reject(new Error("throttled"));
    await expect(subjectOf(LIN)).rejects.toThrow("throttled");
    bench.engine.recorder.fault = undefined;
    bench.engine.recorder.start();
    const [one, same, body] = [
      await subjectOf(LIN),
      await subjectOf(LIN),
      await subjectOf(CreditCode.parse(POLICE.id)),
    ];
    expect([one === same, one === body]).toEqual([true, false]);
    expect(bench.calls()).toEqual(["KMS.GenerateMac"]);
  });

  it("is somebody else under another key: whoever has our rows cannot try all numbers", async () => {
    const another = await bench.makeKey("HMAC_256");
    const [ours, theirs] = [openSubjects(bench.kms, bench.subjectsKey), openSubjects(bench.kms, another)];
    expect(await ours(LIN)).not.toBe(await theirs(LIN));
  });

  it("the number is in no log line, no row and no answer; a fault of the key service does not tell it either", async () => {
    const authorization = [`Bearer ${await tokenOf({ citizen_id: LIN })}`];
    const answer = await bench.handler(asking({ authorization }));
    const by = JSON.parse(String(answer.context?.["principal"]));
    expect(by).toHaveProperty("subject");
    const me = await bench.ask("readMe", {}, { by });
    const spoilt = { authorization: [`Bearer ${await tokenOf({ citizen_id: LIN, acr: "none" })}`] };
    await expect(bench.handler(asking(spoilt))).rejects.toThrow("Unauthorized");
    const rows: unknown[] = [];
    for (const TableName of ["table", "institutions", "sharing"]) {
      const { Items = [] } = await bench.engine.table.dynamo.send(new ScanCommand({ TableName }));
      rows.push(...Items);
    }
    expect(rows.length).toBeGreaterThan(0);
    expect(lines().length).toBeGreaterThan(0);
    for (const where of [lines(), rows, answer, me.body]) expect(JSON.stringify(where)).not.toContain(LIN.slice(0, 17));
    expect(me.body).not.toHaveProperty("subject");
    expect(contract.readMe.gives.shape).not.toHaveProperty("subject");
  });
});

describe("sample people", () => {
  it("have numbers that are well-formed, their own, and nobody's in the world", () => {
    const numbers = ["lin", "zhang", "wang", "li"].map(numberOf);
    expect(new Set(numbers).size).toBe(4);
    for (const number of numbers) {
      expect(ResidentId.parse(number)).toBe(number);
      expect(number).toMatch(/^319999/);
    }
    expect(numberOf("lin")).toBe(LIN);
  });
});
