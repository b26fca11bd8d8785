import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { LIMITS } from "../../functions/kernel/limits.ts";
import { isOnAConnectedPlatform, isPublicAddress } from "../../functions/sharing/store/source/address.ts";
import { askSource } from "../../functions/sharing/store/source/ask.ts";
import { readSource } from "../../functions/sharing/store/source/source.ts";
import { KEY, theOffer } from "./exchanges.ts";

const oneMachine = { hosts: ["localhost"], oneMachine: true };
const deployed = { hosts: ["data.zj.gov.cn"], oneMachine: false };

describe("A7: a provider's endpoint stands on a platform that is connected, the delta's among them", () => {
  const endpoint = (url: string) => isOnAConnectedPlatform({ kind: "endpoint", url }, deployed);

  it("taken by HTTPS on a host of the list", () => {
    expect(endpoint("https://data.zj.gov.cn/schools?v=1").ok).toBe(true);
    expect(isOnAConnectedPlatform({ kind: "pool" }, deployed).ok).toBe(true);
  });

  it.each([
    "http://data.zj.gov.cn/schools",
    "https://evil.example/schools",
    "https://data.zj.gov.cn.evil.example/",
    "https://data.zj.gov.cn@evil.example/",
    "https://user:word@data.zj.gov.cn/",
    "https://data.zj.gov.cn/#part",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://2130706433/",
    "https://localhost/",
  ])("refused: %s", (url) => {
    expect(endpoint(url)).toMatchObject({ ok: false, refusal: { code: "source-not-connected", cites: ["A7"] } });
  });
});

describe("A47: no address but one of the world is connected to", () => {
  it.each([
    ..."127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255".split(
      " ",
    ),
    ..."::1 :: fe80::1 fc00::1 fd00::1 ff02::1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::a00:1 2002:a00:1:: 2001:db8::1".split(
      " ",
    ),
    ..."2001:0:1:: localhost 1.2.3 8.8.8.8.8".split(" "),
  ])("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(["8.8.8.8", "114.114.114.114", "2400:3200::1", "172.32.0.1"])("%s is", (address) =>
    expect(isPublicAddress(address)).toBe(true));

  it("whatever the rest of a private network's address", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, (a, b, c) => {
        expect(isPublicAddress(`10.${a}.${b}.${c}`) || isPublicAddress(`127.${a}.${b}.${c}`)).toBe(false);
      }),
    );
  });
});

describe("A47: a hostile endpoint gets and gives nothing", () => {
  let server: Server | undefined;
  const asked: { headers: Record<string, unknown>; body: string }[] = [];
  const serving = async (answer: RequestListener): Promise<string> => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += String(chunk);
      });
      request.on("end", () => {
        asked.push({ headers: request.headers, body });
        answer(request, response);
      });
    });
    await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", ready));
    return `http://localhost:${(server.address() as AddressInfo).port}/schools`;
  };
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((done) => server?.close(done) ?? done(undefined));
    server = undefined;
    asked.length = 0;
  });
  const json =
    (value: unknown, type = "application/json"): RequestListener =>
    (_request, response) => {
      response.writeHead(200, { "content-type": type });
      response.end(typeof value === "string" ? value : JSON.stringify(value));
    };
  const failing = (because: string) => ({ ok: false, refusal: { code: "source-failed", facts: { because } } });
  const offer = theOffer() as Parameters<typeof readSource>[4];
  const read = async (answer: RequestListener) =>
    readSource(
      askSource({ connected: oneMachine, milliseconds: 400 }),
      await serving(answer),
      [KEY(1), KEY(2)],
      ["schoolId"],
      offer,
    );

  it("an honest one is told keys and fields alone, and what it says is taken", async () => {
    const said = await read(json({ records: [KEY(1), null] }));
    expect(said).toMatchObject({
      ok: true,
      value: [{ values: KEY(1), items: { schoolId: "single-source" } }, undefined],
    });
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ keys: [KEY(1), KEY(2)], fields: ["schoolId"] });
    expect(asked[0]?.headers["authorization"]).toBeUndefined();
  });

  it.each([
    ["redirects", 302],
    ["redirects", 307],
    ["status-not-200", 500],
    ["status-not-200", 204],
  ] as const)("%s: %i", async (because, status) => {
    const said = await read((_request, response) => {
      response.writeHead(status, { location: "http://169.254.169.254/latest/meta-data" });
      response.end();
    });
    expect(said).toMatchObject(failing(because));
    expect(asked).toHaveLength(1);
  });

  it("slow before the first byte, and slow between two", async () => {
    expect(await read(() => undefined)).toMatchObject(failing("too-slow"));
    server?.closeAllConnections();
    server?.close();
    const drip = await read((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"records":[');
    });
    expect(drip).toMatchObject(failing("too-slow"));
  });

  it("huge: no more is read than we take", async () => {
    const said = await read((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const flood = (): void => {
        while (!response.destroyed && response.write("x".repeat(64 * 1024)));
        if (!response.destroyed) response.once("drain", flood);
      };
      flood();
    });
    expect(said).toMatchObject(failing("too-large"));
    expect(LIMITS.bodyBytes).toBeLessThanOrEqual(1024 * 1024);
  });

  it.each([
    ["not-json", json("{")],
    ["not-json", json("[".repeat(5000))],
    ["not-json", json('{"records":[],"__proto__":{}}')],
    ["not-json", json({ records: [] }, "text/html")],
    ["body-not-as-agreed", json({ records: [KEY(1)] })],
    ["body-not-as-agreed", json({ records: [KEY(1), null], more: 1 })],
    ["body-not-as-agreed", json({ records: [{ ...KEY(1), headTeacherPhone: "13812345678" }, null] })],
    ["body-not-as-agreed", json({ records: [{ schoolId: { deep: 1 } }, null] })],
    ["body-not-as-agreed", json({ records: [{ schoolId: 7 }, null] })],
    ["body-not-as-agreed", json([])],
  ] as const)("%s (%#)", async (because, answer) => {
    expect(await read(answer)).toMatchObject(failing(because));
  });

  const resolvingTo = (...addresses: string[]) =>
    (async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))) as never;

  it.each([
    ["127.0.0.1"],
    ["10.0.0.1"],
    ["169.254.169.254"],
    ["::1"],
    ["::ffff:127.0.0.1"],
    ["8.8.8.8", "127.0.0.1"],
  ])("a name of the list that DNS leads to %s is not connected to", async (...addresses) => {
    await serving(json({ records: [] }));
    const ask = askSource({ connected: deployed, resolve: resolvingTo(...addresses), milliseconds: 400 });
    const { port } = server?.address() as AddressInfo;
    expect(await ask(`http://data.zj.gov.cn:${port}/`, {})).toMatchObject(failing("address-not-public"));
    expect(asked).toEqual([]);
  });

  it.each([
    "http://127.0.0.1:1/",
    "http://[::1]:1/",
    "http://[::ffff:127.0.0.1]:1/",
    "http://2130706433:1/",
  ])("nor an address in place of a name: %s", async (url) => {
    const ask = askSource({ connected: deployed, milliseconds: 400 });
    expect(await ask(url, {})).toMatchObject(failing("address-not-public"));
  });
});
