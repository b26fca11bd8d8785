import { createECDH, type KeyObject, randomBytes } from "node:crypto";

// Node signs messages, never digests that somebody else made: for MessageType DIGEST the arithmetic of FIPS 186-5 on
// P-256 stands here. Not constant in time; the keys of the local cloud protect nothing.
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SIZE = 32;

const mod = (value: bigint): bigint => ((value % N) + N) % N;

const inverse = (value: bigint): bigint => {
  let [left, right] = [mod(value), N];
  let [one, other] = [1n, 0n];
  while (left > 1n) {
    const quotient = right / left;
    [left, right] = [right - quotient * left, left];
    [one, other] = [other - quotient * one, one];
  }
  return mod(one);
};

const toInteger = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString("hex")}`);

const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * SIZE, "0"), "hex");

const derInteger = (value: bigint): Buffer => {
  const bytes = toBytes(value);
  const short = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  const positive = (short[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), short]) : short;
  return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
};

/** Signs a SHA-256 digest with a P-256 key; the signature in DER. */
export const signDigest = (key: KeyObject, digest: Buffer): Buffer => {
  const secret = toInteger(Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url"));
  for (;;) {
    const nonce = toInteger(randomBytes(SIZE));
    if (nonce === 0n || nonce >= N) continue;
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(toBytes(nonce));
    const r = mod(toInteger(curve.getPublicKey().subarray(1, 1 + SIZE)));
    const s = mod(inverse(nonce) * (toInteger(digest) + r * secret));
    if (r === 0n || s === 0n) continue;
    const body = Buffer.concat([derInteger(r), derInteger(s)]);
    return Buffer.concat([Buffer.of(0x30, body.length), body]);
  }
};
