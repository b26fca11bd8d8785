import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openIssuerKeys } from "../../functions/identity/issuers.ts";

let server: Server;
let url: string;
let asked: string[] = [];
let answer: (path: string) => { status: number; body: unknown };

beforeAll(async () => {
  server = createServer(({ url: path = "" }, response) => {
    asked.push(path);
    const { status, body } = answer(path);
    response.writeHead(status, { "content-type": "application/json", location: "https://elsewhere.cn" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
  answer = () => ({ status: 200, body: { issuer: url, jwks_uri: `${url}/jwks` } });
});

const DISCOVERY = "/.well-known/openid-configuration";

describe("A35p2: the keys of a source are found by its own word, once", () => {
  it("asks once for many tokens", async () => {
    const keys = openIssuerKeys(() => 0);
    await Promise.all([keys(url), keys(url), keys(url)]);
    await keys(url);
    expect(asked).toEqual([DISCOVERY]);
  });

  it("leaves a source in peace for half a minute after it has failed, then asks again", async () => {
    let now = 0;
    const keys = openIssuerKeys(() => now);
    answer = () => ({ status: 503, body: {} });
    await expect(keys(url)).rejects.toThrow();
    now = 29_999;
    await expect(keys(url)).rejects.toThrow();
    expect(asked).toHaveLength(1);
    now = 30_000;
    answer = () => ({ status: 200, body: { issuer: url, jwks_uri: `${url}/jwks` } });
    await expect(keys(url)).resolves.toBeDefined();
    expect(asked).toHaveLength(2);
  });

  it.each([
    {
      what: "calls itself something else",
      body: { issuer: "https://elsewhere.cn", jwks_uri: "https://elsewhere.cn/jwks" },
    },
    { what: "has its keys on this machine", body: { jwks_uri: "http://127.0.0.1:9001/2018-06-01/runtime" } },
    { what: "has its keys in a file", body: { jwks_uri: "file:///etc/passwd" } },
    { what: "has no keys", body: { jwks_uri: undefined } },
  ])("takes no word of a source that $what", async ({ body }: { body: Record<string, unknown> }) => {
    answer = () => ({ status: 200, body: { ...{ issuer: url, jwks_uri: `${url}/jwks` }, ...body } });
    await expect(openIssuerKeys(() => 0)(url)).rejects.toThrow();
  });

  it("follows no redirect", async () => {
    answer = () => ({ status: 302, body: {} });
    await expect(openIssuerKeys(() => 0)(url)).rejects.toThrow();
    expect(asked).toEqual([DISCOVERY]);
  });
});
