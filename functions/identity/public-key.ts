import { createHash, createPublicKey } from "node:crypto";
import * as z from "zod";
import { both } from "../kernel/saying.ts";

/** Base64url in its one spelling: another one would give the same key a second name. */
const Bytes = z
  .string()
  .max(700)
  .refine(
    (text) => text !== "" && Buffer.from(text, "base64url").toString("base64url") === text,
    both("须为base64url。", "This is no base64url."),
  );

/** What may stand beside a key and says nothing of it; a private part is refused by its name, as any unknown field. */
const Beside = {
  kid: z.string().max(200).exactOptional(),
  use: z.literal("sig").exactOptional(),
  alg: z.string().max(20).exactOptional(),
  ext: z.boolean().exactOptional(),
  key_ops: z.array(z.string().max(20)).max(4).exactOptional(),
};

const P256_BYTES = 32;
const isCoordinate = (text: string): boolean => Buffer.from(text, "base64url").length === P256_BYTES;

/** A key on P-256, as the platform's own signing keys are. */
export const EcJwk = z.strictObject({
  ...Beside,
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: Bytes.refine(isCoordinate, both("须为32字节。", "32 bytes.")),
  y: Bytes.refine(isCoordinate, both("须为32字节。", "32 bytes.")),
});

const RSA_BITS = { least: 2048, most: 4096 };

const bitsOf = (modulus: string): number => {
  const bytes = Buffer.from(modulus, "base64url");
  return 8 * bytes.length - Math.clz32(bytes[0] ?? 0) + 24;
};

const Rsa = z.strictObject({
  ...Beside,
  kty: z.literal("RSA"),
  n: Bytes.refine(
    (n) => bitsOf(n) >= RSA_BITS.least && bitsOf(n) <= RSA_BITS.most,
    both("RSA密钥须为2048至4096位。", "An RSA key has 2048 to 4096 bits."),
  ),
  /** 65537: a small exponent of the caller's choosing would make signatures that anybody can forge. */
  e: z.literal("AQAB"),
});

export type EcJwk = z.infer<typeof EcJwk>;

const isKey = (jwk: EcJwk | z.infer<typeof Rsa>): boolean => {
  try {
    createPublicKey({ key: jwk, format: "jwk" });
    return true;
  } catch {
    return false;
  }
};

/**
 * A public key of a caller (RFC 7517): P-256, or RSA of 2048 to 4096 bits. SM2 is refused until the signing service
 * can check it. A point that is not on the curve is no key.
 */
export const PublicJwk = z
  .discriminatedUnion("kty", [EcJwk, Rsa])
  .refine(isKey, both("不是有效的公钥。", "This is no valid public key."))
  .meta({ id: "PublicJwk", description: "公钥（RFC 7517）。A public key: P-256, or RSA of at least 2048 bits." });
export type PublicJwk = z.infer<typeof PublicJwk>;

/** Signature algorithms that a caller's key may be used with. */
export const algorithmsOf = ({ kty }: PublicJwk): readonly string[] => (kty === "EC" ? ["ES256"] : ["PS256", "RS256"]);

/** The key without what stands beside it, its members in the order of RFC 7638. */
const bareKey = (jwk: PublicJwk) =>
  jwk.kty === "EC" ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y } : { e: jwk.e, kty: jwk.kty, n: jwk.n };

/** The key's name everywhere: its thumbprint (RFC 7638), SHA-256 in base64url. */
export const thumbprintOf = (jwk: PublicJwk): string =>
  createHash("sha256")
    .update(JSON.stringify(bareKey(jwk)))
    .digest("base64url");
