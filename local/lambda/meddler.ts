import { request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { FaultKind } from "../shared/faults.ts";
import { type Listening, listen, readBody } from "../shared/server.ts";

/**
 * What goes wrong at the n-th AWS call of one invocation (counted from 1 over all services, the SDK's own repeats
 * included): a fault of the call, or the end of the function before the service hears of it, or after it has done
 * everything and before the function learns of it.
 */
export type CallFault = { readonly call: number; readonly kind: FaultKind | "crash-before" | "crash-after" };

/** Stands between one copy of a function and the local services. */
export type Meddler = {
  /** To be used in place of the services' own. */
  readonly endpoints: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

type Deeds = { fired(): void; kill(): Promise<void> };
type Passed = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: Buffer };

/** Starts a meddler before these services that plays one fault. */
export const meddle = async (
  endpoints: Readonly<Record<string, string>>,
  { call, kind }: CallFault,
  { fired, kill }: Deeds,
): Promise<Meddler> => {
  let calls = 0;
  const answer = async (service: string, request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    calls += 1;
    const hit = calls === call;
    if (hit) fired();
    if (hit && kind === "crash-before") return kill();
    if (hit && kind === "timeout-before") return void request.socket.destroy();
    if (hit && (kind === "throttle" || kind === "error")) return refuse(kind, request, response);
    const passed = await pass(service, request, body);
    if (hit && kind === "crash-after") return kill();
    if (hit && kind === "lost-reply") return void request.socket.destroy();
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
