import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import * as z from "zod";
import { unsupported } from "../shared/fault.ts";

/** The kinds of key that are made here, each with its one use. */
export const USES = {
  SYMMETRIC_DEFAULT: "ENCRYPT_DECRYPT",
  ECC_NIST_P256: "SIGN_VERIFY",
  HMAC_256: "GENERATE_VERIFY_MAC",
} as const;

const KeySpec = z.enum(["SYMMETRIC_DEFAULT", "ECC_NIST_P256", "HMAC_256"]);
export type KeySpec = z.infer<typeof KeySpec>;

/** A key as it lies on disk. A symmetric one has no secret: nothing at rest on this machine is encrypted. */
export const Key = z.strictObject({
  id: z.uuid(),
  spec: KeySpec,
  description: z.string(),
  enabled: z.boolean(),
  /** The private half in PKCS #8, or 256 random bits; Base64. */
  secret: z.string().exactOptional(),
});
export type Key = z.infer<typeof Key>;

/** The kind of key that a template asks for; what is not made here is refused with a sentence. */
export const specOf = (spec: string, usage: string): KeySpec => {
  if (spec === "SM2")
    throw unsupported(
      "KMS",
      "the key spec SM2: what Node signs with SM2 no other SM2 software accepts, so a local key would prove nothing",
    );
  const known = KeySpec.safeParse(spec);
  if (!known.success) throw unsupported("KMS", `the key spec ${spec}`);
  if (USES[known.data] !== usage) throw unsupported("KMS", `the key spec ${spec} for ${usage}`);
  return known.data;
};

export const freshKey = async (about: Omit<Key, "secret">): Promise<Key> => {
  if (about.spec === "SYMMETRIC_DEFAULT") return about;
  if (about.spec === "HMAC_256") return { ...about, secret: randomBytes(32).toString("base64") };
  const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  return { ...about, secret: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64") };
};
