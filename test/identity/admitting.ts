import { createHmac, randomUUID } from "node:crypto";
import { exportSPKI, importJWK } from "jose";
import { claimsFor } from "../../functions/identity/access-token.ts";
import type { Reason } from "../../functions/identity/reasons.ts";
import { signedToken } from "../../functions/identity/signing.ts";
import {
  aHolder,
  anIdentity,
  aProof,
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
  signed,
} from "./support.ts";

/** Made before the first test of whoever imports this: a system and a stranger, bodies and staff in every state. */
export let bench: IdentityBench;
export let holder: Holder;
export let stranger: Holder;
export let client: string;
export const URL_OF_ME = `https://${HOST}/v1/identity/me`;
const UTILITY = bodyCalled("市电力公司");
export const CLOSED = bodyCalled("上海燃气");

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

export const seconds = () => Math.floor(bench.now() / 1000);

/** A token of ours for the client, good until bent. */
export const ourClaims = () =>
  claimsFor({ client, institution: POLICE.id, jkt: jktOf(holder), jti: randomUUID() }, OURS, bench.now());
export const jktOf = ({ jwk }: Holder) =>
  digest(JSON.stringify(jwk.kty === "EC" ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y } : jwk));
export const ourToken = (over: Record<string, unknown> = {}) =>
  signedToken({ ...ourClaims(), ...over } as ReturnType<typeof ourClaims>, bench.keys);

type Proving = Parameters<typeof aProof>[2];
export const asAgency = async (token: string, bend: Proving & { by?: Holder; method?: string; url?: string } = {}) => {
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
export const asBearer = (token: string) =>
  bench.judge({ authorization: [`Bearer ${token}`], dpop: [], method: "GET", url: URL_OF_ME, path: "/identity/me" });

export const aStaffToken = (over: Record<string, unknown> = {}) =>
  bench.issuer.mint({ sub: "staff-1", institution: POLICE.id, aud: STAFF_AUDIENCE, ...over });
export const aPersonToken = (over: Record<string, unknown> = {}) =>
  bench.issuer.mint({ sub: "p-0001", aud: PERSON_AUDIENCE, acr: "real-name", ...over });

export type Case = Readonly<{ what: string; why: Reason; try: () => Promise<unknown> }>;
export const raw = (header: unknown, claims: unknown, signature = "c2ln") =>
  `${[header, claims].map((it) => Buffer.from(JSON.stringify(it)).toString("base64url")).join(".")}.${signature}`;
export const judged = (authorization: string[], dpop: string[] = []) =>
  bench.judge({ authorization, dpop, method: "GET", url: URL_OF_ME, path: "/identity/me" });
export const flipped = (token: string, part: number) => {
  const parts = token.split(".");
  const text = parts[part] ?? "";
  parts[part] = `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
  return parts.join(".");
};
/** A token signed with a key that is not ours, in every other way ours. */
export const foreign = async (claims: Record<string, unknown>, header: Record<string, unknown>) =>
  signed({ ...ourClaims(), ...claims }, { alg: "ES256", typ: "at+jwt", ...header }, stranger.key);
export const ourKid = async () => bench.keys.kid;
/** Claims of ours, bent, with our own signature: what a stolen signer could make, or a mistake of ours. */
export const bentOurs = (claims: Record<string, unknown>) => async () => asAgency(await ourToken(claims));
/** The same as a token of the issuer of staff, as it signs them. */
export const bentStaff = (claims: Record<string, unknown>) => async () => asBearer(await aStaffToken(claims));
export const bentPerson = (claims: Record<string, unknown>) => async () => asBearer(await aPersonToken(claims));
/** Our public key as the secret of an HMAC: the oldest confusion of algorithms. */
export const confused = async (header: Record<string, unknown>) => {
  const [jwk] = await bench.keys.publicKeys();
  const pem = await exportSPKI((await importJWK({ ...jwk }, "ES256")) as Holder["key"]);
  const input = raw({ alg: "HS256", typ: "at+jwt", kid: await ourKid(), ...header }, ourClaims(), "").slice(0, -1);
  return `${input}.${createHmac("sha256", pem).update(input).digest("base64url")}`;
};

export const aGoodProof = (token: string, bend: Proving = {}) =>
  aProof(holder, { method: "GET", url: URL_OF_ME, token, now: bench.now() }, bend);
