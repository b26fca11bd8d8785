import type { Deed } from "../shared/caller.ts";
import type { Signed } from "./signature.ts";

type Context = NonNullable<Deed["context"]>;

/** Condition keys and the header that each is read from. */
const FROM_HEADER: Readonly<Record<string, string>> = {
  "s3:x-amz-server-side-encryption": "x-amz-server-side-encryption",
  "s3:x-amz-server-side-encryption-aws-kms-key-id": "x-amz-server-side-encryption-aws-kms-key-id",
  "s3:x-amz-content-sha256": "x-amz-content-sha256",
  "s3:x-amz-storage-class": "x-amz-storage-class",
  "s3:if-match": "if-match",
  "s3:if-none-match": "if-none-match",
};

/** Condition keys and the query parameter that each is read from. */
const FROM_QUERY: Readonly<Record<string, string>> = {
  "s3:VersionId": "versionId",
  "s3:prefix": "prefix",
  "s3:delimiter": "delimiter",
  "s3:max-keys": "max-keys",
};

const ALWAYS: Context = {
  // Loopback stands in for TLS: a statement that asks for it is about the wire, and there is none.
  "aws:SecureTransport": "true",
  "s3:TlsVersion": "1.3",
  "s3:signatureversion": "AWS4-HMAC-SHA256",
};

/** The condition keys that a policy may speak of here; a policy that speaks of others is refused. */
export const CONDITION_KEYS: ReadonlySet<string> = new Set(
  [...Object.keys({ ...ALWAYS, ...FROM_HEADER, ...FROM_QUERY }), "s3:authType", "s3:signatureAge"].map((key) =>
    key.toLowerCase(),
  ),
);

/** What is true of a request, in condition keys of IAM. */
export const contextOf = ({ headers, query, presigned, age }: Signed): Context => {
  return {
    ...ALWAYS,
    "s3:authType": presigned ? "REST-QUERY-STRING" : "REST-HEADER",
    ...(presigned ? { "s3:signatureAge": String(Math.max(0, age)) } : {}),
    ...present(FROM_HEADER, (name) => headers[name]),
    ...present(FROM_QUERY, (name) => query.get(name)),
  };
};

const present = (from: Readonly<Record<string, string>>, read: (name: string) => string | undefined): Context =>
  Object.fromEntries(
    Object.entries(from).flatMap(([key, name]) => {
      const value = read(name);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
