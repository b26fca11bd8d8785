import { createECDH, type KeyObject, randomBytes } from "node:crypto";

// Node signs messages, never digests that somebody else made: for MessageType DIGEST the arithmetic of FIPS 186-5 on
// P-256 stands here. Not constant in time; the keys of the local cloud protect nothing.
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const G = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};
const SIZE = 32;

type Point = { readonly x: bigint; readonly y: bigint } | undefined;

const mod = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;

const inverse = (value: bigint, modulus: bigint): bigint => {
  let [left, right] = [mod(value, modulus), modulus];
  let [one, other] = [1n, 0n];
  while (left > 1n) {
    const quotient = right / left;
    [left, right] = [right - quotient * left, left];
    [one, other] = [other - quotient * one, one];
  }
  return mod(one, modulus);
};

const add = (one: Point, other: Point): Point => {
  if (one === undefined) return other;
  if (other === undefined) return one;
  if (one.x === other.x && mod(one.y + other.y, P) === 0n) return undefined;
  const slope =
    one.x === other.x
      ? (3n * one.x * one.x - 3n) * inverse(2n * one.y, P)
      : (other.y - one.y) * inverse(other.x - one.x, P);
  const x = mod(slope * slope - one.x - other.x, P);
  return { x, y: mod(slope * (one.x - x) - one.y, P) };
};

const times = (scalar: bigint, point: Point): Point => {
  let sum: Point;
  for (const bit of scalar.toString(2)) {
    sum = add(sum, sum);
    if (bit === "1") sum = add(sum, point);
  }
  return sum;
};

const toInteger = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString("hex")}`);

const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * SIZE, "0"), "hex");

const coordinate = (text: string | undefined): bigint => toInteger(Buffer.from(text ?? "", "base64url"));

const derInteger = (value: bigint): Buffer => {
  const bytes = toBytes(value);
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = bytes.subarray(start);
  const positive = (short[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), short]) : short;
  return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
};

const DER = /^30([0-9a-f]{2})02([0-9a-f]{2})/;

const fromDer = (signature: Buffer): { r: bigint; s: bigint } | undefined => {
  if (!DER.test(signature.subarray(0, 4).toString("hex")) || signature[1] !== signature.length - 2) return undefined;
  const rLength = signature[3] ?? 0;
  const sPlace = 4 + rLength;
  if (signature[sPlace] !== 0x02 || signature[sPlace + 1] !== signature.length - sPlace - 2) return undefined;
  return { r: toInteger(signature.subarray(4, sPlace)), s: toInteger(signature.subarray(sPlace + 2)) };
};

/** Signs a SHA-256 digest with a P-256 key; the signature in DER. */
export const signDigest = (key: KeyObject, digest: Buffer): Buffer => {
  const secret = coordinate(key.export({ format: "jwk" }).d);
  for (;;) {
    const nonce = toInteger(randomBytes(SIZE));
    if (nonce === 0n || nonce >= N) continue;
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(toBytes(nonce));
    const r = mod(toInteger(curve.getPublicKey().subarray(1, 1 + SIZE)), N);
    const s = mod(inverse(nonce, N) * (toInteger(digest) + r * secret), N);
    if (r === 0n || s === 0n) continue;
    const body = Buffer.concat([derInteger(r), derInteger(s)]);
    return Buffer.concat([Buffer.of(0x30, body.length), body]);
  }
};

/** Whether a DER signature over this SHA-256 digest was made with the private half of a P-256 key. */
export const verifyDigest = (key: KeyObject, digest: Buffer, signature: Buffer): boolean => {
  const given = fromDer(signature);
  if (given === undefined) return false;
  const { r, s } = given;
  if (r <= 0n || r >= N || s <= 0n || s >= N) return false;
  const { x, y } = key.export({ format: "jwk" });
  const back = inverse(s, N);
  const publicPoint = { x: coordinate(x), y: coordinate(y) };
  const point = add(times(mod(toInteger(digest) * back, N), G), times(mod(r * back, N), publicPoint));
  return point !== undefined && mod(point.x, N) === r;
};
