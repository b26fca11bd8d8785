import * as z from "zod";

/** The kinds of answer that the gateway gives itself, with the status each has unless the API says otherwise. */
export const RESPONSE_TYPES = {
  DEFAULT_4XX: 400,
  DEFAULT_5XX: 500,
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
} as const;
export type ResponseType = keyof typeof RESPONSE_TYPES;

const LambdaUri = z
  .string()
  .regex(/^arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/arn:[^/]+\/invocations$/)
  .transform((uri) => uri.slice(uri.indexOf("/functions/") + "/functions/".length, -"/invocations".length));

/** The gateway calls a function as a role; who takes no role would need a permission on each function. */
const RoleArn = z.string().regex(/^arn:[^:]+:iam::\d+:role\/[^/]+$/);

const Integration = z.strictObject({
  type: z.enum(["aws_proxy", "AWS_PROXY"]),
  httpMethod: z.literal("POST"),
  uri: LambdaUri,
  credentials: RoleArn,
  timeoutInMillis: z.number().int().min(50).max(29_000).default(29_000),
  // Neither changes what a function behind a proxy receives.
  passthroughBehavior: z.string().optional(),
  payloadFormatVersion: z.literal("1.0").optional(),
});

const Parameter = z.strictObject({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().default(false),
  description: z.string().optional(),
  // The gateway asks whether a parameter is there, never what it looks like.
  schema: z.unknown().optional(),
});

const Operation = z.strictObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  deprecated: z.boolean().optional(),
  parameters: z.array(Parameter).default([]),
  responses: z.record(z.string(), z.strictObject({ description: z.string() })).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()).length(0))).default([]),
  "x-amazon-apigateway-integration": Integration,
  "x-amazon-apigateway-request-validator": z.string().optional(),
});

const AuthorizerScheme = z.strictObject({
  type: z.literal("apiKey"),
  name: z.string(),
  in: z.literal("header"),
  description: z.string().optional(),
  "x-amazon-apigateway-authtype": z.string(),
  "x-amazon-apigateway-authorizer": z.strictObject({
    type: z.literal("request"),
    authorizerUri: LambdaUri,
    authorizerCredentials: RoleArn,
    authorizerResultTtlInSeconds: z.literal(0),
    identitySource: z
      .string()
      .regex(/^method\.request\.(header|querystring)\.[^,\s]+(\s*,\s*method\.request\.(header|querystring)\.[^,\s]+)*$/)
      .optional(),
  }),
});

const KeyScheme = z.strictObject({
  type: z.literal("apiKey"),
  name: z.literal("x-api-key"),
  in: z.literal("header"),
  description: z.string().optional(),
});

const GatewayResponse = z.strictObject({
  statusCode: z.coerce.number().int().min(100).max(599).optional(),
  responseParameters: z.record(z.string().startsWith("gatewayresponse.header."), z.string()).default({}),
  responseTemplates: z.record(z.string(), z.string()).default({}),
});
export type GatewayResponse = z.infer<typeof GatewayResponse>;

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method"] as const;

/** OpenAPI 3.0 as this gateway serves it: whatever else a body says is refused by name. */
export const Body = z.strictObject({
  openapi: z.string().startsWith("3.0."),
  info: z.looseObject({ title: z.string() }),
  tags: z.unknown().optional(),
  paths: z.record(z.string().startsWith("/"), z.partialRecord(z.enum(METHODS), Operation)),
  components: z
    .strictObject({ securitySchemes: z.record(z.string(), z.union([AuthorizerScheme, KeyScheme])).default({}) })
    .default({ securitySchemes: {} }),
  "x-amazon-apigateway-api-key-source": z.enum(["HEADER", "AUTHORIZER"]).optional(),
  "x-amazon-apigateway-binary-media-types": z.array(z.string()).default([]),
  "x-amazon-apigateway-gateway-responses": z
    .partialRecord(z.enum(Object.keys(RESPONSE_TYPES)), GatewayResponse)
    .default({}),
  "x-amazon-apigateway-request-validator": z.string().optional(),
  "x-amazon-apigateway-request-validators": z
    .record(
      z.string(),
      z.strictObject({
        validateRequestParameters: z.boolean().default(false),
        validateRequestBody: z.literal(false, "bodies are proven by the functions alone").default(false),
      }),
    )
    .default({}),
});
export type Body = z.infer<typeof Body>;
