import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import fc from "fast-check";
import {
  isAPseudonym,
  isFromATrustedSource,
  isInPost,
  isRealName,
  principalOfPerson,
} from "../../functions/identity/caller.ts";
import { type Client, isItsClientToKeep, register, revoke, rotate } from "../../functions/identity/client.ts";
import { joseSignature } from "../../functions/identity/ecdsa.ts";
import { type Issuer, Issuers } from "../../functions/identity/issuers.ts";
import { PublicJwk, thumbprintOf } from "../../functions/identity/public-key.ts";
import { Staff } from "../../functions/institutions/staff.ts";
import { addDays, Day } from "../../functions/kernel/day.ts";
import type { Principal } from "../../functions/platform/principal.ts";
import { CENTER, POLICE } from "./support.ts";

const today = Day.parse("2026-11-24");
const staffIssuer: Issuer = { name: "government-network", url: "https://staff.sh.cn", audience: "a", kind: "staff" };
const personIssuer: Issuer = {
  name: "one-net",
  url: "https://people.sh.cn",
  audience: "b",
  kind: "person",
  acr: ["real-name"],
};

describe("A35p2: several sources with real names vouch for people, and nobody else does", () => {
  it.each([
    { iss: staffIssuer.url, known: 1 },
    { iss: personIssuer.url, known: 1 },
    { iss: `${personIssuer.url}/`, known: 0 },
    { iss: "https://evil.example", known: 0 },
    { iss: undefined, known: 0 },
  ])("$iss is known $known times", ({ iss, known }) => {
    const said = isFromATrustedSource([staffIssuer, personIssuer], iss);
    expect(said.ok ? said.value.length : 0).toBe(known);
  });

  it.each([
    { acr: "real-name", ok: true },
    { acr: "self-asserted", ok: false },
    { acr: undefined, ok: false },
  ])("level $acr counts: $ok", ({ acr, ok }) => {
    expect(isRealName(personIssuer, acr).ok).toBe(ok);
    expect(isRealName(staffIssuer, acr).ok).toBe(true);
  });

  it("the same name of two sources is two people", () => {
    const other = { ...personIssuer, name: "national" };
    const named = { sub: "x", subject: undefined };
    expect(principalOfPerson(personIssuer, named).id).not.toBe(principalOfPerson(other, named).id);
  });

  it.each([
    { what: "one of each", list: [staffIssuer, personIssuer], ok: true },
    { what: "none", list: [], ok: true },
    { what: "two of one name", list: [personIssuer, { ...personIssuer, url: "https://x.sh.cn" }], ok: false },
    { what: "two that cannot be told apart", list: [personIssuer, { ...personIssuer, name: "y" }], ok: false },
    { what: "two of staff", list: [staffIssuer, { ...staffIssuer, name: "y", url: "https://x.sh.cn" }], ok: false },
    { what: "one without TLS", list: [{ ...personIssuer, url: "http://people.sh.cn" }], ok: false },
    { what: "one of this machine", list: [{ ...personIssuer, url: "http://127.0.0.1:8790" }], ok: true },
    {
      what: "one that only looks like this machine",
      list: [{ ...personIssuer, url: "http://127.0.0.1:8790.evil.cn" }],
      ok: false,
    },
  ])("settings with $what: $ok", ({ list, ok }) => {
    expect(Issuers.safeParse(list).success).toBe(ok);
  });
});

describe("A46: staff act from the first to the last day of their posts", () => {
  const staff = Staff.parse({
    id: "s",
    institution: POLICE.id,
    status: "in-post",
    posts: [],
    duties: "x",
    from: today,
    until: addDays(today, 1),
    appointedOn: today,
  });
  it.each([-1, 0, 1, 2])("%s days after the first", (days) => {
    expect(isInPost(staff, POLICE.id, addDays(today, days)).ok).toBe(days === 0 || days === 1);
    expect(isInPost(staff, CENTER.id, addDays(today, days)).ok).toBe(false);
  });
});

const aKey = (): PublicJwk =>
  PublicJwk.parse(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }));
const registrar: Principal = {
  kind: "staff",
  id: "r",
  institution: POLICE.id,
  roles: ["institution"],
  posts: ["registrar"],
};
const AN_ID = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
const aClient = (): Client => register({ name: "前置机", purposes: ["交换"], jwk: aKey() }, AN_ID, POLICE.id, today);
const codeOf = (said: { ok: boolean; refusal?: { code: string } }) => (said.ok ? "ok" : said.refusal?.code);

describe("A47p2: systems prove who they are with keys of their own", () => {
  it("a new key replaces the old one, or stands beside it until its last day", () => {
    const client = aClient();
    const jwk = aKey();
    expect(rotate(client, { jwk }, registrar, today)).toMatchObject({ value: { keys: [{ jwk }] } });
    const beside = rotate(client, { jwk, oldUntil: addDays(today, 30) }, registrar, today);
    expect(beside).toMatchObject({ value: { keys: [{ until: addDays(today, 30) }, { kid: thumbprintOf(jwk) }] } });
  });

  it.each([
    { oldUntil: addDays(today, -1), said: "overlap-too-long" },
    { oldUntil: today, said: "ok" },
    { oldUntil: addDays(today, 30), said: "ok" },
    { oldUntil: addDays(today, 31), said: "overlap-too-long" },
  ])("old key until $oldUntil: $said", ({ oldUntil, said }) => {
    expect(codeOf(rotate(aClient(), { jwk: aKey(), oldUntil }, registrar, today))).toBe(said);
  });

  it("two keys at most, unless the old ones end at once", () => {
    const two = rotate(aClient(), { jwk: aKey(), oldUntil: addDays(today, 5) }, registrar, today);
    if (!two.ok) throw new Error(two.refusal.code);
    expect(codeOf(rotate(two.value, { jwk: aKey(), oldUntil: addDays(today, 5) }, registrar, today))).toBe(
      "two-keys-already",
    );
    expect(rotate(two.value, { jwk: aKey() }, registrar, today)).toMatchObject({ value: { keys: { length: 1 } } });
    const later = addDays(today, 6);
    expect(rotate(two.value, { jwk: aKey(), oldUntil: later }, registrar, later)).toMatchObject({
      value: { keys: { length: 2 } },
    });
  });

  it("not the same key again, not a revoked client, not another institution's", () => {
    const client = aClient();
    const [{ jwk } = { jwk: aKey() }] = client.keys;
    expect(codeOf(rotate(client, { jwk }, registrar, today))).toBe("key-in-use");
    const revoked = revoke(client, "泄露", registrar, today);
    if (!revoked.ok) throw new Error(revoked.refusal.code);
    expect(codeOf(rotate(revoked.value, { jwk: aKey() }, registrar, today))).toBe("client-revoked");
    expect(codeOf(revoke(revoked.value, "泄露", registrar, today))).toBe("client-revoked");
    const other: Principal = { ...registrar, institution: CENTER.id };
    expect(codeOf(rotate(client, { jwk: aKey() }, other, today))).toBe("record-unknown");
    expect(codeOf(isItsClientToKeep(client, other))).toBe("record-unknown");
    expect(codeOf(revoke(client, "x", other, today))).toBe("record-unknown");
    expect(codeOf(revoke(client, "x", { ...other, roles: ["institution", "big-data-center"] }, today))).toBe("ok");
  });

  it.each([
    ["p-0001", true],
    ["11010519491231002X", false],
    ["11010519491231002x", false],
    [POLICE.id, false],
    ["110105194912310021", true],
  ])("%s is a pseudonym: %s", (subject, ok) => {
    expect(isAPseudonym(subject).ok).toBe(ok);
  });
});

describe("A47p2: keys that are taken, by one name each", () => {
  const rsa = (modulusLength: number) =>
    generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ format: "jwk" });
  const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve }).publicKey.export({ format: "jwk" });
  const p256 = ec("P-256");
  it.each([
    { what: "P-256", jwk: p256, ok: true },
    { what: "P-256 with what stands beside", jwk: { ...p256, kid: "k", use: "sig", alg: "ES256" }, ok: true },
    { what: "RSA 2048", jwk: rsa(2048), ok: true },
    { what: "RSA 1024", jwk: rsa(1024), ok: false },
    { what: "RSA with a small exponent", jwk: { ...rsa(2048), e: "Aw" }, ok: false },
    { what: "P-384", jwk: ec("P-384"), ok: false },
    { what: "secp256k1", jwk: ec("secp256k1"), ok: false },
    { what: "SM2", jwk: { ...p256, crv: "SM2" }, ok: false },
    { what: "Ed25519", jwk: generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }), ok: false },
    { what: "a secret", jwk: { kty: "oct", k: "AAAA" }, ok: false },
    { what: "a private part", jwk: { ...p256, d: p256.x }, ok: false },
    { what: "a point off the curve", jwk: { ...p256, y: p256.x }, ok: false },
    { what: "a coordinate that is short", jwk: { ...p256, x: "AAAA" }, ok: false },
    { what: "a key for encryption", jwk: { ...p256, use: "enc" }, ok: false },
    { what: "another spelling of the same bytes", jwk: { ...p256, x: `${p256.x}=` }, ok: false },
  ])("$what: $ok", ({ jwk, ok }) => {
    expect(PublicJwk.safeParse(jwk).success).toBe(ok);
  });

  it("is named by RFC 7638's own example", () => {
    const n =
      "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    const jwk = PublicJwk.parse({ kty: "RSA", n, e: "AQAB", alg: "RS256", kid: "2011-04-29" });
    expect(thumbprintOf(jwk)).toBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  });
});

describe("A47p2: a signature as KMS gives it, in the form of JOSE", () => {
  it("is the same signature, whatever the length of its integers", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const publicKey = createPublicKey(privateKey);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (data) => {
        const jose = joseSignature(sign("sha256", data, privateKey));
        expect(jose).toHaveLength(64);
        expect(verify("sha256", data, { key: publicKey, dsaEncoding: "ieee-p1363" }, jose)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("fills short integers with zeros, and takes leading ones away", () => {
    const der = Uint8Array.from([
      0x30,
      0x27,
      0x02,
      0x21,
      0x00,
      0xff,
      ...Array<number>(31).fill(1),
      0x02,
      0x02,
      0x00,
      0x80,
    ]);
    const jose = joseSignature(der);
    expect([...jose.subarray(0, 32)]).toEqual([0xff, ...Array<number>(31).fill(1)]);
    expect([...jose.subarray(32)]).toEqual([...Array<number>(31).fill(0), 0x80]);
  });
});
