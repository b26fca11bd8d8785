import { validateHeaderName, validateHeaderValue } from "node:http";
import * as z from "zod";
import { badGateway } from "./fault.ts";
import { isBinary } from "./media.ts";

/** An answer ready to be sent. */
export type Answer = {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

const HeaderText = z.union([z.string(), z.boolean()]).transform(String);

/** What a function behind a proxy may answer: all may be missing, nothing more may be there. */
const Returned = z.strictObject({
  statusCode: z.coerce.number().int().min(200).max(599).default(200),
  headers: z.record(z.string(), HeaderText).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(HeaderText)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
});

/** Headers that the gateway keeps for itself and passes on under another name. */
const REMAPPED = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-md5",
  "date",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "www-authenticate",
]);

/**
 * Turns what a function returned into an HTTP answer; what is malformed is a bad gateway. A body in base64 is decoded
 * where the caller's first `Accept` is a binary media type of the API, and is sent as it is otherwise.
 */
export const answerOf = (returned: unknown, accept: string | undefined, binary: readonly string[]): Answer => {
  const parsed = Returned.safeParse(returned);
  if (!parsed.success) throw badGateway();
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const sent = merged(headers ?? {}, multiValueHeaders ?? {}).map(([name, value]): [string, string] => [
    REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name,
    value,
  ]);
  for (const [name, value] of sent) proveHeader(name, value);
  if (!sent.some(([name]) => name.toLowerCase() === "content-type")) sent.push(["Content-Type", "application/json"]);
  const isDecoded = isBase64Encoded && isBinary(binary, accept);
  return { status: statusCode, headers: sent, body: Buffer.from(body ?? "", isDecoded ? "base64" : "utf8") };
};

/** Both maps as one list; of a pair that stands in both, the one of the lists is kept. */
const merged = (
  single: Readonly<Record<string, string>>,
  multi: Readonly<Record<string, readonly string[]>>,
): [string, string][] => {
  const listed = Object.entries(multi).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const isListed = ([name, value]: [string, string]): boolean =>
    listed.some(([other, same]) => other.toLowerCase() === name.toLowerCase() && same === value);
  return [...Object.entries(single).filter((pair) => !isListed(pair)), ...listed];
};

const proveHeader = (name: string, value: string): void => {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw badGateway();
  }
};
