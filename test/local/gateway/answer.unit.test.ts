import { request } from "node:http";
import { ServiceFault } from "../../../local/shared/fault.ts";
import { aGateway, anApi, closeGateways, type Json, operation } from "./a-gateway.ts";

afterEach(closeGateways);

const api = anApi({ "/": { get: operation("it"), post: operation("it"), head: operation("it") } });

const answering = async (returned: unknown, settings: Json = {}, headers: Record<string, string> = {}) => {
  const { send } = await aGateway({ ...api, ...settings }, { it: () => returned });
  return send("/", { headers });
};

describe("what a function returns", () => {
  it("is the answer: status, headers of both kinds, body", async () => {
    const answer = await answering({
      statusCode: 201,
      headers: { "Content-Type": "text/plain", "X-One": "1", "X-Both": "a" },
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"], "x-both": ["a", "b"] },
      body: "海",
    });
    expect(answer.status).toBe(201);
    expect(answer.raw.toString()).toBe("海");
    expect(answer.headers).toMatchObject({ "content-type": "text/plain", "x-one": "1", "x-both": "a, b" });
    expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    expect(answer.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is 200, JSON and empty where it says nothing", async () => {
    const answer = await answering({});
    expect([answer.status, answer.headers["content-type"], answer.raw.length]).toEqual([200, "application/json", 0]);
  });

  it("comes under another name where the gateway keeps a header for itself", async () => {
    const { headers } = await answering({ headers: { "WWW-Authenticate": "DPoP", "Content-Length": "999" } });
    expect(headers).toMatchObject({ "x-amzn-remapped-www-authenticate": "DPoP", "content-length": "0" });
    expect(headers["www-authenticate"]).toBeUndefined();
  });

  it.each([
    { accept: "image/png", binaryMediaTypes: ["image/png"], bytes: [0, 255], because: "it is accepted first" },
    { accept: "image/png, */*", binaryMediaTypes: ["image/png"], bytes: [0, 255], because: "it is accepted first" },
    { accept: "text/html", binaryMediaTypes: ["*/*"], bytes: [0, 255], because: "every media type is binary" },
    { accept: "text/html, image/png", binaryMediaTypes: ["image/png"], because: "only the first counts" },
    { accept: "image/png", binaryMediaTypes: [], because: "no media type is binary" },
  ])("in base64 with Accept $accept and $binaryMediaTypes: $because", async ({ accept, binaryMediaTypes, bytes }) => {
    const body = Buffer.from([0, 255]).toString("base64");
    const answer = await answering({ body, isBase64Encoded: true }, { binaryMediaTypes }, { Accept: accept });
    expect([...answer.raw]).toEqual(bytes ?? [...Buffer.from(body)]);
  });

  it.each([
    { returned: null },
    { returned: "text" },
    { returned: [] },
    { returned: { statusCode: 200, body: { an: "object" } } },
    { returned: { statusCode: "soon" } },
    { returned: { statusCode: 99 } },
    { returned: { statusCode: 200, surplus: 1 } },
    { returned: { statusCode: 200, headers: { "X-Number": 1 } } },
    { returned: { statusCode: 200, headers: { "X-Split": "a\r\nb: c" } } },
    { returned: { statusCode: 200, headers: { "not a name": "x" } } },
    { returned: { statusCode: 200, multiValueHeaders: { "X-One": "not a list" } } },
    { returned: { errorType: "Error", errorMessage: "boom" } },
  ])("is a bad gateway where it is malformed: $returned", async ({ returned }) => {
    const answer = await answering(returned);
    expect([answer.status, answer.json()]).toEqual([502, { message: "Internal server error" }]);
  });
});

describe("a function that does not answer", () => {
  const failing = async (fault: unknown) => {
    const { send } = await aGateway(api, {
      it: () => {
        throw fault;
      },
    });
    return send("/");
  };

  it("is a bad gateway where it threw", async () => {
    expect((await failing(new Error("boom"))).status).toBe(502);
  });

  it("is a mistake of the API's where the gateway's role may not invoke it", async () => {
    const answer = await failing(new ServiceFault("AccessDeniedException", "no", 403));
    expect([answer.status, answer.json()]).toEqual([500, { message: "Internal server error" }]);
  });

  it("is given up after the operation's time", async () => {
    const slow = anApi({ "/": { get: operation("slow", {}, { timeoutInMillis: 50 }) } });
    const { send } = await aGateway(slow, { slow: () => new Promise(() => undefined) });
    const answer = await send("/");
    expect([answer.status, answer.json()]).toEqual([504, { message: "Endpoint request timed out" }]);
  });
});

describe("what the gateway does not take", () => {
  it("is a body over ten mebibytes", async () => {
    const { send, invoked } = await aGateway(api);
    const largest = 10 * 1024 * 1024;
    expect((await send("/", { method: "POST", body: Buffer.alloc(largest) })).status).toBe(200);
    const answer = await send("/", { method: "POST", body: Buffer.alloc(largest + 1) });
    expect([answer.status, answer.json()]).toEqual([413, { message: "HTTP content length exceeded 10485760 bytes." }]);
    expect(invoked).toHaveLength(1);
  });

  it("is a head over 10,240 bytes", async () => {
    const { send } = await aGateway(api);
    expect((await send("/", { headers: { "X-Long": "x".repeat(10_240) } })).status).toBe(413);
    expect((await send("/", { headers: { "X-Long": "x".repeat(9_000) } })).status).toBe(200);
  });

  it("is another host's name", async () => {
    const { send, invoked } = await aGateway(api);
    expect((await send("/", { headers: { Host: "onenet.example" } })).status).toBe(421);
    expect(invoked).toEqual([]);
  });

  it("is anything but HTTP paths", async () => {
    const { gateway } = await aGateway(api);
    const status = await new Promise((resolve) => {
      const options = { port: gateway.port, host: "127.0.0.1", path: "*", method: "OPTIONS" };
      request(options, (incoming) => resolve(incoming.resume().statusCode)).end();
    });
    expect(status).toBe(403);
  });
});
