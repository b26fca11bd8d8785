import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { accessKeyOf } from "./caller.ts";
import { ServiceFault } from "./fault.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
const LARGEST_BODY = 64 * 1024 * 1024;

/** A page elsewhere must not reach the local cloud by a name that resolves to this machine (DNS rebinding). */
export const isLoopbackHost = (host: string | undefined): boolean => LOOPBACK.has((host ?? "").replace(/:\d+$/, ""));

export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new ServiceFault("RequestEntityTooLarge", "The body is larger than 64 MiB.", 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

export type Listening = { readonly url: string; readonly port: number; close(): Promise<void> };

/** Listens on 127.0.0.1 alone; port 0 takes a free one. Foreign Host headers get 421. */
export const listen = async (
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port = 0,
): Promise<Listening> => {
  const server: Server = createServer((request, response) => {
    if (!isLoopbackHost(request.headers.host)) {
      response.writeHead(421, { "content-type": "text/plain" }).end("Only loopback hosts are served.\n");
      return;
    }
    answer(request, response).catch((fault: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(fault instanceof Error ? fault.message : "fault");
    });
  });
  // A busy machine leaves connections idle for longer than Node's five seconds: who reuses one would be hung up on.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const bound = server.address();
  const at = isAddress(bound) ? bound.port : port;
  return {
    url: `http://127.0.0.1:${at}`,
    port: at,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const isAddress = (bound: string | AddressInfo | null): bound is AddressInfo =>
  typeof bound === "object" && bound !== null;

/** One operation of an AWS JSON service: its parsed input and the caller's access key in, its output out. */
export type JsonOperation = (
  input: Readonly<Record<string, unknown>>,
  accessKeyId: string,
) => unknown | Promise<unknown>;

/**
 * Serves an AWS JSON protocol (`X-Amz-Target: Service.Operation`). An operation that is not in the map is
 * refused by name with status 501; a ServiceFault becomes the error the SDK expects.
 */
export const serveJson = (
  service: string,
  operations: Readonly<Record<string, JsonOperation>>,
  port = 0,
): Promise<Listening> =>
  listen(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": request.headers["content-type"] ?? "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    };
    try {
      const target = String(request.headers["x-amz-target"] ?? "");
      const operation = operations[target.slice(target.lastIndexOf(".") + 1)];
      const body = await readBody(request);
      const accessKeyId = accessKeyOf(request.headers.authorization);
      if (operation === undefined) {
        answer(501, {
          __type: "LocalCloudDoesNotSupport",
          message: `${service} of the local cloud does not support ${target}.`,
        });
        return;
      }
      answer(200, (await operation(body.length === 0 ? {} : JSON.parse(body.toString()), accessKeyId)) ?? {});
    } catch (fault) {
      if (fault instanceof ServiceFault)
        answer(fault.status, { __type: fault.name, message: fault.message, ...fault.details });
      else answer(500, { __type: "InternalFailure", message: fault instanceof Error ? fault.message : String(fault) });
    }
  }, port);
