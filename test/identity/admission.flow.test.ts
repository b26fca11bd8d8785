import { createHmac, createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { exportSPKI, importJWK } from "jose";
import { claimsFor } from "../../functions/identity/access-token.ts";
import type { Reason } from "../../functions/identity/reasons.ts";
import { signedToken } from "../../functions/identity/signing.ts";
import { admission } from "../../functions/identity/use-cases/admission.ts";
import { Day } from "../../functions/kernel/day.ts";
import { usageKeyOf } from "../../functions/platform/usage.ts";
import {
  aHolder,
  anIdentity,
  aProof,
  asking,
  bodyCalled,
  CENTER,
  digest,
  HOST,
  type Holder,
  type IdentityBench,
  OURS,
  PERSON_AUDIENCE,
  POLICE,
  STAFF_AUDIENCE,
  seedCall,
  signed,
} from "./support.ts";

let bench: IdentityBench;
let holder: Holder;
let stranger: Holder;
let client: string;
const URL_OF_ME = `https://${HOST}/v1/identity/me`;
const UTILITY = bodyCalled("市电力公司");
const CLOSED = bodyCalled("上海燃气");

beforeAll(async () => {
  bench = await anIdentity({ acr: ["real-name"] });
  for (const body of [POLICE, CENTER, UTILITY]) await bench.put(body);
  await bench.put({ ...CLOSED, status: "suspended" });
  await bench.appoint("staff-1");
  await bench.appoint("staff-gone", { status: "ended", endedOn: "2026-02-01", because: "调离" });
  await bench.appoint("staff-later", { from: "2099-01-01" });
  await bench.appoint("staff-over", { until: "2026-02-01" });
  await bench.appoint("staff-of-closed", { institution: CLOSED.id });
  holder = await aHolder();
  stranger = await aHolder();
  client = (await bench.register(holder)).id;
});
afterAll(() => bench.close());
beforeEach(() => bench.engine.recorder.start());

const seconds = () => Math.floor(bench.now() / 1000);

/** A token of ours for the client, good until bent. */
const ourClaims = () =>
  claimsFor({ client, institution: POLICE.id, jkt: jktOf(holder), jti: randomUUID() }, OURS, bench.now());
const jktOf = ({ jwk }: Holder) =>
  digest(JSON.stringify(jwk.kty === "EC" ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y } : jwk));
const ourToken = (over: Record<string, unknown> = {}) =>
  signedToken({ ...ourClaims(), ...over } as ReturnType<typeof ourClaims>, bench.keys);

type Proving = Parameters<typeof aProof>[2];
const asAgency = async (token: string, bend: Proving & { by?: Holder; method?: string; url?: string } = {}) => {
  const { by = holder, method = "GET", url = URL_OF_ME } = bend;
  const proof = await aProof(by, { method, url, token, now: bench.now() }, bend);
  return bench.judge({
    authorization: [`DPoP ${token}`],
    dpop: [proof],
    method: "GET",
    url: URL_OF_ME,
    path: "/identity/me",
  });
};
const asBearer = (token: string) =>
  bench.judge({ authorization: [`Bearer ${token}`], dpop: [], method: "GET", url: URL_OF_ME, path: "/identity/me" });

const aStaffToken = (over: Record<string, unknown> = {}) =>
  bench.issuer.mint({ sub: "staff-1", institution: POLICE.id, aud: STAFF_AUDIENCE, ...over });
const aPersonToken = (over: Record<string, unknown> = {}) =>
  bench.issuer.mint({ sub: "p-0001", aud: PERSON_AUDIENCE, acr: "real-name", ...over });

describe("A47p2: who is let in, and as whom", () => {
  it("a system with its token and a proof: its institution's parts, no posts; one BatchGetItem, one conditional put", async () => {
    const token = await ourToken();
    const proof = await aProof(holder, { method: "GET", url: URL_OF_ME, token, now: bench.now() });
    await bench.handler(asking({ authorization: [`DPoP ${token}`], dpop: [proof] }));
    bench.engine.recorder.start();
    const again = await aProof(holder, { method: "GET", url: URL_OF_ME, token, now: bench.now() });
    const answer = await bench.handler(asking({ authorization: [`dpop ${token}`], dpop: [again] }));
    expect(bench.calls().sort()).toEqual(["DynamoDB.BatchGetItem", "DynamoDB.PutItem"]);
    expect(JSON.parse(String(answer.context?.["principal"]))).toEqual({
      kind: "agency",
      id: client,
      institution: POLICE.id,
      level: "city",
      roles: ["institution"],
      posts: [],
    });
    expect(answer).toMatchObject({
      principalId: client,
      context: { caller: POLICE.id },
      usageIdentifierKey: usageKeyOf(OURS.issuer, POLICE.id),
      policyDocument: {
        Statement: [
          { Effect: "Allow", Action: "execute-api:Invoke", Resource: expect.stringMatching(/GET\/identity\/me$/) },
        ],
      },
    });
  });

  it("a member of staff: posts and training of the register, by one BatchGetItem", async () => {
    await asBearer(await aStaffToken());
    bench.engine.recorder.start();
    const said = await asBearer(await aStaffToken({ roles: ["competent-authority"], posts: ["law-keeper"] }));
    expect(bench.calls()).toHaveLength(1);
    expect(said).toEqual({
      ok: true,
      value: {
        caller: POLICE.id,
        usageKey: usageKeyOf(OURS.issuer, POLICE.id),
        principal: {
          kind: "staff",
          id: "staff-1",
          institution: POLICE.id,
          level: "city",
          roles: ["institution"],
          posts: ["registrar"],
          trainedUntil: "2099-12-31",
        },
      },
    });
  });

  it("a person, by no read at all; named with the source, so that two sources never mean one by accident", async () => {
    const said = await asBearer(await aPersonToken());
    expect(bench.calls()).toEqual([]);
    expect(said).toMatchObject({
      ok: true,
      value: { caller: "persons", principal: { kind: "person", id: "one-net:p-0001", roles: ["person"], posts: [] } },
    });
  });

  it("draws on the common budget where an institution has none of its own", async () => {
    await bench.appoint("staff-center", { institution: CENTER.id });
    const said = await asBearer(await aStaffToken({ sub: "staff-center", institution: CENTER.id }));
    expect(said).toMatchObject({
      value: { usageKey: usageKeyOf(OURS.issuer, "others"), principal: { roles: ["big-data-center", "institution"] } },
    });
  });

  it("A16: a responsible department by its own record, from the first to the last day", async () => {
    const charges = [{ id: randomUUID(), from: Day.parse("2026-01-01") }];
    await bench.put({ ...POLICE, charges });
    expect(await asBearer(await aStaffToken())).toMatchObject({
      value: { principal: { roles: ["institution", "responsible-department"] } },
    });
    await bench.put({
      ...POLICE,
      charges: [{ id: randomUUID(), from: Day.parse("2026-01-01"), until: Day.parse("2026-01-31") }],
    });
    expect(await asBearer(await aStaffToken())).toMatchObject({ value: { principal: { roles: ["institution"] } } });
    await bench.put(POLICE);
  });

  it("takes an address in any spelling that means the same, and the public address where there is one", async () => {
    const token = await ourToken();
    expect(await asAgency(token, { url: `HTTPS://${HOST.toUpperCase()}:443/v1/identity/me?x=1#y` })).toMatchObject({
      ok: true,
    });
    const publicJudge = admission({ ...bench.deps, publicUrl: "https://data.sh.cn/" });
    const proof = await aProof(holder, {
      method: "GET",
      url: "https://data.sh.cn/identity/me",
      token,
      now: bench.now(),
    });
    const asked = {
      authorization: [`DPoP ${token}`],
      dpop: [proof],
      method: "GET",
      url: URL_OF_ME,
      path: "/identity/me",
    };
    expect(await publicJudge(asked)).toMatchObject({ ok: true });
  });
});

type Case = Readonly<{ what: string; why: Reason; try: () => Promise<unknown> }>;
const raw = (header: unknown, claims: unknown, signature = "c2ln") =>
  `${[header, claims].map((it) => Buffer.from(JSON.stringify(it)).toString("base64url")).join(".")}.${signature}`;
const judged = (authorization: string[], dpop: string[] = []) =>
  bench.judge({ authorization, dpop, method: "GET", url: URL_OF_ME, path: "/identity/me" });
const flipped = (token: string, part: number) => {
  const parts = token.split(".");
  const text = parts[part] ?? "";
  parts[part] = `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
  return parts.join(".");
};
/** A token signed with a key that is not ours, in every other way ours. */
const foreign = async (claims: Record<string, unknown>, header: Record<string, unknown>) =>
  signed({ ...ourClaims(), ...claims }, { alg: "ES256", typ: "at+jwt", ...header }, stranger.key);
const ourKid = async () => bench.keys.kid;
/** Claims of ours, bent, with our own signature: what a stolen signer could make, or a mistake of ours. */
const bentOurs = (claims: Record<string, unknown>) => async () => asAgency(await ourToken(claims));
/** The same as a token of the issuer of staff, as it signs them. */
const bentStaff = (claims: Record<string, unknown>) => async () => asBearer(await aStaffToken(claims));
const bentPerson = (claims: Record<string, unknown>) => async () => asBearer(await aPersonToken(claims));
/** Our public key as the secret of an HMAC: the oldest confusion of algorithms. */
const confused = async (header: Record<string, unknown>) => {
  const [jwk] = await bench.keys.publicKeys();
  const pem = await exportSPKI((await importJWK({ ...jwk }, "ES256")) as Holder["key"]);
  const input = raw({ alg: "HS256", typ: "at+jwt", kid: await ourKid(), ...header }, ourClaims(), "").slice(0, -1);
  return `${input}.${createHmac("sha256", pem).update(input).digest("base64url")}`;
};

const credentials: Case[] = [
  { what: "nothing", why: "credentials-missing", try: () => judged([]) },
  {
    what: "two Authorization headers",
    why: "credentials-twice",
    try: async () => judged([`Bearer ${await aStaffToken()}`, "Bearer x.y.z"]),
  },
  { what: "Basic", why: "scheme-unknown", try: () => judged(["Basic dXNlcjpwdw=="]) },
  { what: "a token without scheme", why: "scheme-unknown", try: async () => judged([await aStaffToken()]) },
  { what: "an empty bearer", why: "scheme-unknown", try: () => judged(["Bearer "]) },
  { what: "two parts only", why: "scheme-unknown", try: () => judged(["Bearer a.b"]) },
  { what: "five parts (JWE)", why: "scheme-unknown", try: () => judged(["Bearer a.b.c.d.e"]) },
  { what: "characters of no token", why: "scheme-unknown", try: () => judged(["Bearer a.b.c'--"]) },
  { what: "a token after a token", why: "scheme-unknown", try: () => judged(["Bearer a.b.c, Bearer d.e.f"]) },
  { what: "9 KB", why: "token-too-large", try: () => judged([`Bearer a.${"b".repeat(9000)}.c`]) },
  { what: "three parts of nonsense", why: "token-malformed", try: () => judged(["Bearer a.b.c"]) },
  { what: "a header that is no object", why: "token-malformed", try: () => judged([`Bearer ${raw("x", {})}`]) },
  {
    what: "claims that are no object",
    why: "token-malformed",
    try: () => judged([`Bearer ${raw({ alg: "ES256" }, [])}`]),
  },
];

const ours: Case[] = [
  {
    what: "alg none",
    why: "algorithm-not-allowed",
    try: async () => asAgency(raw({ alg: "none", typ: "at+jwt", kid: await ourKid() }, ourClaims())),
  },
  {
    what: "HMAC with our public key as secret",
    why: "algorithm-not-allowed",
    try: async () => asAgency(await confused({})),
  },
  {
    what: "a stranger's key under our kid",
    why: "signature-wrong",
    try: async () => asAgency(await foreign({}, { kid: await ourKid() })),
  },
  {
    what: "a stranger's key under its own kid",
    why: "key-unknown",
    try: async () => asAgency(await foreign({}, { kid: jktOf(stranger) })),
  },
  {
    what: "a stranger's key given in the header",
    why: "key-unknown",
    try: async () => asAgency(await foreign({}, { kid: "mine", jwk: stranger.jwk })),
  },
  {
    what: "an address of keys in the header",
    why: "key-unknown",
    try: async () => asAgency(await foreign({}, { kid: "mine", jku: "https://evil.example/jwks" })),
  },
  { what: "no kid", why: "key-unnamed", try: async () => asAgency(await foreign({}, {})) },
  {
    what: "a critical extension",
    why: "token-malformed",
    try: async () =>
      asAgency(raw({ alg: "ES256", typ: "at+jwt", kid: await ourKid(), crit: ["mine"], mine: 1 }, ourClaims())),
  },
  { what: "a changed header", why: "token-malformed", try: async () => asAgency(flipped(await ourToken(), 0)) },
  {
    what: "a changed claim",
    why: "signature-wrong",
    try: async () =>
      asAgency(
        (await ourToken()).replace(
          /\.[\w-]+\./,
          `.${Buffer.from(JSON.stringify({ ...ourClaims(), institution: CENTER.id })).toString("base64url")}.`,
        ),
      ),
  },
  { what: "a changed signature", why: "signature-wrong", try: async () => asAgency(flipped(await ourToken(), 2)) },
  {
    what: "no signature to speak of",
    why: "signature-wrong",
    try: async () => asAgency((await ourToken()).replace(/[\w-]+$/, "AA")),
  },
  {
    what: "a signature of zeros",
    why: "signature-wrong",
    try: async () => asAgency((await ourToken()).replace(/[\w-]+$/, Buffer.alloc(64).toString("base64url"))),
  },
  { what: "another issuer", why: "issuer-unknown", try: bentOurs({ iss: "urn:onenet:production:city" }) },
  { what: "no issuer", why: "issuer-unknown", try: bentOurs({ iss: undefined }) },
  { what: "another audience", why: "audience-wrong", try: bentOurs({ aud: OURS.issuer }) },
  { what: "no audience", why: "audience-wrong", try: bentOurs({ aud: undefined }) },
  { what: "another stage", why: "stage-other", try: bentOurs({ stage: "production" }) },
  { what: "over", why: "token-expired", try: bentOurs({ iat: 1_700_000_000, exp: 1_700_000_600 }) },
  { what: "no end", why: "claims-malformed", try: bentOurs({ exp: undefined }) },
  { what: "no beginning", why: "claims-malformed", try: bentOurs({ iat: undefined }) },
  { what: "an end that is text", why: "claims-malformed", try: bentOurs({ exp: "tomorrow" }) },
  {
    what: "not good yet",
    why: "token-not-yet-valid",
    try: async () => asAgency(await ourToken({ nbf: seconds() + 60 })),
  },
  {
    what: "good for a day",
    why: "token-too-long-lived",
    try: async () => asAgency(await ourToken({ exp: seconds() + 86_400 })),
  },
  {
    what: "a subject that is no client",
    why: "claims-malformed",
    try: bentOurs({ sub: "staff-1", client_id: "staff-1" }),
  },
  { what: "two subjects", why: "claims-malformed", try: bentOurs({ client_id: randomUUID() }) },
  { what: "an institution that is none", why: "claims-malformed", try: bentOurs({ institution: "everybody" }) },
  { what: "bound to nothing", why: "claims-malformed", try: bentOurs({ cnf: undefined }) },
  { what: "bound to a certificate", why: "claims-malformed", try: bentOurs({ cnf: { "x5t#S256": "x" } }) },
  { what: "no jti", why: "claims-malformed", try: bentOurs({ jti: undefined }) },
  { what: "as a bearer, without proof", why: "issuer-unknown", try: async () => asBearer(await ourToken()) },
  {
    what: "a client nobody knows",
    why: "client-revoked",
    try: async () => {
      const id = randomUUID();
      return asAgency(await ourToken({ sub: id, client_id: id }));
    },
  },
  { what: "another institution's name", why: "client-revoked", try: bentOurs({ institution: CENTER.id }) },
  {
    what: "an institution nobody knows",
    why: "body-unknown",
    try: bentOurs({ institution: bodyCalled("上海海关").id }),
  },
  { what: "a suspended institution", why: "body-not-active", try: bentOurs({ institution: CLOSED.id }) },
  {
    what: "a token of the issuer of staff, under DPoP",
    why: "issuer-unknown",
    try: async () => asAgency(await aStaffToken()),
  },
];

const proven = (bend: Parameters<typeof asAgency>[1]) => async () => asAgency(await ourToken(), bend);
const withProof = (make: (token: string) => Promise<string[]>) => async () => {
  const token = await ourToken();
  return judged([`DPoP ${token}`], await make(token));
};
const good = (token: string, bend: Proving = {}) =>
  aProof(holder, { method: "GET", url: URL_OF_ME, token, now: bench.now() }, bend);
const rsa1024 = generateKeyPairSync("rsa", { modulusLength: 1024 });

const proofs: Case[] = [
  { what: "no proof", why: "proof-missing", try: withProof(async () => []) },
  { what: "two proofs", why: "proof-twice", try: withProof(async (token) => [await good(token), await good(token)]) },
  {
    what: "a proof twice in a row",
    why: "proof-repeated",
    try: async () => {
      const token = await ourToken();
      const proof = await good(token);
      await judged([`DPoP ${token}`], [proof]);
      return judged([`DPoP ${token}`], [proof]);
    },
  },
  {
    what: "another proof of the same name",
    why: "proof-repeated",
    try: async () => {
      const jti = randomUUID();
      const token = await ourToken();
      await judged([`DPoP ${token}`], [await good(token, { claims: { jti } })]);
      return judged([`DPoP ${token}`], [await good(token, { claims: { jti, nonce: "x" } })]);
    },
  },
  { what: "the access token as its own proof", why: "proof-malformed", try: withProof(async (token) => [token]) },
  { what: "nonsense", why: "proof-malformed", try: withProof(async () => ["x"]) },
  { what: "5 KB of proof", why: "proof-malformed", try: proven({ claims: { pad: "x".repeat(5000) } }) },
  { what: "type JWT", why: "proof-type-wrong", try: proven({ header: { typ: "JWT" } }) },
  { what: "no type", why: "proof-malformed", try: proven({ header: { typ: undefined } }) },
  { what: "no key", why: "proof-malformed", try: proven({ header: { jwk: undefined } }) },
  {
    what: "a private key in the header",
    why: "proof-malformed",
    try: withProof(async (token) => [await good(token, { header: { jwk: { ...holder.jwk, d: "AAAA" } } })]),
  },
  {
    what: "a point that is not on the curve",
    why: "proof-malformed",
    try: withProof(async (token) => [
      await good(token, { header: { jwk: { ...holder.jwk, y: stranger.jwk.kty === "EC" ? stranger.jwk.y : "" } } }),
    ]),
  },
  {
    what: "a symmetric key",
    why: "proof-malformed",
    try: withProof(async () => [raw({ typ: "dpop+jwt", alg: "HS256", jwk: { kty: "oct", k: "AAAA" } }, {})]),
  },
  {
    what: "RSA of 1024 bits",
    why: "proof-malformed",
    try: withProof(async () => [
      raw({ typ: "dpop+jwt", alg: "PS256", jwk: createPublicKey(rsa1024.privateKey).export({ format: "jwk" }) }, {}),
    ]),
  },
  {
    what: "alg none",
    why: "proof-signature-wrong",
    try: withProof(async () => [raw({ typ: "dpop+jwt", alg: "none", jwk: holder.jwk }, {})]),
  },
  {
    what: "the algorithm of another kind of key",
    why: "proof-signature-wrong",
    try: withProof(async () => [raw({ typ: "dpop+jwt", alg: "PS256", jwk: holder.jwk }, {})]),
  },
  {
    what: "signed by another key",
    why: "proof-signature-wrong",
    try: withProof(async (token) => [await good(token, { key: stranger.key })]),
  },
  {
    what: "another key, proven",
    why: "proof-of-another-key",
    try: async () => asAgency(await ourToken(), { by: stranger }),
  },
  { what: "another method", why: "proof-of-another-method", try: proven({ method: "POST" }) },
  { what: "a method in small letters", why: "proof-of-another-method", try: proven({ method: "get" }) },
  {
    what: "another path",
    why: "proof-of-another-address",
    try: proven({ url: `https://${HOST}/v1/identity/clients` }),
  },
  {
    what: "another host",
    why: "proof-of-another-address",
    try: proven({ url: "https://api.example.com/v1/identity/me" }),
  },
  {
    what: "another port",
    why: "proof-of-another-address",
    try: proven({ url: `https://${HOST}:8443/v1/identity/me` }),
  },
  { what: "http", why: "proof-of-another-address", try: proven({ url: `http://${HOST}/v1/identity/me` }) },
  {
    what: "another stage of the gateway",
    why: "proof-of-another-address",
    try: proven({ url: `https://${HOST}/identity/me` }),
  },
  { what: "no address", why: "proof-of-another-address", try: proven({ url: "me" }) },
  {
    what: "an old proof",
    why: "proof-too-old",
    try: async () => asAgency(await ourToken(), { claims: { iat: seconds() - 61 } }),
  },
  {
    what: "a proof from the future",
    why: "proof-from-the-future",
    try: async () => asAgency(await ourToken(), { claims: { iat: seconds() + 60 } }),
  },
  { what: "a proof without time", why: "proof-malformed", try: proven({ claims: { iat: undefined } }) },
  { what: "a proof without name", why: "proof-malformed", try: proven({ claims: { jti: undefined } }) },
  {
    what: "a proof for another token",
    why: "proof-of-another-token",
    try: async () => asAgency(await ourToken(), { claims: { ath: digest("another") } }),
  },
  { what: "a proof for no token", why: "proof-of-another-token", try: proven({ claims: { ath: undefined } }) },
];

const issued: Case[] = [
  {
    what: "an issuer nobody named",
    why: "issuer-unknown",
    try: async () => asBearer(raw({ alg: "ES256", kid: "x" }, { iss: "https://evil.example", aud: STAFF_AUDIENCE })),
  },
  {
    what: "an issuer that begins like ours",
    why: "issuer-unknown",
    try: async () =>
      asBearer(raw({ alg: "ES256", kid: "x" }, { iss: `${bench.issuer.url}.evil.example`, aud: STAFF_AUDIENCE })),
  },
  {
    what: "no issuer",
    why: "issuer-unknown",
    try: async () => asBearer(raw({ alg: "ES256", kid: "x" }, { aud: STAFF_AUDIENCE })),
  },
  {
    what: "no kid",
    why: "key-unnamed",
    try: async () => asBearer(raw({ alg: "ES256" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  {
    what: "a kid the issuer does not have",
    why: "key-unknown",
    try: async () => asBearer(raw({ alg: "ES256", kid: "x" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  {
    what: "alg none",
    why: "algorithm-not-allowed",
    try: async () => asBearer(raw({ alg: "none", kid: "x" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  {
    what: "HMAC",
    why: "algorithm-not-allowed",
    try: async () => asBearer(raw({ alg: "HS256", kid: "x" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  {
    what: "a logout token",
    why: "type-wrong",
    try: async () =>
      asBearer(raw({ alg: "ES256", kid: "x", typ: "logout+jwt" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  { what: "another audience", why: "audience-wrong", try: bentStaff({ aud: "somebody-else" }) },
  { what: "no audience", why: "audience-wrong", try: bentStaff({ aud: undefined }) },
  { what: "both audiences", why: "audience-wrong", try: bentStaff({ aud: [STAFF_AUDIENCE, PERSON_AUDIENCE] }) },
  { what: "a changed signature", why: "signature-wrong", try: async () => asBearer(flipped(await aStaffToken(), 2)) },
  {
    what: "over",
    why: "token-expired",
    try: async () =>
      asBearer(
        await bench.issuer.mint({ sub: "staff-1", institution: POLICE.id, aud: STAFF_AUDIENCE }, { expiresIn: -10 }),
      ),
  },
  {
    what: "not good yet",
    why: "token-not-yet-valid",
    try: async () => asBearer(await aStaffToken({ nbf: seconds() + 600 })),
  },
  {
    what: "good for a year",
    why: "token-too-long-lived",
    try: async () =>
      asBearer(
        await bench.issuer.mint(
          { sub: "staff-1", institution: POLICE.id, aud: STAFF_AUDIENCE },
          { expiresIn: 31_536_000 },
        ),
      ),
  },
  { what: "no subject", why: "claims-malformed", try: bentStaff({ sub: undefined }) },
  { what: "a subject with a separator", why: "claims-malformed", try: bentStaff({ sub: "staff-1#idem" }) },
  { what: "staff without institution", why: "claims-malformed", try: bentStaff({ institution: undefined }) },
  {
    what: "staff of a mistyped institution",
    why: "claims-malformed",
    try: bentStaff({ institution: `${POLICE.id.slice(0, 17)}X` }),
  },
  { what: "staff who claim another institution", why: "staff-not-in-post", try: bentStaff({ institution: CENTER.id }) },
  { what: "staff nobody knows", why: "staff-not-in-post", try: bentStaff({ sub: "staff-nobody" }) },
  { what: "staff whose posts have ended", why: "staff-not-in-post", try: bentStaff({ sub: "staff-gone" }) },
  { what: "staff before their first day", why: "staff-not-in-post", try: bentStaff({ sub: "staff-later" }) },
  { what: "staff after their last day", why: "staff-not-in-post", try: bentStaff({ sub: "staff-over" }) },
  {
    what: "staff of a suspended institution",
    why: "body-not-active",
    try: bentStaff({ sub: "staff-of-closed", institution: CLOSED.id }),
  },
  {
    what: "staff of an institution nobody knows",
    why: "body-unknown",
    try: bentStaff({ institution: bodyCalled("上海海关").id }),
  },
  { what: "a person without level of assurance", why: "not-real-name", try: bentPerson({ acr: undefined }) },
  { what: "a person at a lower level", why: "not-real-name", try: bentPerson({ acr: "self-asserted" }) },
  {
    what: "a person named by an identity number",
    why: "subject-is-a-legal-number",
    try: bentPerson({ sub: "11010519491231002X" }),
  },
  { what: "a body named as a person", why: "subject-is-a-legal-number", try: bentPerson({ sub: POLICE.id }) },
  { what: "a person with a separator in the name", why: "subject-malformed", try: bentPerson({ sub: "a:b" }) },
  { what: "a person without name", why: "claims-malformed", try: bentPerson({ sub: undefined }) },
];

const cases = { credentials, "a token of ours": ours, "a proof": proofs, "a token of an issuer": issued };

describe("A47p2: bent in one place, and refused for just that", () => {
  describe.each(Object.entries(cases))("%s", (_, those) => {
    it.each(those)("$what: $why", async ({ why, try: attempt }) => {
      expect(await attempt()).toMatchObject({ ok: false, refusal: { code: why } });
    });
  });
});

describe("A47p2: what counts, counts on the next call", () => {
  it("a revoked client is refused although its token lives on", async () => {
    const other = await aHolder();
    const made = await bench.register(other);
    const token = await ourToken({ sub: made.id, client_id: made.id, cnf: { jkt: jktOf(other) } });
    expect(await asAgency(token, { by: other })).toMatchObject({ ok: true });
    const found = await bench.clients.find(made.id);
    if (!found.ok) throw new Error("lost");
    const revoked = { ...found.value.now, status: "revoked" as const, revokedOn: bench.today(), because: "泄露" };
    const event = { type: "identity.client-revoked.v1", institution: POLICE.id } as const;
    await bench.clients.save(revoked, found.value, event, seedCall("revoke"));
    expect(await asAgency(token, { by: other })).toMatchObject({ refusal: { code: "client-revoked" } });
  });

  it("answers 401 and nothing else to the caller; a fault of ours is not called 401", async () => {
    await expect(bench.handler(asking({ authorization: ["Bearer a.b.c"] }))).rejects.toThrow(/^Unauthorized$/);
    bench.engine.recorder.fault = () => {
      throw new Error("throttled");
    };
    await expect(bench.handler(asking({ authorization: [`Bearer ${await aStaffToken()}`] }))).rejects.toThrow(
      "throttled",
    );
    bench.engine.recorder.fault = undefined;
  });

  it("two at once with one proof: one is let in", async () => {
    const token = await ourToken();
    const proof = await good(token);
    const said = await Promise.all(Array.from({ length: 8 }, () => judged([`DPoP ${token}`], [proof])));
    expect(said.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
