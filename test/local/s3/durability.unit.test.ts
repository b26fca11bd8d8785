import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const Bucket = "kept";
const MEGABYTE = 1024 * 1024;
const built = mkdtempSync(join(tmpdir(), "s3-built-"));
const program = join(built, "served-alone.mjs");
let folder: string;
let server: ChildProcess;
let client: S3Client;

const start = async () => {
  server = fork(program, [folder]);
  const [{ url }] = await once(server, "message");
  const credentials = { accessKeyId: "OPERATOR", secretAccessKey: "secret" };
  client = new S3Client({ endpoint: url, region: "cn-north-1", maxAttempts: 1, credentials });
};
const kill = async () => {
  server.kill("SIGKILL");
  await once(server, "exit");
  client.destroy();
};

beforeAll(() => {
  const options = ["--bundle", "--platform=node", "--format=esm", `--outfile=${program}`, "--log-level=error"];
  execFileSync("node_modules/.bin/esbuild", [join(__dirname, "served-alone.ts"), ...options]);
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "s3-killed-"));
  await start();
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

it("what was acknowledged survives kill -9, and what was not is never seen in part", async () => {
  const acknowledged = new Set<string>();
  const bodyOf = (key: string) => key.repeat(20_000);
  const writer = async (name: string) => {
    for (let each = 0; ; each += 1) {
      const Key = `${name}-${each}`;
      await client.send(new PutObjectCommand({ Bucket, Key, Body: bodyOf(Key) }));
      acknowledged.add(Key);
    }
  };
  const writers = ["a", "b", "c", "d"].map((name) => writer(name).catch(() => undefined));
  // A large body that is certainly still under way when the process ends.
  const endless = Readable.from(
    (async function* () {
      while (acknowledged.size < 40) yield Buffer.alloc(16 * 1024);
      server.kill("SIGKILL");
      yield Buffer.alloc(16 * 1024);
    })(),
  );
  const ContentLength = 4 * 1024 * MEGABYTE;
  const torn = client.send(new PutObjectCommand({ Bucket, Key: "torn", Body: endless, ContentLength }));
  await Promise.all([torn.catch(() => undefined), ...writers, once(server, "exit")]);

  await start();
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const found = Contents.map(({ Key }) => Key ?? "");
  expect(found).toEqual(expect.arrayContaining([...acknowledged]));
  expect(found).not.toContain("torn");
  for (const Key of found) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect((await Body?.transformToString()) === bodyOf(Key)).toBe(true);
  }
  expect(readdirSync(join(folder, "incoming"))).toEqual([]);
  const blobs = readdirSync(join(folder, "blobs"), { recursive: true, withFileTypes: true });
  expect(blobs.filter((it) => it.isFile())).toHaveLength(found.length);
});

it("an object of 512 MB passes in and out of a process that never needs as much", async () => {
  const piece = Buffer.alloc(MEGABYTE, "0123456789abcdef");
  const count = 512;
  const sent = createHash("sha256");
  const Body = Readable.from(
    (function* () {
      for (let each = 0; each < count; each += 1) {
        sent.update(piece);
        yield piece;
      }
    })(),
  );
  await client.send(new PutObjectCommand({ Bucket, Key: "large", Body, ContentLength: count * MEGABYTE }));
  const read = await client.send(new GetObjectCommand({ Bucket, Key: "large", ChecksumMode: "ENABLED" }));
  const got = createHash("sha256");
  if (!(read.Body instanceof Readable)) throw new Error("The body is not a stream.");
  for await (const bytes of read.Body) got.update(bytes);
  expect(got.digest("hex")).toBe(sent.digest("hex"));
  server.send("memory");
  const [{ megabytes }] = await once(server, "message");
  // What waits to be collected depends on how busy the machine is; an object that was held would be over this.
  expect(megabytes).toBeLessThan(count);
});
