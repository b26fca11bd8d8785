import { createHash } from "node:crypto";
import { type ChecksumAlgorithm, digestOf } from "./checksums.ts";

/** Base64 checksums by algorithm. */
export type Checksums = Partial<Record<ChecksumAlgorithm, string>>;

/** What is known of bytes that were read to their end; `md5` in hex. */
export type Digested = { readonly size: number; readonly md5: string; readonly checksums: Checksums };

/** Takes bytes as they come. */
export type Sink = (piece: Buffer) => void | Promise<void>;

/** Passes bytes on to a sink without holding them, and digests them on the way. More than `most` ends it early. */
export const digestInto = async (
  pieces: AsyncIterable<Buffer>,
  sink: Sink,
  algorithms: Iterable<ChecksumAlgorithm>,
  most = Number.POSITIVE_INFINITY,
): Promise<Digested> => {
  const md5 = createHash("md5");
  const digests = new Map([...algorithms].map((it) => [it, digestOf(it)]));
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > most) break;
    md5.update(piece);
    for (const digest of digests.values()) digest.update(piece);
    await sink(piece);
  }
  const checksums: Checksums = {};
  for (const [algorithm, digest] of digests) checksums[algorithm] = digest.digest().toString("base64");
  return { size, md5: md5.digest("hex"), checksums };
};
