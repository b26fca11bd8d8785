import { generateKeyPair, randomBytes, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import * as z from "zod";
import { ServiceFault, unsupported } from "../shared/fault.ts";

/** What a key of each kind may be used for, and by which algorithms. */
export const KINDS = {
  SYMMETRIC_DEFAULT: { usage: "ENCRYPT_DECRYPT", algorithms: ["SYMMETRIC_DEFAULT"] },
  ECC_NIST_P256: { usage: "SIGN_VERIFY", algorithms: ["ECDSA_SHA_256"] },
  RSA_2048: {
    usage: "SIGN_VERIFY",
    algorithms: [
      "RSASSA_PSS_SHA_256",
      "RSASSA_PSS_SHA_384",
      "RSASSA_PSS_SHA_512",
      "RSASSA_PKCS1_V1_5_SHA_256",
      "RSASSA_PKCS1_V1_5_SHA_384",
      "RSASSA_PKCS1_V1_5_SHA_512",
    ],
  },
  HMAC_256: { usage: "GENERATE_VERIFY_MAC", algorithms: ["HMAC_SHA_256"] },
} as const;

export const KeySpec = z.enum(["SYMMETRIC_DEFAULT", "ECC_NIST_P256", "RSA_2048", "HMAC_256"]);
export type KeySpec = z.infer<typeof KeySpec>;

export const Tag = z.strictObject({ TagKey: z.string().min(1), TagValue: z.string() });

const Rotation = z.strictObject({ periodInDays: z.int().min(90).max(2560), nextAt: z.number() });

/** A key as it lies on disk; instants are milliseconds since 1970 on the platform's clock. */
export const Key = z.strictObject({
  id: z.uuid(),
  spec: KeySpec,
  description: z.string(),
  createdAt: z.number(),
  enabled: z.boolean(),
  deletionAt: z.number().exactOptional(),
  tags: z.array(Tag),
  policy: z.string(),
  rotation: Rotation.exactOptional(),
  /** Oldest first; the last one is in use, the others still open what they closed. Base64. */
  materials: z.array(z.string()).min(1),
});
export type Key = z.infer<typeof Key>;

/** Reads a KeySpec and KeyUsage as CreateKey takes them; what is not made here is refused with a sentence. */
export const specOf = (spec: string, usage: string | undefined): KeySpec => {
  if (spec === "SM2")
    throw unsupported(
      "KMS",
      "the key spec SM2: what Node signs with SM2 no other SM2 software accepts, so a local key would prove nothing",
    );
  const known = KeySpec.safeParse(spec);
  if (!known.success) throw unsupported("KMS", `the key spec ${spec}`);
  const needed = KINDS[known.data].usage;
  if (usage === needed || (usage === undefined && needed === "ENCRYPT_DECRYPT")) return known.data;
  const given = usage ?? "ENCRYPT_DECRYPT";
  if (known.data === "RSA_2048" && given === "ENCRYPT_DECRYPT") throw unsupported("KMS", "RSA_2048 for encryption");
  if (known.data === "ECC_NIST_P256" && given === "KEY_AGREEMENT") throw unsupported("KMS", "key agreement");
  throw new ServiceFault("ValidationException", `KeyUsage ${given} is not compatible with KeySpec ${spec}.`);
};

/** Makes the secret of a key: 256 random bits, or the private half in PKCS #8. Base64. */
export const freshMaterial = async (spec: KeySpec): Promise<string> => {
  if (spec === "SYMMETRIC_DEFAULT" || spec === "HMAC_256") return randomBytes(32).toString("base64");
  const { privateKey } =
    spec === "RSA_2048"
      ? await promisify(generateKeyPair)("rsa", { modulusLength: 2048 })
      : await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  return privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
};

export type Wish = {
  readonly spec: KeySpec;
  readonly description: string;
  readonly tags: z.infer<typeof Tag>[];
  readonly policy: string;
};

export const freshKey = async (wish: Wish, now: number): Promise<Key> => ({
  ...wish,
  id: randomUUID(),
  createdAt: now,
  enabled: true,
  materials: [await freshMaterial(wish.spec)],
});

const DAY = 86_400_000;

/** Adds the material of every rotation whose time has come. */
export const rotated = async (key: Key, now: number): Promise<Key> => {
  let current = key;
  while (current.rotation !== undefined && current.rotation.nextAt <= now) {
    const { periodInDays, nextAt } = current.rotation;
    const materials = [...current.materials, await freshMaterial(current.spec)];
    current = { ...current, materials, rotation: { periodInDays, nextAt: nextAt + periodInDays * DAY } };
  }
  return current;
};
