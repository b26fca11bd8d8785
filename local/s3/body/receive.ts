import { createHash, type Hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ServiceFault, unsupported } from "../../shared/fault.ts";
import type { Signed } from "../signature.ts";
import { ChecksumAlgorithm, type Digest, digestOf, headerOf } from "./checksums.ts";
import { incomplete, type Trailers, unchunk } from "./chunked.ts";

/** Base64 checksums by algorithm. */
export type Checksums = Partial<Record<ChecksumAlgorithm, string>>;

/** What is known of a body that was read to its end and is what its sender said it is. */
export type Received = { readonly size: number; readonly md5: string; readonly checksums: Checksums };

/** Takes the bytes of a body as they come. */
export type Sink = (piece: Buffer) => void | Promise<void>;

/** A body that has not been read yet: how it is framed, and what its sender says about it. */
export type Body = { readonly message: IncomingMessage; readonly signed: Signed };

const LARGEST_OBJECT = 5 * 1024 ** 3;
const LARGEST_DOCUMENT = 2 * 1024 * 1024;
const FRAMED = /^STREAMING-(AWS4-HMAC-SHA256-PAYLOAD|AWS4-HMAC-SHA256-PAYLOAD-TRAILER|UNSIGNED-PAYLOAD-TRAILER)$/;

/**
 * Reads a body into a sink without holding it, and refuses it at its end if its length, its digest, its Content-MD5
 * or any of its checksums (header or trailer) is not the declared one. `wanted` is computed whether sent or not.
 */
export const receive = async (
  { message, signed }: Body,
  sink: Sink,
  wanted: readonly ChecksumAlgorithm[] = [],
  largest = LARGEST_OBJECT,
): Promise<Received> => {
  const framed = isFramed(signed.payload);
  const declared = declaredSize(signed, framed);
  if (declared > largest) {
    throw new ServiceFault("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.", 400);
  }
  const trailers: Trailers = new Map();
  const signer = signed.payload.startsWith("STREAMING-AWS4") ? signed.chunks : undefined;
  const pieces = framed ? unchunk(message, signer, trailers) : message;
  const digests = new Digests(signed, wanted);
  for await (const piece of pieces) {
    digests.update(piece);
    if (digests.size > declared) throw incomplete();
    await sink(piece);
  }
  if (digests.size !== declared) throw incomplete();
  return digests.finish(signed, trailers);
};

/** Reads a small body whole, checked like any other. */
export const receiveDocument = async (body: Body): Promise<string> => {
  const pieces: Buffer[] = [];
  await receive(body, (piece) => void pieces.push(piece), [], LARGEST_DOCUMENT);
  return Buffer.concat(pieces).toString("utf8");
};

/** Whether the request says, by Content-MD5 or a checksum, what its body must be. */
export const vouchesForBody = ({ headers }: Signed): boolean =>
  headers["content-md5"] !== undefined || declaredAlgorithms(headers).length > 0;

/** The algorithm of the checksum that comes with the request, in a header or a trailer. */
export const declaredAlgorithms = (headers: Signed["headers"]): readonly ChecksumAlgorithm[] => {
  const trailer = headers["x-amz-trailer"]?.toLowerCase();
  return ChecksumAlgorithm.options.filter(
    (it) => headers[headerOf(it)] !== undefined || trailer?.split(/,\s*/).includes(headerOf(it)),
  );
};

const isFramed = (payload: string): boolean => {
  if (FRAMED.test(payload)) return true;
  if (payload === "UNSIGNED-PAYLOAD" || /^[0-9a-f]{64}$/.test(payload)) return false;
  throw unsupported("S3", `the payload ${payload}`);
};

const declaredSize = ({ headers }: Signed, framed: boolean): number => {
  const text = framed ? headers["x-amz-decoded-content-length"] : headers["content-length"];
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text);
  // A request without any body, such as a POST that only begins an upload, need not say so.
  if (text === undefined && headers["transfer-encoding"] === undefined) return 0;
  throw new ServiceFault("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
};

class Digests {
  size = 0;
  readonly #md5: Hash = createHash("md5");
  readonly #sha256: Digest | undefined;
  readonly #checksums: ReadonlyMap<ChecksumAlgorithm, Digest>;

  constructor(signed: Signed, wanted: readonly ChecksumAlgorithm[]) {
    const algorithms = new Set([...wanted, ...declaredAlgorithms(signed.headers)]);
    this.#checksums = new Map([...algorithms].map((it) => [it, digestOf(it)]));
    if (/^[0-9a-f]{64}$/.test(signed.payload)) this.#sha256 = digestOf("SHA256");
  }

  update(piece: Buffer): void {
    this.size += piece.length;
    this.#md5.update(piece);
    this.#sha256?.update(piece);
    for (const digest of this.#checksums.values()) digest.update(piece);
  }

  finish({ headers, payload }: Signed, trailers: Trailers): Received {
    const sha256 = this.#sha256?.digest().toString("hex");
    if (sha256 !== undefined && sha256 !== payload) {
      const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
      throw new ServiceFault("XAmzContentSHA256Mismatch", message, 400);
    }
    const md5 = this.#md5.digest();
    const declaredMd5 = headers["content-md5"];
    if (declaredMd5 !== undefined && declaredMd5 !== md5.toString("base64")) {
      throw new ServiceFault("BadDigest", "The Content-MD5 you specified did not match what we received.", 400);
    }
    const checksums: Checksums = {};
    for (const [algorithm, digest] of this.#checksums) {
      const computed = digest.digest().toString("base64");
      const declared = headers[headerOf(algorithm)] ?? trailers.get(headerOf(algorithm));
      if (declared !== undefined && declared !== computed) {
        const message = `The ${algorithm} you specified did not match the calculated checksum.`;
        throw new ServiceFault("BadDigest", message, 400);
      }
      checksums[algorithm] = computed;
    }
    if (headers["x-amz-trailer"] !== undefined && trailers.size === 0) {
      throw new ServiceFault("MalformedTrailerError", "The promised trailer did not come.", 400);
    }
    return { size: this.size, md5: md5.toString("hex"), checksums };
  }
}
