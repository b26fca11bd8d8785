import { createHash, createHmac } from "node:crypto";
import { fromEnv } from "@aws-sdk/credential-provider-env";
import { SignatureV4 } from "@smithy/signature-v4";
import { type CallRecorder, recorder } from "./aws.ts";

/**
 * A bucket: where it answers, and in which region. Three requests are all that is asked of it; S3's own client would
 * bring 115 KB along for them, and a function that starts cold would read it all.
 */
export type Bucket = Readonly<{ address: string; region: string; by?: CallRecorder }>;

type Headers = Readonly<Record<string, string>>;
type Asked = Readonly<{ operation: string; method: "GET" | "HEAD"; key: string; headers?: Headers }>;

/** What the signer hashes with: SHA-256, with a key or without. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

const bytesOf = (data: string | ArrayBuffer | ArrayBufferView): Uint8Array => {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
};

const signerFor = ({ region }: Bucket): SignatureV4 =>
  new SignatureV4({
    service: "s3",
    region,
    credentials: fromEnv(),
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: true,
  });

const requestFor = (method: "GET" | "HEAD" | "PUT", url: URL, headers: Headers) => ({
  method,
  protocol: url.protocol,
  hostname: url.hostname,
  ...(url.port === "" ? {} : { port: Number(url.port) }),
  path: url.pathname,
  query: {},
  headers: { host: url.host, ...headers },
});

/** What S3 calls the fault; an answer to HEAD has no body to say so. */
const faultOf = async (response: Response): Promise<Error> => {
  const body = await response.text();
  const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1];
  const passing = response.status >= 500 || response.status === 429 ? "ServiceUnavailable" : `Status${response.status}`;
  const fault = new Error(/<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? `S3 answered ${response.status}.`);
  fault.name = code ?? passing;
  return fault;
};

/** How often a request is sent that fails in passing, and after how many milliseconds again. */
const TRIES = 3;
const PAUSE = 100;

const isPassing = ({ status }: Response): boolean => status >= 500 || status === 429;

const sent = async (bucket: Bucket, { method, key, headers = {} }: Asked): Promise<Response> => {
  const url = new URL(`${bucket.address}/${key}`);
  for (let attempt = 1; ; attempt++) {
    const { headers: signed } = await signerFor(bucket).sign(requestFor(method, url, headers));
    const { host: _, ...rest } = signed;
    const response = await fetch(url, { method, headers: rest }).catch((fault: unknown) => {
      if (attempt === TRIES) throw fault;
    });
    if (response !== undefined && (!isPassing(response) || attempt === TRIES)) return response;
    await response?.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, PAUSE * 2 ** attempt));
  }
};

/** The answer, or nothing if there is no such object; anything else is a fault. */
const ask = async (bucket: Bucket, asked: Asked): Promise<Response | undefined> => {
  const { by = recorder } = bucket;
  const call = { service: "S3", operation: asked.operation };
  by.calls.push(call);
  await by.fault?.(call, "before");
  const response = await sent(bucket, asked);
  await by.fault?.(call, "after");
  if (response.ok) return response;
  const fault = await faultOf(response);
  if (response.status === 404) return undefined;
  throw fault;
};

/** Size and SHA-256 (in base64, where it was sent with one) of an object; nothing if it is not there. */
export const headObject = async (
  bucket: Bucket,
  key: string,
): Promise<Readonly<{ bytes: number; sha256: string | undefined }> | undefined> => {
  const headers = { "x-amz-checksum-mode": "ENABLED" };
  const found = await ask(bucket, { operation: "HeadObject", method: "HEAD", key, headers });
  if (found === undefined) return undefined;
  const { headers: told } = found;
  return { bytes: Number(told.get("content-length")), sha256: told.get("x-amz-checksum-sha256") ?? undefined };
};

/**
 * An object of so many bytes from one of them on, as it streams in; nothing if it is not there. The range must not be
 * empty. Fewer or more bytes than that are a fault, thrown at the end: nobody takes a part for the whole.
 */
export const getObjectFrom = async (
  bucket: Bucket,
  key: string,
  { offset, bytes }: Readonly<{ offset: number; bytes: number }>,
): Promise<AsyncIterable<Uint8Array> | undefined> => {
  const headers = { range: `bytes=${offset}-` };
  const found = await ask(bucket, { operation: "GetObject", method: "GET", key, headers });
  return found?.body === undefined || found.body === null ? undefined : exactly(found.body, bytes - offset);
};

async function* exactly(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const piece of body) {
    read += piece.length;
    yield piece;
  }
  if (read !== bytes) throw new Error(`Of ${bytes} bytes of an object ${read} came.`);
}

/** The address to which exactly this object may be put for so many seconds from `at`, with these headers and no others. */
export const presignPut = async (
  bucket: Bucket,
  key: string,
  headers: Headers,
  { seconds, at }: Readonly<{ seconds: number; at: Date }>,
): Promise<string> => {
  const names = Object.keys(headers);
  const url = new URL(`${bucket.address}/${key}`);
  // Nobody has the bytes when the address is made: what is signed is their digest, in a header.
  const unsigned = { ...headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const { query = {} } = await signerFor(bucket).presign(requestFor("PUT", url, unsigned), {
    expiresIn: seconds,
    signingDate: at,
    unhoistableHeaders: new Set(names),
    signableHeaders: new Set(["host", ...names]),
  });
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url.href;
};
