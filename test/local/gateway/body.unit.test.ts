import { AssemblyRefused } from "../../../local/template/refused.ts";
import { aGateway, anApi, authorizer, closeGateways, type Json, operation } from "./a-gateway.ts";

afterEach(closeGateways);

const refusal = async (paths: Json, more: Json = {}) => {
  const fault: unknown = await aGateway(anApi(paths, more)).catch((reason: unknown) => reason);
  if (!(fault instanceof AssemblyRefused)) throw new Error("It was served.");
  return fault.findings.join("\n");
};

describe("parameters that an operation requires", () => {
  const validated = (more: Json = {}) =>
    anApi(
      {
        "/things": {
          get: operation("it", {
            "x-amazon-apigateway-request-validator": "parameters",
            parameters: [
              { name: "page", in: "query", required: true, schema: { type: "integer" } },
              { name: "X-Purpose", in: "header", required: true, schema: { type: "string" } },
              { name: "size", in: "query", schema: { type: "integer" } },
            ],
            ...more,
          }),
        },
      },
      { "x-amazon-apigateway-request-validators": { parameters: { validateRequestParameters: true } } },
    );

  it("must be there and not empty, whatever they look like", async () => {
    const { send, invoked } = await aGateway(validated());
    const answer = await send("/things?page=", { headers: { "X-Other": "x" } });
    const message = "Missing required request parameters: [page, X-Purpose]";
    expect([answer.status, answer.json()]).toEqual([400, { message }]);
    expect(invoked).toEqual([]);
    expect((await send("/things?page=x", { headers: { "x-purpose": "sharing" } })).status).toBe(200);
  });

  it("are nobody's concern without a validator", async () => {
    const { send } = await aGateway(validated({ "x-amazon-apigateway-request-validator": undefined }));
    expect((await send("/things")).status).toBe(200);
  });
});

describe("the gateway does not start, and names it,", () => {
  const get = (more: Json) => ({ "/x": { get: { ...operation("it"), ...more } } });
  const integration = (more: Json) => ({ "/x": { get: operation("it", {}, more) } });
  const scheme = (more: Json) => ({ components: { securitySchemes: { agencies: authorizer(more) } } });
  const ok = get({});
  it.each<{ what: string; paths: Json; more?: Json; names: string }>([
    {
      what: "an unknown extension",
      paths: ok,
      more: { "x-amazon-apigateway-policy": {} },
      names: "x-amazon-apigateway-policy is not supported",
    },
    {
      what: "an unknown extension of an operation",
      paths: get({ "x-amazon-apigateway-auth": {} }),
      names: "paths./x.get.x-amazon-apigateway-auth is not",
    },
    {
      what: "another kind of integration",
      paths: integration({ type: "mock" }),
      names: "paths./x.get.x-amazon-apigateway-integration.type",
    },
    {
      what: "templates of requests",
      paths: integration({ requestTemplates: {} }),
      names: "x-amazon-apigateway-integration.requestTemplates is not",
    },
    {
      what: "an integration without a role",
      paths: integration({ credentials: undefined }),
      names: "x-amazon-apigateway-integration.credentials",
    },
    { what: "more than 29 seconds", paths: integration({ timeoutInMillis: 30_000 }), names: "timeoutInMillis" },
    { what: "a body's model", paths: get({ requestBody: {} }), names: "paths./x.get.requestBody is not supported" },
    { what: "models", paths: ok, more: { components: { schemas: {} } }, names: "components.schemas is not supported" },
    { what: "a method it does not know", paths: { "/x": { trace: operation("it") } }, names: "paths./x" },
    { what: "OpenAPI 3.1", paths: ok, more: { openapi: "3.1.0" }, names: "openapi" },
    {
      what: "a cached authoriser",
      paths: ok,
      more: scheme({ authorizerResultTtlInSeconds: 300 }),
      names: "components.securitySchemes.agencies.x-amazon-apigateway-authorizer.authorizerResultTtlInSeconds",
    },
    {
      what: "an authoriser of another type",
      paths: ok,
      more: scheme({ type: "token" }),
      names: "x-amazon-apigateway-authorizer.type",
    },
    {
      what: "an identity from elsewhere",
      paths: ok,
      more: scheme({ identitySource: "context.identity.sourceIp" }),
      names: "identitySource",
    },
    {
      what: "a scheme that is not there",
      paths: get({ security: [{ nobody: [] }] }),
      names: "there is no scheme nobody",
    },
    {
      what: "alternative schemes",
      paths: get({ security: [{ a: [] }, { a: [] }] }),
      names: "alternatives are not supported",
    },
    {
      what: "validation of bodies",
      paths: ok,
      more: { "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } } },
      names: "bodies are proven by the functions alone",
    },
    {
      what: "a validator that is not there",
      paths: get({ "x-amazon-apigateway-request-validator": "all" }),
      names: "there is no request validator all",
    },
    {
      what: "an unknown gateway response",
      paths: ok,
      more: { "x-amazon-apigateway-gateway-responses": { TEAPOT: {} } },
      names: "x-amazon-apigateway-gateway-responses",
    },
    {
      what: "a variable that templates do not know",
      paths: ok,
      more: {
        "x-amazon-apigateway-gateway-responses": {
          THROTTLED: { responseTemplates: { "application/json": "$context.nothing $input.body" } },
        },
      },
      names: "THROTTLED: context.nothing is not supported",
    },
    {
      what: "Velocity",
      paths: ok,
      more: {
        "x-amazon-apigateway-gateway-responses": {
          THROTTLED: { responseTemplates: { "application/json": "#set($x = 1)" } },
        },
      },
      names: "THROTTLED: #set is not supported",
    },
    {
      what: "a part that is half a parameter",
      paths: { "/x/{id}.json": ok["/x"] },
      names: "a part of a path is a literal or one {parameter}",
    },
    {
      what: "a greedy parameter in the middle",
      paths: { "/x/{rest+}/y": ok["/x"] },
      names: "a greedy parameter comes last",
    },
    {
      what: "two names for one parameter",
      paths: { "/x/{a}": ok["/x"], "/x/{b}/y": ok["/x"] },
      names: "its sibling {a} is variable already",
    },
    { what: "a path with the stage's name", paths: { "/v1/x": ok["/x"] }, names: "the stage has the same name" },
  ])("where there is $what", async ({ paths, more, names }) => {
    expect(await refusal(paths, more)).toContain(names);
  });

  it("with everything at once, not only the first", async () => {
    const findings = await refusal({ "/x": { get: operation("it", { one: 1 }), put: operation("it", { two: 2 }) } });
    expect(findings).toContain("paths./x.get.one");
    expect(findings).toContain("paths./x.put.two");
  });
});
