import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type AStore, aStore, DAY, faultOf } from "./a-store.ts";

let store: AStore;
const at = { Bucket: "signed", Key: "a b/c+ü.txt" };
beforeAll(async () => {
  store = await aStore();
  store.s3.declare({ name: at.Bucket });
  await store.client.send(new PutObjectCommand({ ...at, Body: "content" }));
});
afterAll(() => store.stop());

const ofDate = () => ({ expiresIn: 600, signingDate: new Date(store.clock.now()) });
const codeOf = async (response: Response) => /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1];

describe("a presigned URL", () => {
  it("lets whoever has it read, until it has expired on our clock", async () => {
    const url = await getSignedUrl(
      store.client,
      new GetObjectCommand({ ...at, ResponseContentType: "text/x" }),
      ofDate(),
    );
    const read = await fetch(url);
    expect([read.status, read.headers.get("content-type"), await read.text()]).toEqual([200, "text/x", "content"]);
    store.clock.moveTo(store.clock.now() + 601_000);
    const late = await fetch(url);
    expect([late.status, await codeOf(late)]).toEqual([403, "AccessDenied"]);
  });

  it("is not valid before its date, nor for longer than seven days", async () => {
    const command = new GetObjectCommand(at);
    const early = new Date(store.clock.now() + DAY);
    const url = await getSignedUrl(store.client, command, { expiresIn: 600, signingDate: early });
    expect((await fetch(url)).status).toBe(403);
    const long = (await getSignedUrl(store.client, command, ofDate())).replace("Expires=600", "Expires=999999");
    expect((await fetch(long)).status).toBe(403);
  });

  it.each([
    ["another key", (url: string) => url.replace("c%2B", "d%2B")],
    ["a longer time", (url: string) => url.replace("X-Amz-Expires=600", "X-Amz-Expires=6000")],
    ["another answer", (url: string) => `${url}&response-content-type=text%2Fhtml`],
    ["another holder", (url: string) => url.replace("OPERATOR", "WRITER")],
  ])("changed to say %s is refused", async (_, change) => {
    const url = await getSignedUrl(store.client, new GetObjectCommand(at), ofDate());
    expect(change(url)).not.toBe(url);
    const response = await fetch(change(url));
    expect([response.status, await codeOf(response)]).toEqual([403, "SignatureDoesNotMatch"]);
  });

  it("is refused for another method, and for a key that nobody was given", async () => {
    const url = await getSignedUrl(store.client, new GetObjectCommand(at), ofDate());
    expect((await fetch(url, { method: "PUT", body: "x" })).status).toBe(403);
    const foreign = await getSignedUrl(store.as("STRANGER"), new GetObjectCommand(at), ofDate());
    expect(await codeOf(await fetch(foreign))).toBe("InvalidAccessKeyId");
  });

  it("lets whoever has it put, although the SDK signs the checksum of nothing into its query", async () => {
    const command = new PutObjectCommand({ ...at, Key: "uploaded", Metadata: { purpose: "quarantine" } });
    const url = await getSignedUrl(store.client, command, ofDate());
    expect(url).toContain("x-amz-checksum-crc32");
    expect((await fetch(url, { method: "PUT", body: "from outside" })).status).toBe(200);
    const head = await store.client.send(new HeadObjectCommand({ ...at, Key: "uploaded" }));
    expect(head).toMatchObject({ ContentLength: 12, Metadata: { purpose: "quarantine" } });
  });

  it("does not let its holder write what no answer could carry", async () => {
    const read = new GetObjectCommand({ ...at, ResponseContentDisposition: "a\r\nx-injected: 1" });
    expect(await codeOf(await fetch(await getSignedUrl(store.client, read, ofDate())))).toBe("InvalidArgument");
    const Metadata = { purpose: "上海" };
    const put = await getSignedUrl(store.client, new PutObjectCommand({ ...at, Key: "m", Metadata }), ofDate());
    expect(await codeOf(await fetch(put, { method: "PUT", body: "x" }))).toBe("InvalidArgument");
  });

  it("holds the uploader to the headers that are signed, and takes no others", async () => {
    const sum = createHash("sha256").update("agreed").digest("base64");
    const command = new PutObjectCommand({ ...at, Key: "agreed", ChecksumSHA256: sum, ContentType: "text/plain" });
    const url = await getSignedUrl(store.client, command, {
      ...ofDate(),
      unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
      signableHeaders: new Set(["content-type"]),
    });
    const headers = { "x-amz-checksum-sha256": sum, "content-type": "text/plain" };
    const put = (body: string, sent: Record<string, string>) => fetch(url, { method: "PUT", body, headers: sent });
    expect((await put("agreed", headers)).status).toBe(200);
    expect(await codeOf(await put("differs", headers))).toBe("BadDigest");
    expect(await codeOf(await put("agreed", { ...headers, "content-type": "text/html" }))).toBe(
      "SignatureDoesNotMatch",
    );
    const unsigned = await put("agreed", { ...headers, "x-amz-meta-smuggled": "1" });
    expect([unsigned.status, await codeOf(unsigned)]).toEqual([403, "AccessDenied"]);
  });
});

describe("a signed request", () => {
  it("is refused without a signature, with a wrong secret, or for a key that nobody was given", async () => {
    const bare = await fetch(`${store.s3.url}/signed/x`);
    expect([bare.status, await codeOf(bare)]).toEqual([403, "AccessDenied"]);
    const credentials = { accessKeyId: "OPERATOR", secretAccessKey: "wrong" };
    const wrong = store.as("OPERATOR", { credentials });
    expect((await faultOf(wrong.send(new GetObjectCommand(at)))).name).toBe("SignatureDoesNotMatch");
    const stranger = store.as("STRANGER");
    expect((await faultOf(stranger.send(new GetObjectCommand(at)))).name).toBe("InvalidAccessKeyId");
  });

  it("is taken at whatever hour it was signed, since a handler's clock may stand elsewhere", async () => {
    store.clock.moveTo(store.clock.now() + 30 * DAY);
    expect((await faultOf(store.client.send(new GetObjectCommand(at)))).name).toBe("none");
  });
});

describe("a body in signed chunks", () => {
  const chunks = ["first chunk, ", "second chunk"];

  it("is stored without its framing", async () => {
    expect(await putChunked("chunked", chunks, (it) => it)).toBe(200);
    const { Body } = await store.client.send(new GetObjectCommand({ ...at, Key: "chunked" }));
    expect(await Body?.transformToString()).toBe(chunks.join(""));
  });

  it("is checked by a signed trailer", async () => {
    const trailer = `x-amz-checksum-sha256:${createHash("sha256").update(chunks.join("")).digest("base64")}`;
    expect(await putChunked("trailed", chunks, (it) => it, trailer)).toBe(200);
    expect(
      await putChunked("refused", chunks, (it) => it.replace(/trailer-signature:./, "trailer-signature:x"), trailer),
    ).toBe(403);
    expect(await putChunked("refused", chunks, (it) => it.replace(/x-amz-checksum[\s\S]*/, ""), trailer)).toBe(400);
    const wrong = `x-amz-checksum-sha256:${createHash("sha256").update("other").digest("base64")}`;
    expect(await putChunked("refused", chunks, (it) => it, wrong)).toBe(400);
  });

  it.each([
    ["changed", 403, (body: string) => body.replace("second", "Second")],
    ["cut short", 400, (body: string) => body.slice(0, body.lastIndexOf("0;chunk-signature"))],
    ["without its last chunk's end", 400, (body: string) => body.replace("second chunk\r\n", "second chunk")],
  ])("is refused when it was %s", async (_, status, change) => {
    expect(await putChunked("refused", chunks, change)).toBe(status);
    expect((await faultOf(store.client.send(new GetObjectCommand({ ...at, Key: "refused" })))).name).toBe("NoSuchKey");
  });
});

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Signs as the provider's documentation describes it, apart from the code under test. */
const putChunked = (
  key: string,
  chunks: readonly string[],
  change: (body: string) => string,
  trailer?: string,
): Promise<number> => {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const day = date.slice(0, 8);
  const scope = `${day}/cn-north-1/s3/aws4_request`;
  const signing = [day, "cn-north-1", "s3", "aws4_request"].reduce<string | Buffer>(hmac, "AWS4operator-secret");
  const headers: Record<string, string> = {
    host: `127.0.0.1:${store.s3.port}`,
    "x-amz-content-sha256": `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${trailer ? "-TRAILER" : ""}`,
    "x-amz-date": date,
    "x-amz-decoded-content-length": String(chunks.join("").length),
  };
  if (trailer) headers["x-amz-trailer"] = trailer.replace(/:.*/, "");
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ["PUT", `/signed/${key}`, "", lines.join(""), names, headers["x-amz-content-sha256"]].join("\n");
  let signature = hmac(signing, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash(canonical)}`).toString("hex");
  const credential = `Credential=OPERATOR/${scope}`;
  headers["authorization"] = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`;
  const framed = [...chunks, ""].map((chunk) => {
    const text = `AWS4-HMAC-SHA256-PAYLOAD\n${date}\n${scope}\n${signature}\n${hash("")}\n${hash(chunk)}`;
    signature = hmac(signing, text).toString("hex");
    return `${chunk.length.toString(16)};chunk-signature=${signature}\r\n${chunk}${chunk === "" && trailer ? "" : "\r\n"}`;
  });
  if (trailer) {
    const text = `AWS4-HMAC-SHA256-TRAILER\n${date}\n${scope}\n${signature}\n${hash(`${trailer}\n`)}`;
    framed.push(`${trailer}\r\nx-amz-trailer-signature:${hmac(signing, text).toString("hex")}\r\n\r\n`);
  }
  const body = change(framed.join(""));
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: store.s3.port, method: "PUT", path: `/signed/${key}`, headers });
    sent.on("response", (response) => resolve(response.resume().statusCode ?? 0)).on("error", reject);
    sent.end(body);
  });
};
