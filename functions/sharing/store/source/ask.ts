import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { LIMITS } from "../../../kernel/limits.ts";
import { accept, type Outcome, refuse } from "../../../kernel/outcome.ts";
import { parseJson } from "../../../platform/json.ts";
import { type Connected, isReachable } from "./address.ts";

/** How the provider's endpoint failed, for both sides; what it sent is not told. */
type Failing =
  | "address-not-public"
  | "not-reached"
  | "too-slow"
  | "redirects"
  | "status-not-200"
  | "not-json"
  | "too-large"
  | "body-not-as-agreed";
type Failed = "source-failed";

/** Milliseconds from the first step to the last byte: what is left for our own read and write fits the gateway's time. */
const SOURCE_MILLISECONDS = 8000;

const failed = (because: Failing) => refuse<Failed>("source-failed", { because }, ["A25p2"]);

/** A fault that stands for one of our reasons. */
class Refusing extends Error {
  readonly because: Failing;
  constructor(because: Failing) {
    super(because);
    this.because = because;
  }
}

/**
 * Connects to an address that was looked at, never to a name: a name that resolves to another address the next moment
 * leads nowhere. One address that is not public makes the name a trap, so none of its others is used either.
 */
const guardedLookup =
  (connected: Connected, resolve: typeof lookup): LookupFunction =>
  (host, options, done) => {
    resolve(host, { all: true, verbatim: true }).then(
      (found) => {
        const [first] = found;
        if (first === undefined || !found.every(({ address }) => isReachable(address, connected)))
          return done(new Refusing("address-not-public"), "", 0);
        return options.all ? done(null, found) : done(null, first.address, first.family);
      },
      () => done(new Refusing("not-reached"), "", 0),
    );
  };

/** The body, if it is no larger than we take; leaving the loop closes the connection. */
const textOf = async (answer: IncomingMessage): Promise<string | undefined> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    const piece: Buffer = chunk;
    bytes += piece.length;
    if (bytes > LIMITS.bodyBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

const unfit = ({ statusCode = 0, headers }: IncomingMessage): Failing | undefined => {
  if (statusCode >= 300 && statusCode < 400) return "redirects";
  if (statusCode !== 200) return "status-not-200";
  const isJson = /^application\/json\b/.test(headers["content-type"] ?? "");
  return isJson && headers["content-encoding"] === undefined ? undefined : "not-json";
};

const read = async (answer: IncomingMessage): Promise<Outcome<unknown, Failed>> => {
  const because = unfit(answer);
  if (because !== undefined) return failed(because);
  const text = await textOf(answer);
  if (text === undefined) return failed("too-large");
  const json = parseJson(text);
  return json.ok ? accept(json.value) : failed("not-json");
};

type Asking = Readonly<{ connected: Connected; resolve?: typeof lookup; milliseconds?: number }>;

/**
 * Asks a provider's endpoint by one POST: no redirect is followed, no compression taken, at most LIMITS.bodyBytes of
 * JSON within `milliseconds`. Whatever goes wrong is a refusal that says how, and no word of what was sent.
 */
export const askSource =
  ({ connected, resolve = lookup, milliseconds = SOURCE_MILLISECONDS }: Asking) =>
  async (url: string, body: unknown): Promise<Outcome<unknown, Failed>> => {
    const sent = JSON.stringify(body);
    const address = new URL(url);
    // An address in place of a name is resolved by nobody, so it would pass by the guard.
    const literal = address.hostname.replace(/^\[|\]$/g, "");
    if (isIP(literal) !== 0 && !isReachable(literal, connected)) return failed("address-not-public");
    const signal = AbortSignal.timeout(milliseconds);
    try {
      const answer = await new Promise<IncomingMessage>((heard, lost) => {
        const send = address.protocol === "https:" ? overHttps : overHttp;
        const asked = send(address, {
          method: "POST",
          agent: false,
          signal,
          lookup: guardedLookup(connected, resolve),
          headers: {
            "content-type": "application/json",
            accept: "application/json",
            "content-length": Buffer.byteLength(sent),
          },
        });
        asked.once("response", heard);
        asked.once("error", lost);
        asked.end(sent);
      });
      const said = await read(answer);
      answer.destroy();
      return said;
    } catch (fault) {
      return failed(reasonOf(fault, signal));
    }
  };

const reasonOf = (fault: unknown, signal: AbortSignal): Failing => {
  if (fault instanceof Refusing) return fault.because;
  return signal.aborted ? "too-slow" : "not-reached";
};
