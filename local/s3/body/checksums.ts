import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import * as z from "zod";

export const ChecksumAlgorithm = z.enum(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]);
export type ChecksumAlgorithm = z.infer<typeof ChecksumAlgorithm>;

/** Digests a stream of bytes; `digest` is asked for once, at the end. */
export type Digest = { update(bytes: Buffer): void; digest(): Buffer };

export const digestOf = (algorithm: ChecksumAlgorithm): Digest => {
  if (algorithm === "SHA1" || algorithm === "SHA256") {
    const hash = createHash(algorithm.toLowerCase());
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
  }
  if (algorithm === "CRC64NVME") return crc64();
  const step = algorithm === "CRC32" ? crc32 : crc32c;
  let value = 0;
  return {
    update: (bytes) => {
      value = step(bytes, value);
    },
    digest: () => {
      const four = Buffer.alloc(4);
      four.writeUInt32BE(value >>> 0);
      return four;
    },
  };
};

/** The header that carries a checksum of this algorithm. */
export const headerOf = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** The table of a reflected 32-bit polynomial, built once. */
const tableOf = (polynomial: number): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value >>> 0;
  });

const CASTAGNOLI = tableOf(0x82f63b78);

const crc32c = (bytes: Buffer, before: number): number => {
  let value = ~before;
  for (let at = 0; at < bytes.length; at += 1) {
    value = (CASTAGNOLI[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8);
  }
  return ~value >>> 0;
};

/** CRC-64/NVME in two halves of 32 bits: with BigInt it would take a hundred times as long. */
const NVME = 0x9a6c9329ac4bc9b5n;
const NVME_HIGH = new Uint32Array(256);
const NVME_LOW = new Uint32Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ NVME : value >> 1n;
  NVME_HIGH[byte] = Number(value >> 32n);
  NVME_LOW[byte] = Number(value & 0xffffffffn);
}

const crc64 = (): Digest => {
  let high = -1;
  let low = -1;
  return {
    update: (bytes) => {
      let h = high;
      let l = low;
      for (let at = 0; at < bytes.length; at += 1) {
        const index = (l ^ (bytes[at] ?? 0)) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ (NVME_LOW[index] ?? 0);
        h = (h >>> 8) ^ (NVME_HIGH[index] ?? 0);
      }
      high = h;
      low = l;
    },
    digest: () => {
      const eight = Buffer.alloc(8);
      eight.writeUInt32BE(~high >>> 0, 0);
      eight.writeUInt32BE(~low >>> 0, 4);
      return eight;
    },
  };
};
