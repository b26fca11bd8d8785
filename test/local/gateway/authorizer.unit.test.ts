import { ServiceFault } from "../../../local/shared/fault.ts";
import { aGateway, allow, anApi, authorizer, closeGateways, type Json, operation, ROLE } from "./a-gateway.ts";

afterEach(closeGateways);

const apiWith = (more: Json = {}, body: Json = {}) =>
  anApi(
    { "/things/{id}": { get: operation("it", { security: [{ agencies: [] }] }) }, "/open": { get: operation("it") } },
    { components: { securitySchemes: { agencies: authorizer(more) } }, ...body },
  );

const ARN = "arn:aws-cn:execute-api:cn-north-1:000000000000:abcde12345/v1/GET/things/7";

describe("the authoriser is asked", () => {
  it("with a REQUEST event, version 1, as the gateway's role, before the function", async () => {
    const { send, invoked } = await aGateway(apiWith(), { authorizer: () => allow() });
    await send("/things/7?q=1&q=2", { headers: { Authorization: "DPoP x" } });
    expect(invoked.map(({ name, role }) => [name, role])).toEqual([
      ["authorizer", ROLE],
      ["it", ROLE],
    ]);
    expect(invoked[0]?.event).toEqual({
      type: "REQUEST",
      methodArn: ARN,
      resource: "/things/{id}",
      path: "/things/7",
      httpMethod: "GET",
      headers: expect.objectContaining({ Authorization: "DPoP x" }),
      multiValueHeaders: expect.objectContaining({ Authorization: ["DPoP x"] }),
      pathParameters: { id: "7" },
      queryStringParameters: { q: "2" },
      multiValueQueryStringParameters: { q: ["1", "2"] },
      stageVariables: {},
      requestContext: expect.objectContaining({ resourcePath: "/things/{id}", stage: "v1", apiId: "abcde12345" }),
    });
    const [asked, served] = invoked.map(({ event }) => event["requestContext"] as Json);
    expect(asked?.["authorizer"]).toBeUndefined();
    expect(served?.["requestId"]).toBe(asked?.["requestId"]);
  });

  it("not where the operation is open", async () => {
    const { send, invoked } = await aGateway(apiWith());
    expect((await send("/open")).status).toBe(200);
    expect(invoked.map(({ name }) => name)).toEqual(["it"]);
  });

  it("every time, never from memory", async () => {
    const { send, invoked } = await aGateway(apiWith(), { authorizer: () => allow() });
    await send("/things/7");
    await send("/things/7");
    expect(invoked.filter(({ name }) => name === "authorizer")).toHaveLength(2);
  });

  it("not where the identity is missing: 401", async () => {
    const identitySource = "method.request.header.Authorization, method.request.querystring.who";
    const { send, invoked } = await aGateway(apiWith({ identitySource }), { authorizer: () => allow() });
    const answer = await send("/things/7?who=", { headers: { Authorization: "x" } });
    expect([answer.status, answer.json()]).toEqual([401, { message: "Unauthorized" }]);
    expect(invoked).toEqual([]);
    expect((await send("/things/7?who=me", { headers: { authorization: "x" } })).status).toBe(200);
  });
});

describe("what the authoriser says", () => {
  it("comes to the function as text, with the principal", async () => {
    const context = { level: 3, isStaff: true, name: "海", gone: null };
    const { send, event } = await aGateway(apiWith(), { authorizer: () => allow("*", { context }) });
    await send("/things/7");
    expect(event()["requestContext"]).toMatchObject({
      authorizer: {
        level: "3",
        isStaff: "true",
        name: "海",
        gone: null,
        principalId: "somebody",
        integrationLatency: expect.any(Number),
      },
    });
  });

  it.each([
    { resource: ARN, because: "it is the method" },
    { resource: "arn:aws-cn:execute-api:*:*:abcde12345/*/GET/things/*", because: "a star is any text" },
    { resource: "arn:aws-cn:execute-api:cn-north-1:000000000000:abcde12345/v?/GET/things/7", because: "? is one" },
    { resource: ["arn:other", "*"], because: "one of the list is enough" },
  ])("opens $resource: $because", async ({ resource }) => {
    const { send } = await aGateway(apiWith(), { authorizer: () => allow(resource) });
    expect((await send("/things/7")).status).toBe(200);
  });

  const statement = (Effect: string, Resource = "*", Action = "execute-api:Invoke") => ({ Effect, Action, Resource });
  const policy = (...Statement: Json[]) => ({ principalId: "somebody", policyDocument: { Statement } });
  const denied = "User is not authorized to access this resource";

  it.each([
    { result: policy(), message: denied, because: "nothing is allowed" },
    { result: policy(statement("Allow", `${ARN}7`)), message: denied, because: "another method is allowed" },
    { result: policy(statement("Allow", "*", "s3:GetObject")), message: denied, because: "another action is allowed" },
    {
      result: policy(statement("Allow"), statement("Deny", ARN)),
      message: `${denied} with an explicit deny`,
      because: "a denial comes first",
    },
  ])("closes with 403: $because", async ({ result, message }) => {
    const { send, invoked } = await aGateway(apiWith(), { authorizer: () => result });
    const answer = await send("/things/7");
    expect([answer.status, answer.json()]).toEqual([403, { Message: message }]);
    expect(invoked.map(({ name }) => name)).toEqual(["authorizer"]);
  });

  it.each([
    { result: undefined, because: "it is nothing" },
    { result: "yes", because: "it is no object" },
    { result: { principalId: "x" }, because: "there is no policy" },
    { result: { ...policy(), principalId: undefined }, because: "there is no principal" },
    { result: policy({ Effect: "Permit", Action: "*", Resource: "*" }), because: "there is no such effect" },
    { result: policy({ ...statement("Allow"), Condition: {} }), because: "conditions are not evaluated" },
    { result: policy({ Effect: "Allow", NotAction: "x", Resource: "*" }), because: "negations are not evaluated" },
    { result: allow("*", { context: { deep: {} } }), because: "the context is not flat" },
  ])("is 500 where it is malformed: $because", async ({ result }) => {
    const { send } = await aGateway(apiWith(), { authorizer: () => result });
    const answer = await send("/things/7");
    expect([answer.status, answer.json()]).toEqual([500, { message: null }]);
    expect(answer.headers["x-amzn-errortype"]).toBe("AuthorizerConfigurationException");
  });

  it.each([
    { fault: new Error("Unauthorized"), status: 401 },
    { fault: new Error("unauthorized"), status: 500 },
    { fault: new ServiceFault("AccessDeniedException", "The role may not.", 403), status: 500 },
    { fault: "a text", status: 500 },
  ])("is $status where it throws $fault", async ({ fault, status }) => {
    const { send } = await aGateway(apiWith(), {
      authorizer: () => {
        throw fault;
      },
    });
    expect((await send("/things/7")).status).toBe(status);
  });

  it("is 401 where the function returned the error Unauthorized", async () => {
    const { send } = await aGateway(apiWith(), {
      authorizer: () => ({ errorType: "Error", errorMessage: "Unauthorized" }),
    });
    expect((await send("/things/7")).status).toBe(401);
  });

  it("is 500 where it does not come in time", async () => {
    const { send } = await aGateway(apiWith(), { authorizer: () => new Promise(() => undefined) }, 50);
    const answer = await send("/things/7");
    expect([answer.status, answer.headers["x-amzn-errortype"]]).toEqual([500, "AuthorizerFailureException"]);
  });
});

describe("the gateway's own answers", () => {
  const problem = [
    '{"code":"$context.error.responseType"',
    '"detail":$context.error.messageString',
    `"trace":"$\{context.requestId}"}`,
  ].join(",");
  const responses = (more: Json) => ({ "x-amazon-apigateway-gateway-responses": more });

  it("take the shape that the API gives them", async () => {
    const api = apiWith(
      {},
      responses({
        ACCESS_DENIED: {
          statusCode: 404,
          responseTemplates: { "application/json": '{"why":"$context.authorizer.why"}' },
          responseParameters: {
            "gatewayresponse.header.Content-Type": "'application/problem+json'",
            "gatewayresponse.header.Content-Language": "method.request.header.Accept-Language",
            "gatewayresponse.header.X-Trace": "context.requestId",
          },
        },
      }),
    );
    const closed = { principalId: "x", policyDocument: { Statement: [] }, context: { why: "role-not-allowed" } };
    const { send } = await aGateway(api, { authorizer: () => closed });
    const answer = await send("/things/7", { headers: { "Accept-Language": "zh-CN" } });
    expect([answer.status, answer.json()]).toEqual([404, { why: "role-not-allowed" }]);
    expect(answer.headers).toMatchObject({
      "content-type": "application/problem+json",
      "content-language": "zh-CN",
      "x-trace": answer.headers["x-amzn-requestid"],
    });
  });

  it("take the shape of their class where they have none", async () => {
    const template = { responseTemplates: { "application/json": problem } };
    const api = apiWith({}, responses({ DEFAULT_4XX: template, DEFAULT_5XX: { ...template, statusCode: "503" } }));
    const { send } = await aGateway(api, { authorizer: () => undefined, it: () => "malformed" });
    const trace = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect((await send("/nowhere")).json()).toEqual({
      code: "MISSING_AUTHENTICATION_TOKEN",
      detail: "Missing Authentication Token",
      trace,
    });
    const failed = await send("/things/7");
    expect([failed.status, failed.json()]).toEqual([
      503,
      { code: "AUTHORIZER_CONFIGURATION_ERROR", detail: null, trace },
    ]);
    expect((await send("/open")).status).toBe(503);
  });

  it("come in the media type that is accepted, else in JSON", async () => {
    const responseTemplates = { "application/json": "{}", "text/plain": "$context.error.message" };
    const { send } = await aGateway(apiWith({}, responses({ DEFAULT_4XX: { responseTemplates } })));
    const plain = await send("/nowhere", { headers: { Accept: "text/plain" } });
    expect([plain.headers["content-type"], plain.raw.toString()]).toEqual([
      "text/plain",
      "Missing Authentication Token",
    ]);
    const other = await send("/nowhere", { headers: { Accept: "text/html" } });
    expect([other.headers["content-type"], other.raw.toString()]).toEqual(["application/json", "{}"]);
  });
});
