import { createLocalJWKSet } from "jose";
import { type AccessClaims, TOKEN_TYPE } from "./access-token.ts";
import type { Keys } from "./jwt.ts";
import type { EcJwk } from "./public-key.ts";

/**
 * The platform's signing keys, wherever they are kept. Two overlap: the first one signs, the others are published, so
 * that a key is known everywhere before it signs and as long as its last token lives.
 */
export type SigningKeys = Readonly<{
  /** The name of the key that signs, known without asking for it. */
  kid: string;
  publicKeys: () => Promise<readonly NamedKey[]>;
  /** The signature of the first key (ES256, as JOSE writes it: r and s, 64 bytes). */
  sign: (data: Uint8Array) => Promise<Uint8Array>;
}>;

/** A public key under the name that tokens call it by. */
export type NamedKey = EcJwk & Readonly<{ kid: string }>;

/** What everybody may know of our keys. */
export const published = (keys: readonly NamedKey[]) =>
  keys.map(({ kty, crv, x, y, kid }) => ({ kty, crv, x, y, kid, use: "sig" as const, alg: "ES256" as const }));

export const keysOf = (keys: readonly NamedKey[]): Keys => createLocalJWKSet({ keys: published(keys) });

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A signed token with these claims; the key that signs names itself. */
export const signedToken = async (claims: AccessClaims, keys: SigningKeys): Promise<string> => {
  const input = `${encoded({ alg: "ES256", typ: TOKEN_TYPE, kid: keys.kid })}.${encoded(claims)}`;
  const signature = await keys.sign(new TextEncoder().encode(input));
  return `${input}.${Buffer.from(signature).toString("base64url")}`;
};
