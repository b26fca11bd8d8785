import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { buildSync } from "esbuild";
import { aDynamoDb, aTable, type Bench, clientOf } from "./support.ts";

const TableName = "journalled";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "killed-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};

const keysIn = async (documents: DynamoDBDocumentClient): Promise<string[]> => {
  const keys: string[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(new ScanCommand({ TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) }));
    keys.push(...(page.Items ?? []).map(({ pk }) => String(pk)));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return keys.sort();
};

const keysInStream = async ({ dynamodb }: Bench): Promise<string[]> => {
  const { records } = await dynamodb.readStream(TableName, undefined, 100_000);
  return records.map((record) => (record.dynamodb.Keys["pk"] as { S: string }).S).sort();
};

/** Puts and transactions from several writers until told to end; what was acknowledged is in the set. */
const writers = (client: DynamoDBClient) => {
  const documents = DynamoDBDocumentClient.from(client);
  const acknowledged = new Set<string>();
  let isOver = false;
  const write = async (writer: number) => {
    for (let n = 0; !isOver; n++) {
      const names = [`${writer}-${n}-a`, `${writer}-${n}-b`];
      const items = names.map((pk) => ({ Put: { TableName, Item: { pk, sk: "now", n } } }));
      try {
        if (n % 2 === 0) await documents.send(new TransactWriteCommand({ TransactItems: items }));
        else for (const { Put } of items) await documents.send(new PutCommand(Put));
        for (const name of names) acknowledged.add(name);
      } catch {
        // Not acknowledged: it may be there or not.
      }
    }
  };
  const done = Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
  return {
    acknowledged,
    end: async () => {
      isOver = true;
      await done;
    },
  };
};

/** A process of its own that runs DynamoDB on the folder and says where. */
const aProcess = async (): Promise<{ parent: ChildProcess; url: string; engine: number }> => {
  const outfile = join(folder, "parent.mjs");
  const contents = `
    import { startDynamoDb } from "./local/dynamodb/dynamodb.ts";
    import { MovableClock } from "./local/shared/clock.ts";
    const callerOf = (accessKeyId) => ({ accessKeyId, role: "operator" });
    const folder = ${JSON.stringify(join(folder, "data"))};
    const dynamodb = await startDynamoDb({ folder, clock: new MovableClock(), authorise: () => undefined, callerOf });
    console.log(JSON.stringify({ url: dynamodb.url, engine: await dynamodb.enginePid() }));`;
  buildSync({ stdin: { contents, resolveDir: process.cwd() }, bundle: true, platform: "node", format: "esm", outfile });
  const parent = spawn(process.execPath, [outfile], { stdio: ["ignore", "pipe", "inherit"] });
  if (parent.stdout === null) throw new Error("The process has no output.");
  const [line] = await once(createInterface(parent.stdout), "line");
  return { parent, ...JSON.parse(String(line)) };
};

describe("the local DynamoDB when something is killed", () => {
  it("keeps tables, items, settings and stream over a restart", async () => {
    const first = await aDynamoDb({ folder });
    await first.client.send(aTable(TableName));
    await first.documents.send(new PutCommand({ TableName, Item: { pk: "a", sk: "now" } }));
    const { position } = await first.dynamodb.readStream(TableName, undefined, 10);
    await first.documents.send(new PutCommand({ TableName, Item: { pk: "b", sk: "now" } }));
    const engine = await first.dynamodb.enginePid();
    await first.close();
    expect(isAlive(engine)).toBe(false);
    const second = await aDynamoDb({ folder });
    expect(await keysIn(second.documents)).toEqual(["a", "b"]);
    const { records } = await second.dynamodb.readStream(TableName, position, 10);
    expect(records.map(({ dynamodb }) => dynamodb.Keys["pk"])).toEqual([{ S: "b" }]);
    await second.close();
  });

  it("starts a killed engine again: nothing acknowledged is lost, and the stream tells of just what is there", async () => {
    const bench = await aDynamoDb({ folder });
    await bench.client.send(aTable(TableName));
    const writing = writers(bench.client);
    for (const enough of [100, 200, 300]) {
      await until(() => writing.acknowledged.size >= enough);
      process.kill(await bench.dynamodb.enginePid(), "SIGKILL");
    }
    await until(() => writing.acknowledged.size >= 400);
    await writing.end();
    const there = await keysIn(bench.documents);
    expect([...writing.acknowledged].filter((name) => !there.includes(name))).toEqual([]);
    expect(await keysInStream(bench)).toEqual(there);
    await bench.close();
  });

  it("adds once what the SDK asks again after the engine was killed", async () => {
    const bench = await aDynamoDb({ folder });
    await bench.client.send(aTable(TableName));
    const patient = clientOf(bench.dynamodb.url, { maxAttempts: 5 });
    const documents = DynamoDBDocumentClient.from(patient);
    const Key = { pk: "counter", sk: "now" };
    const add = () =>
      documents.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName,
                Key,
                UpdateExpression: "ADD n :one",
                ExpressionAttributeValues: { ":one": 1 },
              },
            },
          ],
        }),
      );
    for (let n = 0; n < 60; n++) {
      const adding = add();
      if (n % 20 === 10) process.kill(await bench.dynamodb.enginePid(), "SIGKILL");
      await adding;
    }
    expect((await documents.send(new GetCommand({ TableName, Key }))).Item).toMatchObject({ n: 60 });
    patient.destroy();
    await bench.close();
  });

  it("ends its engine though it is killed itself, and the next run finds journal and data in step", async () => {
    const { parent, url, engine } = await aProcess();
    const client = clientOf(url);
    await client.send(aTable(TableName));
    const writing = writers(client);
    await until(() => writing.acknowledged.size >= 100);
    parent.kill("SIGKILL");
    await until(() => !isAlive(engine));
    await writing.end();
    client.destroy();
    const bench = await aDynamoDb({ folder: join(folder, "data") });
    const there = await keysIn(bench.documents);
    expect([...writing.acknowledged].filter((name) => !there.includes(name))).toEqual([]);
    expect(await keysInStream(bench)).toEqual(there);
    await bench.close();
  });

  it("writes to the journal what the engine committed when the kill came between the two, once", async () => {
    const first = await aDynamoDb({ folder });
    await first.client.send(aTable(TableName));
    await first.documents.send(new PutCommand({ TableName, Item: { pk: "a", sk: "now" } }));
    const length = Number(first.dynamodb.streamEnd(TableName));
    await first.documents.send(new PutCommand({ TableName, Item: { pk: "b", sk: "now" } }));
    await first.close();
    const intent = {
      writes: [{ table: TableName, key: { pk: { S: "b" }, sk: { S: "now" } }, expired: false, request: 0 }],
      tokens: [null],
      lengths: { [TableName]: length },
    };
    const [journal = ""] = readdirSync(join(folder, "journals"));
    const isWritten = [];
    for (const cut of [length, length + 20, undefined]) {
      if (cut !== undefined) truncateSync(join(folder, "journals", journal), cut);
      writeFileSync(join(folder, "intent.json"), `${JSON.stringify(intent)}\n`);
      const again = await aDynamoDb({ folder });
      isWritten.push(await keysInStream(again));
      await again.close();
    }
    expect(isWritten).toEqual(Array.from({ length: 3 }, () => ["a", "b"]));
  });

  it("ends an engine that an earlier run left behind", async () => {
    const { parent, engine } = await aProcess();
    const watchers = readFileSync(`/proc/${engine}/task/${engine}/children`, "utf8").trim().split(" ");
    for (const watcher of watchers) process.kill(Number(watcher), "SIGKILL");
    parent.kill("SIGKILL");
    await once(parent, "exit");
    expect(isAlive(engine)).toBe(true);
    const bench = await aDynamoDb({ folder: join(folder, "data") });
    expect(isAlive(engine)).toBe(false);
    await bench.close();
  });

  it("says in one sentence what to install when there is no engine", async () => {
    process.env["DYNOXIDE_BIN"] = join(folder, "nowhere");
    const starting = aDynamoDb({ folder });
    await expect(starting).rejects.toThrow(/^DYNOXIDE_BIN names .*nowhere, which does not exist: install dynoxide/);
    delete process.env["DYNOXIDE_BIN"];
  });
});
