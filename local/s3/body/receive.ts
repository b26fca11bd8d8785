import type { IncomingMessage } from "node:http";
import { ServiceFault, unsupported } from "../../shared/fault.ts";
import type { Signed } from "../signature.ts";
import { ChecksumAlgorithm, headerOf } from "./checksums.ts";
import { incomplete, type Trailers, unchunk } from "./chunked.ts";
import { type Digested, digestInto, type Sink } from "./digests.ts";

/** A body that has not been read yet: how it is framed, and what its sender says about it. */
export type Body = { readonly message: IncomingMessage; readonly signed: Signed };

const LARGEST_OBJECT = 5 * 1024 ** 3;
const FRAMED = /^STREAMING-(AWS4-HMAC-SHA256-PAYLOAD|AWS4-HMAC-SHA256-PAYLOAD-TRAILER|UNSIGNED-PAYLOAD-TRAILER)$/;
const HASH = /^[0-9a-f]{64}$/;

/**
 * Reads a body into a sink without holding it, and refuses it at its end if its length, its digest, its Content-MD5
 * or any of its checksums (header or trailer) is not the declared one. `wanted` is computed whether sent or not.
 */
export const receive = async (
  { message, signed }: Body,
  sink: Sink,
  wanted: readonly ChecksumAlgorithm[] = [],
): Promise<Digested> => {
  const framed = isFramed(signed.payload);
  const declared = declaredSize(signed, framed);
  if (declared > LARGEST_OBJECT) {
    throw new ServiceFault("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.", 400);
  }
  const trailers: Trailers = new Map();
  const signer = signed.payload.startsWith("STREAMING-AWS4") ? signed.chunks : undefined;
  const pieces = framed ? unchunk(message, signer, trailers) : message;
  const isHashed = HASH.test(signed.payload);
  const algorithms = new Set([...wanted, ...declaredAlgorithms(signed.headers), ...(isHashed ? SHA256 : [])]);
  const digested = await digestInto(pieces, sink, algorithms, declared);
  if (digested.size !== declared) throw incomplete();
  check(digested, signed, trailers);
  if (isHashed && !wanted.includes("SHA256") && signed.headers[headerOf("SHA256")] === undefined) {
    delete digested.checksums.SHA256;
  }
  return digested;
};

const SHA256: readonly ChecksumAlgorithm[] = ["SHA256"];

/** Whether the request says, by Content-MD5 or a checksum, what its body must be. */
export const vouchesForBody = ({ headers }: Signed): boolean =>
  headers["content-md5"] !== undefined || declaredAlgorithms(headers).length > 0;

/** The algorithms of the checksums that come with the request, in headers or trailers. */
export const declaredAlgorithms = (headers: Signed["headers"]): readonly ChecksumAlgorithm[] => {
  const trailers = headers["x-amz-trailer"]?.toLowerCase().split(/,\s*/) ?? [];
  return ChecksumAlgorithm.options.filter(
    (it) => headers[headerOf(it)] !== undefined || trailers.includes(headerOf(it)),
  );
};

const isFramed = (payload: string): boolean => {
  if (FRAMED.test(payload)) return true;
  if (payload === "UNSIGNED-PAYLOAD" || HASH.test(payload)) return false;
  throw unsupported("S3", `the payload ${payload}`);
};

const declaredSize = ({ headers }: Signed, framed: boolean): number => {
  const text = framed ? headers["x-amz-decoded-content-length"] : headers["content-length"];
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text);
  if (text === undefined && headers["transfer-encoding"] === undefined) return 0;
  throw new ServiceFault("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
};

const check = ({ md5, checksums }: Digested, { headers, payload }: Signed, trailers: Trailers): void => {
  const sha256 = checksums.SHA256 && Buffer.from(checksums.SHA256, "base64").toString("hex");
  if (HASH.test(payload) && sha256 !== payload) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new ServiceFault("XAmzContentSHA256Mismatch", message, 400);
  }
  const declaredMd5 = headers["content-md5"];
  if (declaredMd5 !== undefined && declaredMd5 !== Buffer.from(md5, "hex").toString("base64")) {
    throw new ServiceFault("BadDigest", "The Content-MD5 you specified did not match what we received.", 400);
  }
  for (const algorithm of declaredAlgorithms(headers)) {
    const declared = headers[headerOf(algorithm)] ?? trailers.get(headerOf(algorithm));
    if (declared === undefined) {
      throw new ServiceFault("MalformedTrailerError", `The trailer ${headerOf(algorithm)} did not come.`, 400);
    }
    if (declared !== checksums[algorithm]) {
      const message = `The ${algorithm} you specified did not match the calculated checksum.`;
      throw new ServiceFault("BadDigest", message, 400);
    }
  }
};
