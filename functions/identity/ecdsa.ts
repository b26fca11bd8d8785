const INTEGER = 0x02;
const HALF = 32;

/**
 * A P-256 signature as KMS gives it (DER: a sequence of two integers, shorter than 128 bytes) in the form of JOSE: r
 * and s, 32 bytes each. An integer has a leading zero where its first bit would make it negative, and may be shorter.
 */
export const joseSignature = (der: Uint8Array): Uint8Array => {
  const joined = new Uint8Array(2 * HALF);
  let at = 2;
  for (const end of [HALF, 2 * HALF]) {
    const length = der[at + 1] ?? 0;
    const integer = der.subarray(at + 2, at + 2 + length);
    const significant = integer.subarray(Math.max(0, integer.length - HALF));
    if (der[at] === INTEGER) joined.set(significant, end - significant.length);
    at += 2 + length;
  }
  return joined;
};
