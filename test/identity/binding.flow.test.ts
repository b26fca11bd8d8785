import { addDays, startOf } from "../../functions/kernel/day.ts";
import type { Grant } from "../../functions/sharing/grant.ts";
import { A_GRANT_ID, aGrant } from "./grants.ts";
import {
  aHolder,
  anAssertion,
  anIdentity,
  aProof,
  CENTER,
  HOST,
  type Holder,
  type IdentityBench,
  POLICE,
  TOKEN_URL,
} from "./support.ts";

let bench: IdentityBench;
let holder: Holder;
let client: string;
const ANOTHER_ID = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d15";
const UNKNOWN_ID = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d16";
const URL_OF_ME = `https://${HOST}/v1/identity/me`;
const because = { cites: "A26", reason: "查阅远超所需", by: "platform", on: "2026-01-01" };

beforeAll(async () => {
  bench = await anIdentity();
  await bench.put(POLICE);
  holder = await aHolder();
  client = (await bench.register(holder)).id;
});
afterAll(() => bench.close());

const detailsOf = (grant: string) => JSON.stringify([{ type: "onenet_exchange", grant }]);
const ask = async (authorization_details: string | undefined, bend: Record<string, unknown> = {}) =>
  bench.ask(
    "issueToken",
    {
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await anAssertion(holder, client, bench.now(), { claims: bend }),
      ...(authorization_details === undefined ? {} : { authorization_details }),
    },
    { form: true, headers: { dpop: [await aProof(holder, { method: "POST", url: TOKEN_URL, now: bench.now() })] } },
  );

/** As whom a token lets its holder in. */
const admitted = async (token: string, by = holder) => {
  const proof = await aProof(by, { method: "GET", url: URL_OF_ME, token, now: bench.now() });
  const about = { method: "GET", url: URL_OF_ME, path: "/identity/me" };
  return bench.judge({ authorization: [`DPoP ${token}`], dpop: [proof], ...about });
};

const withoutTrace = ({ status, body }: Awaited<ReturnType<typeof ask>>) => ({
  status,
  body: { ...body, traceId: undefined },
});

describe("A47p2: a token bound to a grant", () => {
  const first = aGrant();
  const second = aGrant({ id: ANOTHER_ID, purpose: "核验赡养关系", edition: 2 });

  it("names both sides, resource, edition and purpose on every call; three AWS calls", async () => {
    await bench.give(first);
    const { status, body } = await ask(detailsOf(first.id));
    expect({ status, details: body["authorization_details"] }).toEqual({
      status: 200,
      details: [{ type: "onenet_exchange", grant: first.id }],
    });
    expect(bench.calls()).toEqual(["DynamoDB.BatchGetItem", "DynamoDB.TransactWriteItems", "KMS.Sign"]);
    expect(await admitted(String(body["access_token"]))).toMatchObject({
      ok: true,
      value: {
        principal: {
          kind: "agency",
          id: client,
          grant: {
            id: first.id,
            producer: first.provider,
            consumer: POLICE.id,
            resource: first.resource,
            edition: 1,
            purpose: first.purpose,
          },
        },
      },
    });
  });

  it("is of that grant alone: neither another grant of the same system nor a bent claim comes of it", async () => {
    await bench.give(second);
    const token = String((await ask(detailsOf(second.id))).body["access_token"]);
    expect(await admitted(token)).toMatchObject({ value: { principal: { grant: { id: ANOTHER_ID, edition: 2 } } } });
    const [header = "", claims = "", signature = ""] = token.split(".");
    const bent = Buffer.from(claims, "base64url").toString().replace(ANOTHER_ID, A_GRANT_ID);
    const forged = [header, Buffer.from(bent).toString("base64url"), signature].join(".");
    expect(await admitted(forged)).toMatchObject({ ok: false, refusal: { code: "signature-wrong" } });
  });

  it("is of no use to who stole it: the proof is of another key", async () => {
    const token = String((await ask(detailsOf(first.id))).body["access_token"]);
    expect(await admitted(token, await aHolder())).toMatchObject({ refusal: { code: "proof-of-another-key" } });
  });

  it("without details a token is bound to no grant", async () => {
    const { body } = await ask(undefined);
    expect(body).not.toHaveProperty("authorization_details");
    const said = await admitted(String(body["access_token"]));
    expect(said.ok && said.value.principal).not.toHaveProperty("grant");
  });

  it("ends with its grant's last day", async () => {
    const today = bench.today();
    await bench.give(aGrant({ until: today }));
    const left = Math.floor(Date.parse(startOf(addDays(today, 1))) / 1000) - Math.floor(bench.now() / 1000);
    const { body } = await ask(detailsOf(first.id));
    expect(Number(body["expires_in"])).toBeLessThanOrEqual(Math.min(600, left));
    expect(Number(body["expires_in"])).toBeGreaterThanOrEqual(Math.min(600, left) - 60);
  });
});

describe("A47p2: no token", () => {
  const refusedAs = (why: string) => ({
    status: 400,
    body: { error: "invalid_authorization_details", facts: { because: why }, articles: expect.any(Array) },
  });
  const cases: { what: string; why: string; grant: () => Grant }[] = [
    { what: "suspended", why: "grant-not-active", grant: () => aGrant({ status: "suspended", because }) },
    { what: "revoked", why: "grant-not-active", grant: () => aGrant({ status: "revoked", because }) },
    { what: "expired", why: "grant-not-active", grant: () => aGrant({ status: "expired", because }) },
    {
      what: "over since yesterday and not yet marked",
      why: "grant-out-of-time",
      grant: () => aGrant({ until: addDays(bench.today(), -1) }),
    },
    { what: "of tomorrow", why: "grant-out-of-time", grant: () => aGrant({ from: addDays(bench.today(), 1) }) },
  ];

  it.each(cases)("for a grant that is $what: $why", async ({ why, grant }) => {
    await bench.give(grant());
    expect(await ask(detailsOf(A_GRANT_ID))).toMatchObject(refusedAs(why));
    expect(bench.calls()).toEqual(["DynamoDB.BatchGetItem"]);
  });

  it("for another institution's grant, in the very words in which there is none", async () => {
    await bench.give(aGrant({ consumer: CENTER.id }));
    const [denied, absent] = [await ask(detailsOf(A_GRANT_ID)), await ask(detailsOf(UNKNOWN_ID))];
    expect(denied).toMatchObject(refusedAs("grant-unknown"));
    expect(withoutTrace(denied)).toEqual(withoutTrace(absent));
  });

  it.each([
    "[",
    "[]",
    detailsOf("all"),
    JSON.stringify([{ type: "openid", grant: A_GRANT_ID }]),
  ])("for details that are not ours: %s", async (details) => {
    expect(await ask(details)).toMatchObject({
      status: 400,
      body: { error: "invalid_authorization_details", facts: { because: "details-unknown" } },
    });
  });

  it("and nothing about a grant to who is not the client", async () => {
    await bench.give(aGrant({ status: "suspended", because }));
    const said = await ask(detailsOf(A_GRANT_ID), { aud: "https://elsewhere" });
    expect(said).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(JSON.stringify(said.body)).not.toMatch(/grant-/);
  });
});
