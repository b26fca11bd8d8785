import type { IncomingMessage } from "node:http";
import { GatewayFault } from "./fault.ts";

/** Ten mebibytes: the real gateway takes no larger body. */
const LARGEST_BODY = 10 * 1024 * 1024;
/** Request line and headers together, as the real gateway counts them. */
const LARGEST_HEAD = 10_240;

type Multi = ReadonlyMap<string, { readonly name: string; readonly values: readonly string[] }>;

/** An HTTP request before anybody has decided what it is for. Nothing of the path is decoded or tidied up. */
export type Request = {
  readonly method: string;
  /** As it was sent, without the query; several leading slashes are one. */
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** By lower-case name; `name` is spelt as it was first sent. */
  readonly headers: Multi;
  readonly host: string;
  readonly sourceIp: string;
};

/** Reads the head of a request; refuses one that is too long or whose path cannot be decoded. */
export const readHead = (incoming: IncomingMessage): Request => {
  const target = incoming.url ?? "/";
  const cut = target.indexOf("?");
  const path = (cut === -1 ? target : target.slice(0, cut)).replace(/^\/{2,}/, "/");
  const headers = headersOf(incoming.rawHeaders);
  const head = [...headers.values()].reduce(
    (sum, { name, values }) => values.reduce((length, value) => length + name.length + value.length + 4, sum),
    target.length + (incoming.method ?? "").length,
  );
  if (head > LARGEST_HEAD) throw new GatewayFault("REQUEST_TOO_LARGE", "Request header is too large");
  if (!path.startsWith("/")) throw new GatewayFault("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  if (path.includes("#") || !isDecodable(path)) throw new GatewayFault("DEFAULT_4XX", "Bad Request");
  return {
    method: incoming.method ?? "GET",
    path,
    query: queryOf(cut === -1 ? "" : target.slice(cut + 1)),
    headers,
    host: incoming.headers.host ?? "",
    sourceIp: incoming.socket.remoteAddress ?? "127.0.0.1",
  };
};

/** The body; what is too large is read to its end and thrown away, so that the caller gets the answer. */
export const readPayload = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > LARGEST_BODY)
    throw new GatewayFault("REQUEST_TOO_LARGE", `HTTP content length exceeded ${LARGEST_BODY} bytes.`);
  return Buffer.concat(chunks);
};

/** The last value of a header, as the gateway's events give it. */
export const headerOf = ({ headers }: Pick<Request, "headers">, name: string): string | undefined =>
  headers.get(name.toLowerCase())?.values.at(-1);

const headersOf = (raw: readonly string[]): Multi => {
  const headers = new Map<string, { name: string; values: string[] }>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = "", value = ""] = raw.slice(at, at + 2);
    const known = headers.get(name.toLowerCase());
    if (known === undefined) headers.set(name.toLowerCase(), { name, values: [value] });
    else known.values.push(value);
  }
  return headers;
};

const queryOf = (text: string): Map<string, string[]> => {
  const query = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) query.set(name, [...(query.get(name) ?? []), value]);
  return query;
};

const isDecodable = (path: string): boolean => {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
};
