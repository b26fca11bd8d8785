import { xmlAnswer } from "../answer.ts";
import { ACCOUNT, bucketArn, bucketOf, type Call, invalidArgument, type Operation, onlyTakes } from "../call.ts";
import { encode } from "../request.ts";
import type { ObjectVersion, Version } from "../storage/records.ts";

const MOST_ITEMS = 1000;

/** One line of a listing: versions of a key, or the prefix that stands for many keys. */
type Line = { readonly key: string; readonly versions: readonly Version[] } | { readonly prefix: string };

type Wanted = { readonly prefix: string; readonly delimiter: string; readonly max: number };

const wantedOf = ({ query }: Call): Wanted => {
  onlyTakes("the encoding type", query.get("encoding-type"), "url");
  const max = query.get("max-keys") ?? String(MOST_ITEMS);
  if (!/^\d{1,10}$/.test(max)) throw invalidArgument("Provided max-keys not an integer or within integer range");
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    max: Math.min(Number(max), MOST_ITEMS),
  };
};

/** The lines from an index on, lazily: keys that end up under one prefix are passed over without being read. */
function* lines(call: Call, { prefix, delimiter }: Wanted, from: number): Generator<Line> {
  const keys = call.store.keys(call.bucketName);
  let index = Math.max(from, keys.from(prefix));
  for (;;) {
    const key = keys.at(index);
    if (key === undefined || !key.startsWith(prefix)) return;
    const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (cut < 0) {
      yield { key, versions: call.store.versions(call.bucketName, key) };
      index += 1;
    } else {
      const common = key.slice(0, cut + delimiter.length);
      yield { prefix: common };
      index = keys.past(common);
    }
  }
}

const isLive = (line: Line, call: Call): boolean => {
  if ("key" in line) return line.versions.at(-1)?.kind === "object";
  const keys = call.store.keys(call.bucketName);
  for (let index = keys.from(line.prefix); ; index += 1) {
    const key = keys.at(index);
    if (key === undefined || !key.startsWith(line.prefix)) return false;
    if (call.store.version(call.bucketName, key)?.kind === "object") return true;
  }
};

const listObjects = (call: Call) => {
  const bucket = bucketOf(call);
  call.authorise({ action: "s3:ListBucket", resource: bucketArn(bucket.name) });
  const wanted = wantedOf(call);
  const keys = call.store.keys(bucket.name);
  const token = call.query.get("continuation-token");
  const startAfter = call.query.get("start-after");
  const from = token !== undefined ? indexAfter(call, token) : startAfter === undefined ? 0 : keys.after(startAfter);
  const page: Line[] = [];
  let isTruncated = false;
  for (const line of lines(call, wanted, from)) {
    if (!isLive(line, call)) continue;
    isTruncated = page.length >= wanted.max;
    if (isTruncated) break;
    page.push(line);
  }
  const last = page.at(-1);
  const named = nameEncoder(call);
  return xmlAnswer("ListBucketResult", {
    Name: bucket.name,
    Prefix: named(wanted.prefix),
    Delimiter: wanted.delimiter === "" ? undefined : named(wanted.delimiter),
    StartAfter: startAfter === undefined ? undefined : named(startAfter),
    ContinuationToken: token,
    MaxKeys: wanted.max,
    EncodingType: call.query.get("encoding-type"),
    KeyCount: page.length,
    IsTruncated: isTruncated && last !== undefined,
    NextContinuationToken: isTruncated && last !== undefined ? tokenOf(last) : undefined,
    Contents: page.flatMap((line) => {
      const version = "key" in line ? line.versions.at(-1) : undefined;
      if (version?.kind !== "object") return [];
      const owner = call.query.get("fetch-owner") === "true" ? { ID: ACCOUNT } : undefined;
      return [{ Key: named(version.key), ...described(version), Owner: owner }];
    }),
    CommonPrefixes: page.flatMap((line) => ("prefix" in line ? [{ Prefix: named(line.prefix) }] : [])),
  });
};

const described = ({ at, etag, size, description, checksums }: ObjectVersion) => {
  return {
    LastModified: new Date(at).toISOString(),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksums.map(({ algorithm }) => algorithm),
    ChecksumType: checksums.length > 0 ? "FULL_OBJECT" : undefined,
    Size: size,
    StorageClass: description.storageClass,
  };
};

const nameEncoder = (call: Call): ((name: string) => string) =>
  call.query.get("encoding-type") === "url" ? (name) => encode(name).replaceAll("%2F", "/") : (name) => name;

/** Where to go on is kept in the token itself, so that it stays good after a restart. */
const tokenOf = (line: Line): string =>
  Buffer.from("key" in line ? `k${line.key}` : `p${line.prefix}`).toString("base64url");

const indexAfter = (call: Call, token: string): number => {
  const text = Buffer.from(token, "base64url").toString();
  const keys = call.store.keys(call.bucketName);
  if (text.startsWith("k")) return keys.after(text.slice(1));
  if (text.startsWith("p")) return keys.past(text.slice(1));
  throw invalidArgument("The continuation token provided is incorrect");
};

export const listOperations: readonly Operation[] = [
  {
    name: "ListObjectsV2",
    method: "GET",
    on: "bucket",
    when: ["list-type=2"],
    query: ["prefix", "delimiter", "max-keys", "encoding-type", "continuation-token", "start-after", "fetch-owner"],
    run: listObjects,
  },
];
