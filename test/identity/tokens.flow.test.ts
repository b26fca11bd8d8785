import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { openSigningKeys } from "../../functions/identity/deployed/kms.ts";
import { keysOf } from "../../functions/identity/signing.ts";
import { addDays } from "../../functions/kernel/day.ts";
import {
  aHolder,
  anAssertion,
  anIdentity,
  aProof,
  digest,
  type Holder,
  type IdentityBench,
  OURS,
  POLICE,
  TOKEN_URL,
} from "./support.ts";

let bench: IdentityBench;
let holder: Holder;
let client: string;
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

beforeAll(async () => {
  bench = await anIdentity();
  await bench.put(POLICE);
  holder = await aHolder();
  client = (await bench.register(holder)).id;
});
afterAll(() => bench.close());

type Bend = NonNullable<Parameters<typeof anAssertion>[3]>;
const asking = async (
  over: Record<string, unknown> = {},
  {
    assertion = {},
    proof = {},
    by = holder,
    of = client,
  }: { assertion?: Bend; proof?: Bend; by?: Holder; of?: string } = {},
) => ({
  takes: {
    grant_type: "client_credentials",
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await anAssertion(by, of, bench.now(), assertion),
    ...over,
  },
  dpop: [await aProof(by, { method: "POST", url: TOKEN_URL, now: bench.now() }, proof)],
});
const ask = async (request: Awaited<ReturnType<typeof asking>>) =>
  bench.ask("issueToken", request.takes, { form: true, headers: { dpop: request.dpop } });
const seconds = () => Math.floor(bench.now() / 1000);

describe("A47p2: a system gets a token for its signed assertion", () => {
  it("good for ten minutes, bound to the key that proved itself, readable with the published keys", async () => {
    await ask(await asking());
    const { status, headers, body } = await ask(await asking());
    expect(status).toBe(200);
    expect(headers?.["cache-control"]).toBe("no-store");
    expect(body).toMatchObject({ token_type: "DPoP", expires_in: 600 });
    expect(bench.calls()).toEqual(["DynamoDB.BatchGetItem", "DynamoDB.TransactWriteItems", "KMS.Sign"]);
    const { body: keys } = await bench.ask("readKeys", {});
    const { payload, protectedHeader } = await jwtVerify(
      String(body["access_token"]),
      createLocalJWKSet(keys as unknown as JSONWebKeySet),
      { issuer: OURS.issuer, audience: `${OURS.issuer}:api`, typ: "at+jwt", currentDate: new Date(bench.now()) },
    );
    expect(payload).toMatchObject({ sub: client, client_id: client, institution: POLICE.id, stage: "local" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(protectedHeader.kid).toBe((keys["keys"] as { kid: string }[])[0]?.kid);
  });

  it("also for its endpoint as audience, its own id beside, and a key of RSA", async () => {
    expect(await ask(await asking({ client_id: client }, { assertion: { claims: { aud: TOKEN_URL } } }))).toMatchObject(
      {
        status: 200,
      },
    );
    const rsa = await aHolder("PS256");
    const its = await bench.register(rsa);
    expect(await ask(await asking({}, { by: rsa, of: its.id }))).toMatchObject({ status: 200 });
  });

  it("publishes two keys while one follows the other: tokens of both hold, the first one signs", async () => {
    const before = String((await ask(await asking())).body["access_token"]);
    const turned = openSigningKeys(bench.kms, [...bench.arns].reverse());
    const kids = async (keys: typeof turned) => (await keys.publicKeys()).map(({ x }) => x);
    expect(await kids(turned)).toEqual((await kids(bench.keys)).reverse());
    const options = { issuer: OURS.issuer, currentDate: new Date(bench.now()) };
    await expect(jwtVerify(before, keysOf(await turned.publicKeys()), options)).resolves.toBeDefined();
    expect(decodeProtectedHeader(before).kid).toBe(bench.keys.kid);
  });
});

describe("A47p2: a system is refused", () => {
  const wrong =
    (over: Record<string, unknown>, bend: Parameters<typeof asking>[1] = {}) =>
    () =>
      asking(over, bend);
  const claims = (bent: () => Record<string, unknown>) => () => asking({}, { assertion: { claims: bent() } });
  const proof = (bend: () => Bend) => () => asking({}, { proof: bend() });
  const cases: {
    what: string;
    status: number;
    error: string;
    because?: string;
    request: () => ReturnType<typeof asking>;
  }[] = [
    { what: "another grant", status: 400, error: "unsupported_grant_type", request: wrong({ grant_type: "password" }) },
    {
      what: "another kind of assertion",
      status: 400,
      error: "invalid_request",
      request: wrong({ client_assertion_type: "saml" }),
    },
    { what: "a secret", status: 400, error: "invalid_request", request: wrong({ client_secret: "x" }) },
    { what: "no assertion", status: 400, error: "invalid_request", request: wrong({ client_assertion: "x" }) },
    { what: "a proof in the body too", status: 400, error: "invalid_request", request: wrong({ dpop: "a.b.c" }) },
    {
      what: "another client's id",
      status: 401,
      error: "invalid_client",
      because: "client-unknown",
      request: wrong({ client_id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11" }),
    },
    {
      what: "a client nobody knows",
      status: 401,
      error: "invalid_client",
      because: "client-unknown",
      request: wrong({}, { of: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11" }),
    },
    {
      what: "an assertion for somebody else",
      status: 401,
      error: "invalid_client",
      because: "audience-wrong",
      request: claims(() => ({ aud: "https://elsewhere.cn/token" })),
    },
    {
      what: "two subjects",
      status: 401,
      error: "invalid_client",
      because: "claims-malformed",
      request: claims(() => ({ sub: "x" })),
    },
    {
      what: "no end",
      status: 401,
      error: "invalid_client",
      because: "claims-malformed",
      request: claims(() => ({ exp: undefined })),
    },
    {
      what: "over",
      status: 401,
      error: "invalid_client",
      because: "token-expired",
      request: claims(() => ({ exp: seconds() - 10 })),
    },
    {
      what: "good for an hour",
      status: 401,
      error: "invalid_client",
      because: "token-too-long-lived",
      request: claims(() => ({ exp: seconds() + 3600 })),
    },
    {
      what: "not good yet",
      status: 401,
      error: "invalid_client",
      because: "token-not-yet-valid",
      request: claims(() => ({ nbf: seconds() + 60 })),
    },
    {
      what: "no name",
      status: 401,
      error: "invalid_client",
      because: "claims-malformed",
      request: claims(() => ({ jti: undefined })),
    },
    {
      what: "a kid it does not have",
      status: 401,
      error: "invalid_client",
      because: "key-unknown",
      request: wrong({}, { assertion: { header: { kid: "x" } } }),
    },
    {
      what: "a proof for the token itself elsewhere",
      status: 400,
      error: "invalid_dpop_proof",
      because: "proof-of-another-address",
      request: proof(() => ({ claims: { htu: "https://elsewhere.cn/oauth/token" } })),
    },
    {
      what: "a proof for a read",
      status: 400,
      error: "invalid_dpop_proof",
      because: "proof-of-another-method",
      request: proof(() => ({ claims: { htm: "GET" } })),
    },
    {
      what: "an old proof",
      status: 400,
      error: "invalid_dpop_proof",
      because: "proof-too-old",
      request: proof(() => ({ claims: { iat: seconds() - 120 } })),
    },
  ];
  it.each(cases)("for $what: $error", async ({ status, error, because, request }) => {
    const said = await ask(await request());
    expect(said).toMatchObject({ status, body: { error, ...(because ? { facts: { because } } : {}) } });
    expect(JSON.stringify(said.body)).not.toMatch(/eyJ/);
  });

  it("without a proof, and with two", async () => {
    const { takes, dpop } = await asking();
    expect(await ask({ takes, dpop: [] })).toMatchObject({
      status: 400,
      body: { error: "invalid_request", fields: [{ in: "header", pointer: "dpop" }] },
    });
    expect(await ask({ takes, dpop: [...dpop, ...dpop] })).toMatchObject({ status: 400 });
  });

  it("for a stranger's signature", async () => {
    const stranger = await aHolder();
    expect(await ask(await asking({}, { by: stranger }))).toMatchObject({
      status: 401,
      body: { error: "invalid_client" },
    });
  });

  it("for the same assertion or the same proof again", async () => {
    const [first, second] = [await asking(), await asking()];
    expect(await ask(first)).toMatchObject({ status: 200 });
    expect(await ask({ ...first, dpop: second.dpop })).toMatchObject({
      body: { facts: { because: "assertion-repeated" } },
    });
    expect(await ask({ ...second, dpop: first.dpop })).toMatchObject({
      body: { facts: { because: "proof-repeated" } },
    });
  });

  it("with an old key after its last day, and with any key after it was revoked", async () => {
    const [old, fresh] = [await aHolder(), await aHolder()];
    const its = await bench.register(old);
    const until = bench.today();
    const by = {
      kind: "staff" as const,
      id: "s",
      institution: POLICE.id,
      roles: ["institution" as const],
      posts: ["registrar" as const],
      trainedUntil: addDays(until, 99),
    };
    expect(await bench.ask("rotateKey", { id: its.id, jwk: fresh.jwk, oldUntil: until }, { by })).toMatchObject({
      status: 200,
    });
    const named = ({ jwk }: Holder) => ({
      assertion: {
        header: {
          kid: digest(JSON.stringify(jwk.kty === "EC" ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y } : {})),
        },
      },
    });
    const with_ = async (one: Holder) => (await ask(await asking({}, { by: one, of: its.id, ...named(one) }))).status;
    expect([await with_(old), await with_(fresh)]).toEqual([200, 200]);
    bench.engine.clock.moveTo(bench.now() + 25 * 3_600_000);
    expect([await with_(old), await with_(fresh)]).toEqual([401, 200]);
    expect(await bench.ask("revokeClient", { id: its.id, because: "下线" }, { by })).toMatchObject({ status: 200 });
    expect(await with_(fresh)).toBe(401);
  });
});
