import { createHash } from "node:crypto";
import { ServiceFault } from "../../shared/fault.ts";
import { type ChunkSigner, same, sha256 } from "../signature.ts";

const LONGEST_LINE = 8 * 1024;
const MOST_TRAILERS = 32;
const BREAK = Buffer.from("\r\n");

/** Headers that come after the body. Filled when the body has been read to its end. */
export type Trailers = Map<string, string>;

/**
 * Takes the framing of `aws-chunked` off a body: hexadecimal sizes, chunk signatures where there is a signer, and
 * trailing headers. A body stored with its framing would be corrupt; a body cut short is refused.
 */
export async function* unchunk(
  source: AsyncIterable<Buffer>,
  signer: ChunkSigner | undefined,
  trailers: Trailers,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  let before = signer?.seed ?? "";
  for (;;) {
    const { size, signature } = parseHead(await reader.line());
    const hash = createHash("sha256");
    for await (const piece of reader.take(size)) {
      hash.update(piece);
      yield piece;
    }
    if (signer !== undefined) before = checked(signer.sign("PAYLOAD", before, hash.digest("hex")), signature);
    if (size === 0) break;
    if ((await reader.line()) !== "") throw incomplete();
  }
  await readTrailers(reader, trailers);
  if (signer === undefined || trailers.size === 0) return;
  const given = trailers.get("x-amz-trailer-signature");
  trailers.delete("x-amz-trailer-signature");
  const text = [...trailers].map(([name, value]) => `${name}:${value}\n`).join("");
  checked(signer.sign("TRAILER", before, sha256(text)), given);
}

const parseHead = (line: string): { size: number; signature: string | undefined } => {
  const [, size, signature] = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  if (size === undefined) throw incomplete();
  return { size: Number.parseInt(size, 16), signature };
};

const readTrailers = async (reader: ByteReader, trailers: Trailers): Promise<void> => {
  for (let count = 0; count < MOST_TRAILERS; count += 1) {
    const line = await reader.line(true);
    if (line === "") return;
    const colon = line.indexOf(":");
    if (colon < 1) throw incomplete();
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  throw new ServiceFault("MalformedTrailerError", "The request contained too many trailers.", 400);
};

const checked = (expected: string, given: string | undefined): string => {
  if (given !== undefined && same(expected, given)) return given;
  const message = "The signature of a chunk we calculated does not match the signature you provided.";
  throw new ServiceFault("SignatureDoesNotMatch", message, 403);
};

export const incomplete = (): ServiceFault => {
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header.";
  return new ServiceFault("IncompleteBody", message, 400);
};

/** Reads lines and counted bytes from a stream, holding no more of it than one piece as it came from the socket. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end. At the end of the stream: a fault, or an empty line where one may end there. */
  async line(mayEnd = false): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(BREAK);
      if (end >= 0) {
        const line = this.#rest.toString("latin1", 0, end);
        this.#rest = this.#rest.subarray(end + 2);
        return line;
      }
      if (this.#rest.length > LONGEST_LINE) throw incomplete();
      const more = await this.#source.next();
      if (more.done === true && mayEnd && this.#rest.length === 0) return "";
      if (more.done === true) throw incomplete();
      this.#rest = this.#rest.length === 0 ? more.value : Buffer.concat([this.#rest, more.value]);
    }
  }

  async *take(size: number): AsyncGenerator<Buffer> {
    let left = size;
    while (left > 0) {
      if (this.#rest.length === 0) {
        const more = await this.#source.next();
        if (more.done === true) throw incomplete();
        this.#rest = more.value;
      }
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
