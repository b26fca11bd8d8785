import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { Day, dayOf } from "../../../functions/kernel/day.ts";
import { type Cloud, startCloud } from "../../../local/cloud/cloud.ts";
import { synthesiseSample } from "./app.ts";

const TABLE = "sample-notes-g1";

const rowsOf = async (cloud: Cloud): Promise<string[]> => {
  const client = new DynamoDBClient(cloud.client("dynamodb"));
  const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
  return Items.map((it) => `${it["pk"]?.S}`).sort();
};

const objectsOf = async (cloud: Cloud): Promise<(string | undefined)[]> => {
  const client = new S3Client(cloud.client("s3"));
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "sample-journal" }));
  return Contents.map((it) => it.Key);
};

const write = async (cloud: Cloud, id: string): Promise<number> => {
  const { status } = await fetch(`${cloud.url}/notes`, { method: "POST", body: JSON.stringify({ id }) });
  return status;
};

const today = Day.parse("2026-09-30");

describe("the cloud on one machine", () => {
  const assembly = synthesiseSample();
  let cloud: Cloud;
  afterEach(() => cloud.stop());

  it("carries a request through stream, bus, queue and machine, and time walks the rest of the way", async () => {
    cloud = await startCloud({ assembly, today });
    expect(await write(cloud, "a")).toBe(201);
    await cloud.settle();
    expect(cloud.heard("notes.written.v1")).toMatchObject([{ detail: { id: "a" }, source: "sample" }]);
    expect(await objectsOf(cloud)).toEqual(["notes/a"]);
    expect(cloud.path("sample-flow", "a")).toBe("Rest");
    await cloud.pass({ days: 2 });
    expect(cloud.path("sample-flow", "a")).toBe("Rest Step");
    expect((await rowsOf(cloud)).slice(0, 2)).toEqual(["done#a", "note#a"]);
  });

  it("walks over a holiday day by day, and calls a daily schedule on each of them", async () => {
    cloud = await startCloud({ assembly, today });
    await cloud.pass({ workingDays: 1 });
    expect(dayOf(cloud.clock.now())).toBe("2026-10-08");
    expect((await rowsOf(cloud)).filter((it) => it.startsWith("swept#")).length).toBe(8);
    await expect(cloud.pass({ to: today })).rejects.toThrow("only moves forward");
  });

  it("loses nothing of what it accepted when a function dies at any of its calls", async () => {
    cloud = await startCloud({ assembly, today });
    const { lambda } = cloud.services;
    for (const call of [1, 2]) {
      for (const when of ["before", "after"] as const) {
        const fired = lambda.killAt("sample-relay", call, when);
        const id = `${when}-${call}`;
        expect(await write(cloud, id)).toBe(201);
        await cloud.settle();
        expect(fired()).toBe(true);
        expect(cloud.path("sample-flow", id)).toBe("Rest");
      }
    }
    expect(await objectsOf(cloud)).toEqual(["notes/after-1", "notes/after-2", "notes/before-1", "notes/before-2"]);
  });

  it("does not let a function do what its role does not say, and names what nobody used", async () => {
    cloud = await startCloud({ assembly, today });
    const asListener = new DynamoDBClient(cloud.client("dynamodb", "sample-listener"));
    const forbidden = asListener.send(new PutItemCommand({ TableName: TABLE, Item: { pk: { S: "x" } } }));
    await expect(forbidden).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(cloud.access.superfluous("sample-api").length).toBe(1);
    await write(cloud, "a");
    expect(cloud.access.superfluous("sample-api")).toEqual([]);
  });

  it("gives functions the development issuer's real address", async () => {
    cloud = await startCloud({ assembly, today });
    expect(cloud.services.lambda.settingsOf("sample-api").environment["ISSUER"]).toBe(cloud.issuer.url);
  });
});

describe("a data folder", () => {
  it("keeps rows, flows and time over a restart, and takes a changed template", async () => {
    const folder = mkdtempSync(join(tmpdir(), "onenet-data-"));
    const first = await startCloud({ assembly: synthesiseSample(), folder, today });
    await write(first, "a");
    await first.pass({ hours: 2 });
    const left = first.clock.now();
    await first.stop();

    const second = await startCloud({ assembly: synthesiseSample({ index: true }), folder, today });
    expect(second.clock.now()).toBeGreaterThanOrEqual(left);
    expect(second.path("sample-flow", "a")).toBe("Rest");
    await second.pass({ days: 1 });
    expect(second.path("sample-flow", "a")).toBe("Rest Step");
    expect(second.heard("notes.written.v1")).toEqual([]);
    const dynamo = new DynamoDBClient(second.client("dynamodb"));
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: TABLE }));
    expect(Table?.GlobalSecondaryIndexes?.map((it) => it.IndexName)).toEqual(["byText"]);
    await second.stop();
  });

  it("refuses a table whose keys the template has changed, in one sentence", async () => {
    const folder = mkdtempSync(join(tmpdir(), "onenet-data-"));
    await (await startCloud({ assembly: synthesiseSample(), folder })).stop();
    await expect(startCloud({ assembly: synthesiseSample({ sortKey: true }), folder })).rejects.toThrow(
      "has the keys pk HASH, the template says pk HASH, sk RANGE",
    );
  });
});
