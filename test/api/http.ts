import { Agent, request } from "node:http";

export type Sent = Readonly<{
  method: string;
  /** As it goes over the wire: nothing of it is tidied up or escaped. */
  path: string;
  headers?: Readonly<Record<string, string | readonly string[]>>;
  body?: string | Buffer;
}>;

export type Answer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  text: string;
}>;

const agent = new Agent({ keepAlive: true, maxSockets: 128 });
afterAll(() => agent.destroy());

/** Sends a request as it is written; `fetch` would mend paths and refuse bodies that a caller can well send. */
export const send = (url: string, { method, path, headers = {}, body }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const base = new URL(url).pathname.replace(/\/$/, "");
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const given = Object.fromEntries(
      Object.entries({ ...length, ...headers }).map(([name, value]) => [
        name,
        typeof value === "string" ? value : [...value],
      ]),
    );
    const outgoing = request({ agent, hostname, port, method, path: `${base}${path}`, headers: given }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
