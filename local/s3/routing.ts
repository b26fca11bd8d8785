import { unsupported } from "../shared/fault.ts";
import type { Operation } from "./call.ts";
import type { Target } from "./request.ts";
import type { Signed } from "./signature.ts";

/** Headers that belong to the transport or to signing, whatever the operation. */
const EVERYWHERE = new Set([
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-security-token",
  "x-amz-user-agent",
  "x-amz-decoded-content-length",
  "x-amz-trailer",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-expected-bucket-owner",
]);
const CHECKSUM = /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/;

/** Conditions and ranges of HTTP would change what happens; operations that keep them list them. */
const HTTP_CONDITIONS = new Set(["if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "range"]);

/**
 * The operation that a request asks for. A parameter or an `x-amz-` header that the operation does not understand is
 * refused by name: it would change the meaning, and a meaning silently dropped would be a lie.
 */
export const route = (
  operations: readonly Operation[],
  method: string,
  target: Target,
  { query, headers }: Signed,
): Operation => {
  const on = target.key !== undefined ? "object" : target.bucket !== undefined ? "bucket" : "account";
  const found = operations.find(
    (it) => it.method === method && it.on === on && (it.when ?? []).every((condition) => isMet(condition, query)),
  );
  const parameters = [...query.keys()].filter((name) => name !== "x-id");
  if (found === undefined) {
    throw unsupported("S3", `${method} on the ${on}${parameters.length > 0 ? ` with ${parameters.join(", ")}` : ""}`);
  }
  const known = [...(found.when ?? []).map((it) => it.replace(/=.*/, "")), ...(found.query ?? [])];
  const parameter = parameters.find((name) => !known.includes(name));
  if (parameter !== undefined) throw unsupported("S3", `${found.name} with the parameter ${parameter}`);
  const header = Object.keys(headers).find((name) => !isKnown(name, found));
  if (header !== undefined) throw unsupported("S3", `${found.name} with the header ${header}`);
  return found;
};

const isMet = (condition: string, query: ReadonlyMap<string, string>): boolean => {
  const [name = "", value] = condition.split("=");
  return value === undefined ? query.has(name) : query.get(name) === value;
};

const isKnown = (header: string, { headers = [] }: Operation): boolean => {
  if (!header.startsWith("x-amz-") && !HTTP_CONDITIONS.has(header)) return true;
  if (EVERYWHERE.has(header) || CHECKSUM.test(header)) return true;
  return headers.some((it) => (it.endsWith("*") ? header.startsWith(it.slice(0, -1)) : it === header));
};
