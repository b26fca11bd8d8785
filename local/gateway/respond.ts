import type { Answer } from "./answer.ts";
import type { GatewayResponse, RESPONSE_TYPES } from "./body.ts";
import type { Visit } from "./event.ts";
import { contextOf } from "./event.ts";
import type { GatewayFault } from "./fault.ts";
import { headerOf, type Request } from "./request.ts";
import type { Route } from "./router.ts";
import { fill, headerValue, type Variables } from "./templates.ts";

/** The names under which AWS tells the kind of an error in `x-amzn-ErrorType`. */
const ERROR_TYPES: Readonly<Partial<Record<keyof typeof RESPONSE_TYPES, string>>> = {
  ACCESS_DENIED: "AccessDeniedException",
  AUTHORIZER_CONFIGURATION_ERROR: "AuthorizerConfigurationException",
  AUTHORIZER_FAILURE: "AuthorizerFailureException",
  BAD_REQUEST_PARAMETERS: "BadRequestException",
  DEFAULT_4XX: "BadRequestException",
  INTEGRATION_TIMEOUT: "InternalServerErrorException",
  INVALID_API_KEY: "ForbiddenException",
  MISSING_AUTHENTICATION_TOKEN: "MissingAuthenticationTokenException",
  QUOTA_EXCEEDED: "LimitExceededException",
  REQUEST_TOO_LARGE: "RequestTooLargeException",
  THROTTLED: "TooManyRequestsException",
  UNAUTHORIZED: "UnauthorizedException",
};

type About = {
  readonly visit: Visit | undefined;
  readonly request: Request | undefined;
  readonly route: Route | undefined;
};

/** The gateway's own answer to a fault, as the API's gateway responses shape it. */
export const respond = (fault: GatewayFault, responses: ReadonlyMap<string, GatewayResponse>, about: About): Answer => {
  const fallback = responses.get(fault.status >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX");
  const response = responses.get(fault.type) ?? fallback;
  const variables = variablesOf(fault, about);
  const [type, template] = templateOf(response, fault, about.request);
  const headers: [string, string][] = [
    ["Content-Type", type],
    ["x-amzn-ErrorType", ERROR_TYPES[fault.type] ?? "InternalServerErrorException"],
  ];
  for (const [parameter, expression] of Object.entries(response?.responseParameters ?? {})) {
    const name = parameter.slice("gatewayresponse.header.".length);
    const at = headers.findIndex(([known]) => known.toLowerCase() === name.toLowerCase());
    if (at !== -1) headers.splice(at, 1);
    headers.push([name, headerValue(expression, variables)]);
  }
  return { status: response?.statusCode ?? fault.status, headers, body: Buffer.from(fill(template, variables)) };
};

/** The template for what the caller accepts, else for JSON, else the first; AWS spells its own by the kind of error. */
const templateOf = (
  response: GatewayResponse | undefined,
  fault: GatewayFault,
  request: Request | undefined,
): readonly [string, string] => {
  const templates = Object.entries(response?.responseTemplates ?? {});
  const accepted = request === undefined ? undefined : headerOf(request, "accept")?.split(/[,;]/)[0]?.trim();
  return (
    templates.find(([type]) => type === accepted) ??
    templates.find(([type]) => type === "application/json") ??
    templates[0] ?? [
      "application/json",
      `{"${fault.type === "ACCESS_DENIED" ? "Message" : "message"}":$context.error.messageString}`,
    ]
  );
};

const variablesOf = (fault: GatewayFault, { visit, request, route }: About): Variables => {
  const context = visit === undefined || route === undefined ? {} : contextOf(visit, route.operation);
  const known: Record<string, unknown> = {
    ...context,
    requestId: visit?.requestId,
    extendedRequestId: visit?.extendedRequestId,
    path: request?.path,
    httpMethod: request?.method,
    domainName: request?.host,
    stage: visit?.stage,
    apiId: visit?.apiId,
    "error.message": fault.told,
    "error.messageString": JSON.stringify(fault.told),
    "error.responseType": fault.type,
    "error.validationErrorString": fault.type === "BAD_REQUEST_PARAMETERS" ? fault.told : "",
    "identity.sourceIp": request?.sourceIp,
    "identity.userAgent": request === undefined ? undefined : headerOf(request, "user-agent"),
  };
  return (name) => {
    if (name.startsWith("context.authorizer.")) return fault.context[name.slice("context.authorizer.".length)] ?? "";
    if (name.startsWith("context.")) return String(known[name.slice("context.".length)] ?? "");
    const [, where, of = ""] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(name) ?? [];
    if (request === undefined) return "";
    if (where === "header") return headerOf(request, of) ?? "";
    return (where === "path" ? route?.parameters[of] : request.query.get(of)?.at(-1)) ?? "";
  };
};
