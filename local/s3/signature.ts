import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { checkHeader, encode, type RawRequest } from "./request.ts";

/** What a signature covers, split from where it was found: the Authorization header or the query. */
type Claim = {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly date: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payload: string;
  readonly presigned: boolean;
};

/** Signs the chunks of a streamed body; each signature covers the one before it. */
export type ChunkSigner = {
  readonly seed: string;
  sign(kind: "PAYLOAD" | "TRAILER", before: string, hash: string): string;
};

/** A request whose signature is right. `headers` includes those that a presigned URL carries in its query. */
export type Signed = {
  readonly accessKeyId: string;
  readonly presigned: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, string>;
  /** The value of x-amz-content-sha256: a digest in hex, or how the body is framed. */
  readonly payload: string;
  /** Milliseconds since the request was signed, on the platform's clock. */
  readonly age: number;
  readonly chunks: ChunkSigner;
};

const ALGORITHM = "AWS4-HMAC-SHA256";
/** A presigned URL may be dated a little ahead of our clock, as the provider allows. */
const AHEAD = 15 * 60 * 1000;
const LONGEST_EXPIRY = 7 * 24 * 3600;
const QUERY_NAMES = new Set(["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires"]).add(
  "x-amz-signature",
);
QUERY_NAMES.add("x-amz-signedheaders").add("x-amz-security-token").add("x-amz-content-sha256");

/**
 * Checks Signature Version 4 of a request (header or presigned URL). A presigned URL ends on the platform's clock;
 * header signatures are checked but do not age, since a handler may sign by a clock that has since been moved.
 */
export const checkSignature = (
  request: RawRequest,
  secretOf: (accessKeyId: string) => string | undefined,
  now: number,
): Signed => {
  const claim = request.query.has("X-Amz-Signature") ? claimInQuery(request) : claimInHeader(request);
  const secret = secretOf(claim.accessKeyId);
  if (secret === undefined) {
    throw new ServiceFault("InvalidAccessKeyId", "The access key ID you provided does not exist in our records.", 403);
  }
  const key = claim.scope.split("/").reduce<Buffer | string>((above, part) => hmac(above, part), `AWS4${secret}`);
  const head = `${claim.date}\n${claim.scope}\n`;
  const expected = hmac(key, `${ALGORITHM}\n${head}${sha256(canonical(request, claim))}`).toString("hex");
  if (!same(expected, claim.signature)) {
    const message = "The request signature we calculated does not match the signature you provided.";
    throw new ServiceFault("SignatureDoesNotMatch", message, 403);
  }
  checkAllSigned(request, claim);
  const age = now - instantOf(claim.date);
  return {
    accessKeyId: claim.accessKeyId,
    presigned: claim.presigned,
    ...(claim.presigned ? unfold(request, age) : { headers: request.headers, query: request.query }),
    payload: claim.payload,
    age,
    chunks: {
      seed: claim.signature,
      sign: (kind, before, hash) => {
        const hashes = kind === "PAYLOAD" ? `${sha256("")}\n${hash}` : hash;
        return hmac(key, `${ALGORITHM}-${kind}\n${head}${before}\n${hashes}`).toString("hex");
      },
    },
  };
};

const claimInHeader = ({ headers }: RawRequest): Claim => {
  const authorization = headers["authorization"];
  if (authorization === undefined) throw new ServiceFault("AccessDenied", "Access Denied", 403);
  const [, algorithm, list] = /^(\S+)\s+([\s\S]*)$/.exec(authorization) ?? [];
  if (algorithm !== ALGORITHM) throw unsupported("S3", `the authorisation ${algorithm ?? authorization}`);
  const fields = new Map((list ?? "").split(/,\s*/).map((it) => split(it.trim(), "=")));
  const payload = headers["x-amz-content-sha256"];
  const date = headers["x-amz-date"];
  if (payload === undefined || date === undefined) {
    throw new ServiceFault("InvalidRequest", "Missing required header for this request: x-amz-content-sha256.", 400);
  }
  return {
    ...claimed(fields.get("Credential"), fields.get("SignedHeaders"), fields.get("Signature")),
    payload,
    date,
    presigned: false,
  };
};

const claimInQuery = ({ query, headers }: RawRequest): Claim => {
  const algorithm = query.get("X-Amz-Algorithm");
  if (algorithm !== ALGORITHM) throw unsupported("S3", `the authorisation ${algorithm}`);
  const date = query.get("X-Amz-Date") ?? "";
  const payload = query.get("X-Amz-Content-Sha256") ?? headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD";
  const its = claimed(query.get("X-Amz-Credential"), query.get("X-Amz-SignedHeaders"), query.get("X-Amz-Signature"));
  return { ...its, date, payload, presigned: true };
};

const claimed = (credential = "", signedHeaders = "", signature = "") => {
  const [, accessKeyId, scope] = /^(.+?)\/(\d{8}\/[^/]+\/s3\/aws4_request)$/.exec(credential) ?? [];
  if (accessKeyId === undefined || scope === undefined || !signedHeaders.split(";").includes("host")) {
    throw new ServiceFault("AuthorizationHeaderMalformed", "The authorization you provided is malformed.", 400);
  }
  return { accessKeyId, scope, signedHeaders: signedHeaders.split(";"), signature };
};

const canonical = (request: RawRequest, claim: Claim): string => {
  const path = request.path.split("/").map(decodeEncode).join("/");
  const query = [...request.query]
    .filter(([name]) => !(claim.presigned && name === "X-Amz-Signature"))
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = claim.signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}\n`)
    .join("");
  return [request.method, path, query, headers, claim.signedHeaders.join(";"), claim.payload].join("\n");
};

const decodeEncode = (segment: string): string => {
  try {
    return encode(decodeURIComponent(segment));
  } catch {
    return segment;
  }
};

/** Whoever carries a request, or has been handed a URL, must not be able to add a meaning to it. */
const checkAllSigned = ({ headers }: RawRequest, { signedHeaders }: Claim): void => {
  const unsigned = Object.keys(headers).filter((name) => name.startsWith("x-amz-") && !signedHeaders.includes(name));
  if (unsigned.length > 0) {
    const message = "There were headers present in the request which were not signed";
    throw new ServiceFault("AccessDenied", message, 403, { HeadersNotSigned: unsigned.join(", ") });
  }
};

/** What a presigned URL says in its query in place of headers, once its time has been checked. */
const unfold = ({ headers, query }: RawRequest, age: number) => {
  const expires = Number(query.get("X-Amz-Expires"));
  if (!Number.isInteger(expires) || expires < 1 || expires > LONGEST_EXPIRY) {
    const message = `X-Amz-Expires must be from 1 to ${LONGEST_EXPIRY} seconds`;
    throw new ServiceFault("AuthorizationQueryParametersError", message, 400);
  }
  if (age > expires * 1000) throw new ServiceFault("AccessDenied", "Request has expired", 403);
  if (age < -AHEAD) throw new ServiceFault("AccessDenied", "Request is not valid yet", 403);
  const rest = [...query].filter(([name]) => !QUERY_NAMES.has(name.toLowerCase()));
  const hoisted = rest.filter(([name]) => name.toLowerCase().startsWith("x-amz-") && !isHoistedChecksum(name));
  for (const header of hoisted) checkHeader(...header);
  return {
    headers: { ...Object.fromEntries(hoisted.map(([name, value]) => [name.toLowerCase(), value])), ...headers },
    query: new Map(rest.filter(([name]) => !name.toLowerCase().startsWith("x-amz-"))),
  };
};

/**
 * The SDK signs the checksum of an empty body into the query of a presigned PUT; the provider ignores checksums
 * there, or nothing could be uploaded. As a signed header a checksum counts.
 */
const isHoistedChecksum = (name: string): boolean =>
  /^x-amz-(sdk-checksum-algorithm|checksum-(?!mode$).*)$/i.test(name);

const instantOf = (date: string): number => {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const instant = Date.parse(iso);
  if (iso === date || Number.isNaN(instant)) throw new ServiceFault("AccessDenied", "The date is not valid.", 403);
  return instant;
};

const split = (text: string, by: string): [string, string] => {
  const at = text.indexOf(by);
  return [text.slice(0, at), text.slice(at + 1)];
};

export const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

export const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a, "latin1"), Buffer.from(b, "latin1"));
