import {
  constants,
  createHash,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

export type Hash = "sha256" | "sha384" | "sha512";

/** DigestInfo of RFC 8017 section 9.2: what stands before the digest under PKCS #1 v1.5. */
const DIGEST_INFO: Readonly<Record<Hash, string>> = {
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};

const info = (hash: Hash, digest: Buffer) => Buffer.concat([Buffer.from(DIGEST_INFO[hash], "hex"), digest]);

export const signPkcs1 = (key: KeyObject, hash: Hash, digest: Buffer): Buffer =>
  privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info(hash, digest));

export const verifyPkcs1 = (key: KeyObject, hash: Hash, digest: Buffer, signature: Buffer): boolean => {
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature).equals(info(hash, digest));
  } catch {
    return false;
  }
};

const MODULUS = 256;
const TRAILER = 0xbc;

const mask = (hash: Hash, seed: Buffer, length: number): Buffer => {
  const blocks: Buffer[] = [];
  for (let counter = 0; blocks.length * seed.length < length; counter += 1) {
    const place = Buffer.alloc(4);
    place.writeUInt32BE(counter);
    blocks.push(createHash(hash).update(seed).update(place).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
};

const exclusiveOr = (one: Buffer, other: Buffer): Buffer =>
  Buffer.from(one.map((byte, place) => byte ^ (other[place] ?? 0)));

const salted = (hash: Hash, digest: Buffer, salt: Buffer): Buffer =>
  createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();

/** EMSA-PSS of RFC 8017 section 9.1 with a salt as long as the digest, for a modulus of 2048 bits. */
export const signPss = (key: KeyObject, hash: Hash, digest: Buffer): Buffer => {
  const salt = randomBytes(digest.length);
  const proof = salted(hash, digest, salt);
  const padded = Buffer.alloc(MODULUS - proof.length - 1);
  padded[padded.length - salt.length - 1] = 1;
  salt.copy(padded, padded.length - salt.length);
  const masked = exclusiveOr(padded, mask(hash, proof, padded.length));
  masked[0] = (masked[0] ?? 0) & 0x7f;
  const encoded = Buffer.concat([masked, proof, Buffer.of(TRAILER)]);
  return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
};

export const verifyPss = (key: KeyObject, hash: Hash, digest: Buffer, signature: Buffer): boolean => {
  if (signature.length !== MODULUS) return false;
  const encoded = opened(key, signature);
  if (encoded === undefined || encoded[MODULUS - 1] !== TRAILER) return false;
  const proof = encoded.subarray(MODULUS - digest.length - 1, MODULUS - 1);
  const masked = encoded.subarray(0, MODULUS - digest.length - 1);
  if ((masked[0] ?? 0) & 0x80) return false;
  const padded = exclusiveOr(masked, mask(hash, proof, masked.length));
  padded[0] = (padded[0] ?? 0) & 0x7f;
  const salt = padded.subarray(padded.length - digest.length);
  const expected = Buffer.alloc(padded.length - digest.length);
  expected[expected.length - 1] = 1;
  return padded.subarray(0, expected.length).equals(expected) && timingSafeEqual(proof, salted(hash, digest, salt));
};

const opened = (key: KeyObject, signature: Buffer): Buffer | undefined => {
  try {
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return undefined;
  }
};
