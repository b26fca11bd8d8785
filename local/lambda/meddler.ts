import { request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { FaultKind } from "../shared/faults.ts";
import { type Listening, listen, readBody } from "../shared/server.ts";

/**
 * What goes wrong at the n-th AWS call of one invocation (counted from 1 over all services, the SDK's own repeats
 * included): a fault of the call, or the end of the function before the service hears of it, or after it has done
 * everything and before the function learns of it; or half of what was sent or answered is missing, and nothing about
 * the message says so.
 */
export type CallFault = {
  readonly call: number;
  readonly kind: FaultKind | "crash-before" | "crash-after" | "short-request" | "short-reply";
};

/** Stands between one copy of a function and the local services. */
export type Meddler = {
  /** To be used in place of the services' own. */
  readonly endpoints: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

type Deeds = { fired(): void; kill(): Promise<void> };
type Passed = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: Buffer };

const halfOf = (body: Buffer): Buffer => body.subarray(0, body.length >> 1);

/** Starts a meddler before these services that plays these faults. */
export const meddle = async (
  endpoints: Readonly<Record<string, string>>,
  faults: readonly CallFault[],
  { fired, kill }: Deeds,
): Promise<Meddler> => {
  let calls = 0;
  const answer = async (service: string, request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    calls += 1;
    const at = calls;
    const kind = faults.find(({ call }) => call === at)?.kind;
    if (kind !== undefined) fired();
    if (kind === "crash-before") return kill();
    if (kind === "timeout-before") return void request.socket.destroy();
    if (kind === "throttle" || kind === "error") return refuse(kind, request, response);
    const passed = await pass(service, request, kind === "short-request" ? halfOf(body) : body);
    if (kind === "crash-after") return kill();
    if (kind === "lost-reply") return void request.socket.destroy();
    // An answer without a body, as to HEAD, has no half.
    if (kind === "short-reply" && passed.body.length > 0) {
      const half = halfOf(passed.body);
      const { "content-length": _, ...headers } = passed.headers;
      return void response.writeHead(passed.status, { ...headers, "content-length": half.length }).end(half);
    }
    response.writeHead(passed.status, passed.headers).end(passed.body);
  };
  const doors = await Promise.all(
    Object.entries(endpoints).map(
      async ([service, url]): Promise<[string, Listening]> => [
        service,
        await listen((request, response) => answer(url, request, response)),
      ],
    ),
  );
  return {
    endpoints: Object.fromEntries(doors.map(([service, { url }]) => [service, url])),
    stop: async () => {
      await Promise.all(doors.map(([, door]) => door.close()));
    },
  };
};

const pass = (service: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Passed> =>
  new Promise((resolve, reject) => {
    const to = new URL(service);
    const { "transfer-encoding": _, ...kept } = headers;
    const sent = forward({
      hostname: to.hostname,
      port: to.port,
      path: url,
      method,
      // The host stays the one that was signed.
      headers: { ...kept, "content-length": body.length },
    });
    sent.on("error", reject);
    sent.on("response", (heard) => {
      readBody(heard).then(
        (text) => resolve({ status: heard.statusCode ?? 500, headers: heard.headers, body: text }),
        reject,
      );
    });
    sent.end(body);
  });

/** Every protocol in use reads the status and this header; JSON services look into the body as well. */
const refuse = (kind: "throttle" | "error", request: IncomingMessage, response: ServerResponse): void => {
  const isJson = request.headers["x-amz-target"] !== undefined;
  const name = kind === "error" ? "InternalFailure" : isJson ? "ThrottlingException" : "SlowDown";
  const status = kind === "error" ? 500 : isJson ? 400 : 503;
  const body = isJson
    ? JSON.stringify({ __type: name, message: "An ordered fault." })
    : `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${name}</Code><Message>An ordered fault.</Message></Error>`;
  response.writeHead(status, {
    "content-type": request.headers["content-type"] ?? "application/xml",
    "x-amzn-errortype": name,
  });
  response.end(body);
};
