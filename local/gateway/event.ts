import { randomBytes, randomUUID } from "node:crypto";
import { PLACE, steadyId } from "../template/place.ts";
import type { Operation } from "./api.ts";
import type { Request } from "./request.ts";
import type { Route } from "./router.ts";

/** What the gateway knows of one request from its first moment on. */
export type Visit = {
  readonly apiId: string;
  readonly stage: string;
  readonly request: Request;
  /** The path without the stage's prefix. */
  readonly path: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  /** Milliseconds since 1970 on the platform's clock. */
  readonly at: number;
};

type About = { readonly apiId: string; readonly stage: string; readonly request: Request; readonly at: number };

/** Numbers a request. `/<stage>/…` is the API's own address, `/…` stands for a domain that is mapped to the stage. */
export const visitOf = ({ apiId, stage, request, at }: About): Visit => {
  const prefix = `/${stage}`;
  const isUnderStage = request.path === prefix || request.path.startsWith(`${prefix}/`);
  const seconds = Math.floor(at / 1000).toString(16);
  return {
    apiId,
    stage,
    request,
    path: isUnderStage ? request.path.slice(prefix.length) || "/" : request.path,
    requestId: randomUUID(),
    extendedRequestId: `${randomBytes(8).toString("base64").slice(0, 11)}Fvw=`,
    traceId: `Root=1-${seconds.padStart(8, "0")}-${randomBytes(12).toString("hex")}`,
    at,
  };
};

export type Key = { readonly id: string; readonly value: string };

/** The `requestContext` of both kinds of event. */
export const contextOf = (visit: Visit, { path, method, id }: Operation, key?: Key): Record<string, unknown> => {
  const { request, apiId, stage } = visit;
  return {
    resourceId: steadyId(`${apiId}${path}`, 6),
    resourcePath: path,
    ...(id !== undefined && { operationName: id }),
    httpMethod: method === "ANY" ? request.method : method,
    extendedRequestId: visit.extendedRequestId,
    requestTime: commonLogTime(visit.at),
    path: request.path,
    accountId: PLACE.account,
    protocol: "HTTP/1.1",
    stage,
    domainPrefix: request.host.split(/[.:]/)[0],
    requestTimeEpoch: visit.at,
    requestId: visit.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      ...(key !== undefined && { apiKey: key.value, apiKeyId: key.id }),
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: request.headers.get("user-agent")?.values.at(-1) ?? null,
      user: null,
    },
    domainName: request.host,
    deploymentId: steadyId(`${apiId}/${stage}`, 6),
    apiId,
  };
};

/** ARN of the method as it was called, which the policies of authorisers speak of. */
export const methodArn = ({ apiId, stage, request, path }: Visit): string =>
  `arn:${PLACE.partition}:execute-api:${PLACE.region}:${PLACE.account}:${apiId}/${stage}/${request.method}${path}`;

/** What both events say of the request. Of a name that was sent several times the single form has the last value. */
const sentOf = (visit: Visit, { operation, parameters }: Route) => {
  const headers = forwarded(visit);
  return {
    resource: operation.path,
    path: visit.path,
    httpMethod: visit.request.method,
    headers: Object.fromEntries(headers.map(({ name, values }) => [name, values.at(-1) ?? ""])),
    multiValueHeaders: Object.fromEntries(headers.map(({ name, values }) => [name, values])),
    queryStringParameters: Object.fromEntries(
      [...visit.request.query].map(([name, values]) => [name, values.at(-1) ?? ""]),
    ),
    multiValueQueryStringParameters: Object.fromEntries(visit.request.query),
    pathParameters: parameters,
  };
};

/** The event of an authoriser of type REQUEST, version 1. */
export const authorizerEvent = (visit: Visit, route: Route): Record<string, unknown> => ({
  type: "REQUEST",
  methodArn: methodArn(visit),
  ...sentOf(visit, route),
  stageVariables: {},
  requestContext: contextOf(visit, route.operation),
});

type Payload = { readonly body: Buffer; readonly isBinary: boolean };

/** The event of a Lambda proxy integration, version 1: maps without entries are null. */
export const proxyEvent = (
  visit: Visit,
  route: Route,
  { body, isBinary }: Payload,
  { authorizer, key }: { authorizer?: Readonly<Record<string, unknown>> | undefined; key?: Key | undefined },
): Record<string, unknown> => {
  const sent = sentOf(visit, route);
  return {
    ...sent,
    queryStringParameters: orNull(sent.queryStringParameters),
    multiValueQueryStringParameters: orNull(sent.multiValueQueryStringParameters),
    pathParameters: orNull(sent.pathParameters),
    stageVariables: null,
    requestContext: {
      ...contextOf(visit, route.operation, key),
      ...(authorizer !== undefined && { authorizer }),
    },
    body: body.length === 0 ? null : body.toString(isBinary ? "base64" : "utf8"),
    isBase64Encoded: isBinary && body.length > 0,
  };
};

const orNull = <T extends object>(map: T): T | null => (Object.keys(map).length === 0 ? null : map);

/** Connection headers stay behind; what a proxy adds is added. */
const forwarded = ({ request, traceId }: Visit) => {
  const added = new Map(request.headers);
  for (const name of ["connection", "content-length", "keep-alive", "te", "transfer-encoding", "upgrade"])
    added.delete(name);
  const before = request.headers.get("x-forwarded-for")?.values ?? [];
  const port = request.host.split(":")[1] ?? "80";
  added.set("x-forwarded-for", { name: "X-Forwarded-For", values: [[...before, request.sourceIp].join(", ")] });
  added.set("x-forwarded-port", { name: "X-Forwarded-Port", values: [port] });
  added.set("x-forwarded-proto", { name: "X-Forwarded-Proto", values: ["http"] });
  if (!added.has("x-amzn-trace-id")) added.set("x-amzn-trace-id", { name: "X-Amzn-Trace-Id", values: [traceId] });
  return [...added.values()];
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `09/Apr/2030:12:34:56 +0000`, as access logs write it. */
const commonLogTime = (at: number): string => {
  const iso = new Date(at).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
};
