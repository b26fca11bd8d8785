import { createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { aGoodProof, asAgency, type Case, holder, judged, ourToken, raw, seconds, stranger } from "./admitting.ts";
import { digest, HOST } from "./support.ts";

const proven = (bend: Parameters<typeof asAgency>[1]) => async () => asAgency(await ourToken(), bend);
const withProof = (make: (token: string) => Promise<string[]>) => async () => {
  const token = await ourToken();
  return judged([`DPoP ${token}`], await make(token));
};
const rsa1024 = generateKeyPairSync("rsa", { modulusLength: 1024 });
const proofs: Case[] = [
  { what: "no proof", why: "proof-missing", try: withProof(async () => []) },
  {
    what: "two proofs",
    why: "proof-twice",
    try: withProof(async (token) => [await aGoodProof(token), await aGoodProof(token)]),
  },
  {
    what: "a proof twice in a row",
    why: "proof-repeated",
    try: async () => {
      const token = await ourToken();
      const proof = await aGoodProof(token);
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
      await judged([`DPoP ${token}`], [await aGoodProof(token, { claims: { jti } })]);
      return judged([`DPoP ${token}`], [await aGoodProof(token, { claims: { jti, nonce: "x" } })]);
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
    try: withProof(async (token) => [await aGoodProof(token, { header: { jwk: { ...holder.jwk, d: "AAAA" } } })]),
  },
  {
    what: "a point that is not on the curve",
    why: "proof-malformed",
    try: withProof(async (token) => [
      await aGoodProof(token, {
        header: { jwk: { ...holder.jwk, y: stranger.jwk.kty === "EC" ? stranger.jwk.y : "" } },
      }),
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
    try: withProof(async (token) => [await aGoodProof(token, { key: stranger.key })]),
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

describe("A47p2: a proof bent in one place is refused for just that", () => {
  it.each(proofs)("$what: $why", async ({ why, try: attempt }) => {
    expect(await attempt()).toMatchObject({ ok: false, refusal: { code: why } });
  });
});
