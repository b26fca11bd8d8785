import fc from "fast-check";
import { aGateway, anApi, closeGateways, operation, ROLE } from "./a-gateway.ts";

afterEach(closeGateways);

const api = anApi({
  "/": { get: operation("root") },
  "/things": { post: operation("things"), get: operation("things", { operationId: "listThings" }) },
  "/things/search": { get: operation("search") },
  "/things/{id}": { get: operation("thing"), post: operation("thing") },
  "/things/{id}/parts/{part-name}": { get: operation("part") },
  "/files/{rest+}": { "x-amazon-apigateway-any-method": operation("files") },
});

describe("the event of a function behind the gateway", () => {
  it("has every field of a REST proxy event, version 1", async () => {
    const { send, event, gateway, invoked, clock } = await aGateway(api);
    clock.moveTo(Date.UTC(2030, 2, 9, 4, 5, 6));
    await send("/things/a%2Fb?tag=x&tag=y&empty=&q=%E6%B5%B7+1", {
      method: "POST",
      headers: { "X-Twice": ["1", "2"], "Content-Type": "application/json", "User-Agent": "test" },
      body: '{"a":1}',
    });
    expect(invoked.map(({ name, role }) => [name, role])).toEqual([["thing", ROLE]]);
    const host = `127.0.0.1:${gateway.port}`;
    const text = expect.any(String);
    expect(event()).toEqual({
      resource: "/things/{id}",
      path: "/things/a%2Fb",
      httpMethod: "POST",
      headers: {
        Host: host,
        "X-Twice": "2",
        "Content-Type": "application/json",
        "User-Agent": "test",
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Port": String(gateway.port),
        "X-Forwarded-Proto": "http",
        "X-Amzn-Trace-Id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      },
      multiValueHeaders: expect.objectContaining({ "X-Twice": ["1", "2"], "Content-Type": ["application/json"] }),
      queryStringParameters: { tag: "y", empty: "", q: "海 1" },
      multiValueQueryStringParameters: { tag: ["x", "y"], empty: [""], q: ["海 1"] },
      pathParameters: { id: "a/b" },
      stageVariables: null,
      requestContext: {
        resourceId: text,
        resourcePath: "/things/{id}",
        httpMethod: "POST",
        extendedRequestId: text,
        requestTime: "09/Mar/2030:04:05:06 +0000",
        path: "/things/a%2Fb",
        accountId: "000000000000",
        protocol: "HTTP/1.1",
        stage: "v1",
        domainPrefix: "127",
        requestTimeEpoch: expect.any(Number),
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        identity: {
          cognitoIdentityPoolId: null,
          accountId: null,
          cognitoIdentityId: null,
          caller: null,
          sourceIp: "127.0.0.1",
          principalOrgId: null,
          accessKey: null,
          cognitoAuthenticationType: null,
          cognitoAuthenticationProvider: null,
          userArn: null,
          userAgent: "test",
          user: null,
        },
        domainName: host,
        deploymentId: text,
        apiId: "abcde12345",
      },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
  });

  it("has null where nothing was sent", async () => {
    const { send, event } = await aGateway(api);
    await send("/things");
    const nothing = { pathParameters: null, queryStringParameters: null, multiValueQueryStringParameters: null };
    expect(event()).toMatchObject({ ...nothing, body: null, isBase64Encoded: false });
    expect(event()["requestContext"]).toMatchObject({ operationName: "listThings" });
  });

  it("has the body in base64 where its media type is binary", async () => {
    const { send, event } = await aGateway({ ...api, binaryMediaTypes: ["image/*"] });
    const body = Buffer.from([0, 255, 1]);
    await send("/things", { method: "POST", headers: { "Content-Type": "image/png" }, body });
    expect(event()).toMatchObject({ body: body.toString("base64"), isBase64Encoded: true });
  });

  it("is the same under the stage's prefix, where only the context's path keeps it", async () => {
    const { send, event } = await aGateway(api);
    await send("/v1/things/search");
    expect(event()).toMatchObject({ path: "/things/search", requestContext: { path: "/v1/things/search" } });
    await send("/v1");
    expect(event()).toMatchObject({ resource: "/", path: "/" });
  });
});

describe("the gateway finds the function", () => {
  it.each([
    { path: "/things/search", finds: "search", because: "a literal comes before a parameter" },
    { path: "/things/other", finds: "thing", because: "a parameter takes any part" },
    { path: "/things/other/", finds: "thing", because: "a final slash is ignored" },
    { path: "//things", finds: "things", because: "leading slashes are one" },
    { path: "/things/x/parts/y", finds: "part", because: "parameters may hold a hyphen in their names" },
    { path: "/things/..", finds: "thing", because: "nothing is tidied up" },
    { path: "/files/a/b%2Fc/d", finds: "files", because: "a greedy parameter takes the rest" },
    { path: "/files/../things", finds: "files", because: "dots climb nowhere" },
    { path: "/things?x=/files/y", finds: "things", because: "the query is no path" },
  ])("at $path: $because", async ({ path, finds }) => {
    const { send, invoked } = await aGateway(api);
    expect((await send(path)).status).toBe(200);
    expect(invoked.map(({ name }) => name)).toEqual([finds]);
  });

  it.each([
    { path: "/nowhere", because: "there is no such path" },
    { path: "/things//", because: "a parameter is never empty" },
    { path: "/files/", because: "a greedy parameter is never empty" },
    { path: "/Things", because: "paths are case sensitive" },
    { path: "/things/search/deeper", because: "nothing is deeper" },
  ])("and refuses $path as the real one does: $because", async ({ path }) => {
    const { send, invoked } = await aGateway(api);
    const answer = await send(path);
    expect([answer.status, answer.json()]).toEqual([403, { message: "Missing Authentication Token" }]);
    expect(answer.headers["x-amzn-errortype"]).toBe("MissingAuthenticationTokenException");
    expect(invoked).toEqual([]);
  });

  it("chooses the path before the method, so a literal path hides the parameter's methods", async () => {
    const { send } = await aGateway(api);
    expect((await send("/things/search", { method: "POST" })).status).toBe(403);
  });

  it.each([
    "/things/%",
    "/things/%zz",
    "/things/%ff",
    "/things/a#b",
  ])("and refuses %s, which nobody can decode", async (path) => {
    const { send, invoked } = await aGateway(api);
    expect((await send(path)).status).toBe(400);
    expect(invoked).toEqual([]);
  });

  it("hands on every text that stands in a path, decoded once", async () => {
    const { send, event } = await aGateway(api);
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }), async (text) => {
        fc.pre(text !== "search");
        await send(`/things/${encodeURIComponent(text)}`);
        expect(event()).toMatchObject({ resource: "/things/{id}", pathParameters: { id: text } });
        await send(`/files/x/${encodeURIComponent(text)}`);
        expect(event()).toMatchObject({ resource: "/files/{rest+}", pathParameters: { rest: `x/${text}` } });
      }),
      { numRuns: 150 },
    );
  });

  it("answers any path at all without failing", async () => {
    const { send } = await aGateway(api);
    const piece = fc.constantFrom(
      "/",
      "//",
      "..",
      ".",
      "%2F",
      "%2f",
      "%00",
      "%25",
      "%",
      ";",
      "*",
      ":",
      "{id}",
      "things",
      "files",
      "v1",
      "a",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        expect([200, 400, 403]).toContain((await send(`/${pieces.join("")}`)).status);
      }),
      { numRuns: 300 },
    );
  });
});
