import type { IncomingMessage } from "node:http";
import { ServiceFault } from "../shared/fault.ts";

/** A request as it came: nothing is believed yet. Header names are lower case, query names and values decoded. */
export type RawRequest = {
  readonly method: string;
  /** As sent, still percent-encoded. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string>>;
};

/** Which thing of the account a path names (path-style addressing). */
export type Target = { readonly bucket?: string; readonly key?: string };

const LONGEST_KEY = 1024;

export const readRequest = (request: IncomingMessage): RawRequest => {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return {
    method: request.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query: parseQuery(mark < 0 ? "" : url.slice(mark + 1)),
    headers,
  };
};

const parseQuery = (text: string): ReadonlyMap<string, string> => {
  const query = new Map<string, string>();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode((equals < 0 ? pair : pair.slice(0, equals)).replaceAll("+", " "));
    if (query.has(name)) throw new ServiceFault("InvalidArgument", `The parameter ${name} is given twice.`, 400);
    query.set(name, equals < 0 ? "" : decode(pair.slice(equals + 1).replaceAll("+", " ")));
  }
  return query;
};

/** Bucket and key of a path. Keys are taken as they are: no dot segment is resolved, no slash is merged. */
export const targetOf = (path: string): Target => {
  const [, bucket, key] = /^\/([^/]*)(?:\/([\s\S]*))?$/.exec(path) ?? [];
  if (bucket === undefined) throw new ServiceFault("InvalidURI", "Couldn't parse the specified URI.", 400);
  if (bucket === "") return {};
  if (key === undefined || key === "") return { bucket: decode(bucket) };
  return { bucket: decode(bucket), key: checkedKey(decode(key)) };
};

const checkedKey = (key: string): string => {
  if (Buffer.byteLength(key) > LONGEST_KEY) {
    throw new ServiceFault("KeyTooLongError", "Your key is too long.", 400, { MaxSizeAllowed: LONGEST_KEY });
  }
  return key;
};

export const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceFault("InvalidURI", "Couldn't parse the specified URI.", 400);
  }
};

/** Percent-encodes as RFC 3986 and Signature Version 4 ask: all but letters, digits and `-._~`. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);

/** What a query says in place of a header must be one: it is answered as a header later. */
export const checkHeader = (name: string, value: string): void => {
  if (/^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) return;
  throw new ServiceFault("InvalidArgument", `${name} cannot be a header with this value.`, 400);
};
