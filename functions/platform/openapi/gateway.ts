import { both } from "../../kernel/saying.ts";
import type { AnyOperation, Contract } from "../operation.ts";
import { PLATFORM_REFUSALS, type PlatformRefusal } from "../refusals.ts";

/** The contexts with their operations, as the whole API is made of them. */
export type Contexts = Readonly<Record<string, Contract>>;

type Integration = Readonly<{
  /** The URI by which the gateway invokes the function of this context that serves this power (or `api`). */
  uriOf: (context: string, piece: string) => string;
  /** The role that the gateway takes to invoke functions. */
  role: string;
  authorizerUri: string;
}>;

/**
 * The body of the REST API for the gateway: paths, parameters and integrations only. OpenAPI 3.0 as the gateway
 * imports it cannot express our strict schemas, and full schemas would outgrow the template; zod validates bodies.
 */
export const gatewayBody = (title: string, contexts: Contexts, { uriOf, role, authorizerUri }: Integration) => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [context, contract] of Object.entries(contexts)) {
    for (const operation of Object.values(contract)) {
      const method = {
        parameters: parametersOf(operation),
        // The importer takes no default response, and a warning of its stops the deploy.
        responses: { "200": { description: "JSON, or application/problem+json" } },
        security: operation.who === "nobody-known" ? [] : [{ principal: [], usage: [] }],
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          httpMethod: "POST",
          uri: uriOf(context, operation.power ?? "api"),
          credentials: role,
          passthroughBehavior: "when_no_match",
          timeoutInMillis: 29_000,
        },
      };
      paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: method };
    }
  }
  return {
    openapi: "3.0.1",
    info: { title, version: "1" },
    paths,
    components: {
      securitySchemes: {
        // The usage plan's key is named by the authoriser; a caller sends none.
        usage: { type: "apiKey", name: "x-api-key", in: "header" },
        principal: {
          type: "apiKey",
          name: "Authorization",
          in: "header",
          "x-amazon-apigateway-authtype": "custom",
          "x-amazon-apigateway-authorizer": {
            type: "request",
            authorizerUri,
            authorizerCredentials: role,
            // What a caller may is looked up on each call: a revoked key or post counts at once.
            authorizerResultTtlInSeconds: 0,
            identitySource: "method.request.header.Authorization",
          },
        },
      },
    },
    "x-amazon-apigateway-api-key-source": "AUTHORIZER",
    "x-amazon-apigateway-gateway-responses": GATEWAY_RESPONSES,
  };
};

const parametersOf = ({ path }: AnyOperation) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

/** The gateway's own errors in the shape of every other answer; `type` of the gateway → our code. */
const GATEWAY_ERRORS: Readonly<Record<string, PlatformRefusal>> = {
  ACCESS_DENIED: "not-signed-in",
  UNAUTHORIZED: "not-signed-in",
  INVALID_API_KEY: "not-signed-in",
  EXPIRED_TOKEN: "not-signed-in",
  INVALID_SIGNATURE: "not-signed-in",
  WAF_FILTERED: "request-blocked",
  MISSING_AUTHENTICATION_TOKEN: "route-unknown",
  RESOURCE_NOT_FOUND: "route-unknown",
  AUTHORIZER_FAILURE: "unavailable",
  AUTHORIZER_CONFIGURATION_ERROR: "fault",
  API_CONFIGURATION_ERROR: "fault",
  BAD_REQUEST_PARAMETERS: "fields-invalid",
  BAD_REQUEST_BODY: "fields-invalid",
  REQUEST_TOO_LARGE: "body-too-large",
  UNSUPPORTED_MEDIA_TYPE: "media-type-unsupported",
  THROTTLED: "too-many-requests",
  QUOTA_EXCEEDED: "too-many-requests",
  INTEGRATION_FAILURE: "unavailable",
  INTEGRATION_TIMEOUT: "timed-out",
  DEFAULT_4XX: "fields-invalid",
  DEFAULT_5XX: "unavailable",
};

/** Every answer that the gateway itself gives, as a problem document. */
export const GATEWAY_RESPONSES = Object.fromEntries(
  Object.entries(GATEWAY_ERRORS).map(([type, code]) => {
    const { status, zh, en } = PLATFORM_REFUSALS[code];
    const problem = {
      type: `urn:onenet:problem:${code}`,
      // A template of the gateway cannot ask for the reader's language.
      title: both(zh, en),
      status,
      code,
      articles: [],
      fields: [],
      facts: {},
      traceId: "$context.requestId",
    };
    return [
      type,
      {
        statusCode: String(status),
        responseParameters: {
          "gatewayresponse.header.content-type": "'application/problem+json'",
          "gatewayresponse.header.cache-control": "'no-store'",
          ...(status === 429 || status === 503 ? { "gatewayresponse.header.retry-after": "'1'" } : {}),
        },
        responseTemplates: { "application/json": JSON.stringify(problem) },
      },
    ];
  }),
);
