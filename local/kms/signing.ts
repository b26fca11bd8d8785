import { constants, createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { ServiceFault } from "../shared/fault.ts";
import { signDigest, verifyDigest } from "./ecdsa.ts";
import { type Key, KINDS } from "./key.ts";
import { type Hash, signPkcs1, signPss, verifyPkcs1, verifyPss } from "./rsa.ts";

export type MessageType = "RAW" | "DIGEST";

type Algorithm = { readonly scheme: "ecdsa" | "pss" | "pkcs1"; readonly hash: Hash };

const LENGTHS: Readonly<Record<Hash, number>> = { sha256: 32, sha384: 48, sha512: 64 };

const HASHES: Readonly<Record<string, Hash>> = { "256": "sha256", "384": "sha384", "512": "sha512" };

const algorithmOf = (key: Key, arn: string, name: string): Algorithm => {
  const { usage, algorithms } = KINDS[key.spec];
  const hash = HASHES[name.slice(-3)];
  if (usage !== "SIGN_VERIFY" || hash === undefined || !algorithms.some((it) => it === name))
    throw new ServiceFault("InvalidKeyUsageException", `Algorithm ${name} is incompatible with key ${arn}.`);
  const scheme = name.startsWith("ECDSA") ? "ecdsa" : name.startsWith("RSASSA_PSS") ? "pss" : "pkcs1";
  return { scheme, hash };
};

const ready = new WeakMap<Key, KeyObject>();

const privateOf = (key: Key): KeyObject => {
  const found =
    ready.get(key) ??
    createPrivateKey({ key: Buffer.from(key.materials.at(-1) ?? "", "base64"), format: "der", type: "pkcs8" });
  ready.set(key, found);
  return found;
};

/** The public half of a signing key as SubjectPublicKeyInfo in DER. */
export const publicDerOf = (key: Key): Buffer =>
  createPublicKey(privateOf(key)).export({ format: "der", type: "spki" });

/** A digest must be as long as the algorithm's; a raw message is hashed by us, as KMS does. */
const digestOf = ({ hash }: Algorithm, message: Buffer, type: MessageType): Buffer => {
  if (type === "RAW") return createHash(hash).update(message).digest();
  if (message.length === LENGTHS[hash]) return message;
  throw new ServiceFault("ValidationException", `Digest is invalid length: ${hash} has ${LENGTHS[hash]} bytes.`);
};

const nodeKey = (key: KeyObject, { scheme }: Algorithm) => {
  if (scheme === "ecdsa") return { key, dsaEncoding: "der" } as const;
  if (scheme === "pkcs1") return { key, padding: constants.RSA_PKCS1_PADDING };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
};

/** One thing to sign or verify, as the caller gave it. */
export type Signable = {
  readonly key: Key;
  readonly arn: string;
  readonly algorithm: string;
  readonly message: Buffer;
  readonly type: MessageType;
};

export const signatureOf = ({ key, arn, algorithm: name, message, type }: Signable): Buffer => {
  const algorithm = algorithmOf(key, arn, name);
  const secret = privateOf(key);
  if (type === "RAW") return sign(algorithm.hash, message, nodeKey(secret, algorithm));
  const digest = digestOf(algorithm, message, type);
  if (algorithm.scheme === "ecdsa") return signDigest(secret, digest);
  return algorithm.scheme === "pss"
    ? signPss(secret, algorithm.hash, digest)
    : signPkcs1(secret, algorithm.hash, digest);
};

export const isSignatureOf = ({ key, arn, algorithm: name, message, type }: Signable, signature: Buffer): boolean => {
  const algorithm = algorithmOf(key, arn, name);
  const open = createPublicKey(privateOf(key));
  if (type === "RAW") return verify(algorithm.hash, message, nodeKey(open, algorithm), signature);
  const digest = digestOf(algorithm, message, type);
  if (algorithm.scheme === "ecdsa") return verifyDigest(open, digest, signature);
  return algorithm.scheme === "pss"
    ? verifyPss(open, algorithm.hash, digest, signature)
    : verifyPkcs1(open, algorithm.hash, digest, signature);
};
