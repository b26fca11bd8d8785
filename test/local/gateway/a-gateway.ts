import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { startGateway } from "../../../local/gateway/gateway.ts";
import { MovableClock } from "../../../local/shared/clock.ts";
import type { Listening } from "../../../local/shared/server.ts";
import type { ResolvedRestApi } from "../../../local/template/rest-apis.ts";

const FUNCTIONS = "arn:aws-cn:lambda:cn-north-1:000000000000:function";
export const ROLE = "arn:aws-cn:iam::000000000000:role/gateway";

const uriOf = (name: string): string =>
  `arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/${FUNCTIONS}:${name}/invocations`;

export type Json = Record<string, unknown>;

/** An operation that a function of this name serves. */
export const operation = (name: string, more: Json = {}, integration: Json = {}): Json => ({
  "x-amazon-apigateway-integration": {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: uriOf(name),
    credentials: ROLE,
    ...integration,
  },
  ...more,
});

export const authorizer = (more: Json = {}): Json => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": {
    type: "request",
    authorizerUri: uriOf("authorizer"),
    authorizerCredentials: ROLE,
    authorizerResultTtlInSeconds: 0,
    ...more,
  },
});

export const anApi = (paths: Json, more: Json = {}, settings: Partial<ResolvedRestApi> = {}): ResolvedRestApi => ({
  id: "abcde12345",
  name: "onenet",
  stage: "v1",
  body: { openapi: "3.0.1", info: { title: "onenet", version: "1" }, paths, ...more },
  binaryMediaTypes: [],
  throttles: [],
  plans: [],
  ...settings,
});

type Functions = Record<string, (event: Json) => unknown>;
export type Invoked = { readonly name: string; readonly event: Json; readonly role: string };

type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly raw: Buffer; json(): Json };
type Sent = {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
};

const open: { gateway: Listening; clock: MovableClock }[] = [];

/** A gateway before functions of the test's making. Paths go over the wire exactly as they are written. */
export const aGateway = async (api: ResolvedRestApi, functions: Functions = {}, patience = 29_000) => {
  const clock = new MovableClock();
  const invoked: Invoked[] = [];
  const gateway = await startGateway({
    api,
    clock,
    patience,
    invoke: async (functionArn, event, role) => {
      const name = functionArn.split(":").at(-1) ?? "";
      invoked.push({ name, event: event as Json, role });
      return await (functions[name] ?? (() => ({ statusCode: 200, body: "{}" })))(event as Json);
    },
  });
  open.push({ gateway, clock });
  const send = (path: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const outgoing = httpRequest({ port: gateway.port, host: "127.0.0.1", path, method, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const raw = Buffer.concat(chunks);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            raw,
            json: () => JSON.parse(raw.toString()) as Json,
          });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  return { clock, gateway, invoked, send, event: () => invoked.at(-1)?.event ?? {} };
};

export const closeGateways = async (): Promise<void> => {
  for (const { gateway, clock } of open.splice(0)) {
    await gateway.close();
    clock.stop();
  }
};

export const allow = (resource: string | string[] = "*", more: Json = {}): Json => ({
  principalId: "somebody",
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: resource }],
  },
  ...more,
});
