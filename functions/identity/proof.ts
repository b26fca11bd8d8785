import { createHash } from "node:crypto";
import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import * as z from "zod";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import { algorithmsOf, PublicJwk, thumbprintOf } from "./public-key.ts";
import type { ProofReason } from "./reasons.ts";

/** A proof is made for one request: seconds for which it is taken, and by how much its clock may be ahead. */
const AGE = 60;
const AHEAD = 5;
const LONGEST = 4096;

/** How long a proof is remembered, in seconds: longer than it could be taken. */
export const REMEMBERED = 10 * 60;

const Header = z.looseObject({ typ: z.string(), alg: z.string(), jwk: PublicJwk });
const Claims = z.looseObject({
  jti: z.string().min(1).max(256),
  htm: z.string().max(16),
  htu: z.string().max(2048),
  iat: z.number(),
  ath: z.string().max(64).optional(),
});

/** What a proof must be for: this method, this address, and the token that it comes with, at this time (ms). */
export type Expected = Readonly<{ method: string; url: string; token?: string; now: number }>;

/** A proof that holds: thumbprint of its key, and the name under which it is accepted once. */
export type Proof = Readonly<{ jkt: string; once: string }>;

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Scheme and host in small letters, no query, no fragment, escapes that are none undone (RFC 9449, 4.3). */
const normal = (address: string): string | undefined => {
  try {
    const { origin, pathname } = new URL(address);
    return `${origin}${decodeURI(pathname)}`;
  } catch {
    return undefined;
  }
};

const parsed = (proof: string) => {
  try {
    return Header.safeParse(decodeProtectedHeader(proof));
  } catch {
    return undefined;
  }
};

/** The claims, if the key in the proof's own header has signed them. */
const signed = async (proof: string, { alg, jwk }: z.infer<typeof Header>): Promise<unknown> => {
  try {
    const { payload } = await compactVerify(proof, await importJWK(jwk, alg), { algorithms: [...algorithmsOf(jwk)] });
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
};

const fits = (
  { htm, htu, iat, ath }: z.infer<typeof Claims>,
  { method, url, token, now }: Expected,
): ProofReason | undefined => {
  if (htm !== method) return "proof-of-another-method";
  if (normal(htu) === undefined || normal(htu) !== normal(url)) return "proof-of-another-address";
  if (iat < now / 1000 - AGE) return "proof-too-old";
  if (iat > now / 1000 + AHEAD) return "proof-from-the-future";
  return token !== undefined && ath !== digest(token) ? "proof-of-another-token" : undefined;
};

/** Proof of possession of a key (DPoP, RFC 9449): signed with it for one method and address, now. */
export const readProof = async (proof: string, expected: Expected): Promise<Outcome<Proof, ProofReason>> => {
  if (proof.length > LONGEST) return refuse("proof-malformed");
  const header = parsed(proof);
  if (!header?.success) return refuse("proof-malformed");
  if (header.data.typ !== "dpop+jwt") return refuse("proof-type-wrong");
  const payload = await signed(proof, header.data);
  if (payload === undefined) return refuse("proof-signature-wrong");
  const claims = Claims.safeParse(payload);
  if (!claims.success) return refuse("proof-malformed");
  const wrong = fits(claims.data, expected);
  if (wrong !== undefined) return refuse(wrong);
  const jkt = thumbprintOf(header.data.jwk);
  return accept({ jkt, once: digest(`${jkt}.${claims.data.jti}`) });
};
