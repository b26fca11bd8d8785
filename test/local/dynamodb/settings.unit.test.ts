import {
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { aDynamoDb, aTable, type Bench } from "./support.ts";

let bench: Bench;

beforeAll(async () => {
  bench = await aDynamoDb();
});
afterAll(() => bench.close());

describe("settings of tables of the local DynamoDB", () => {
  it("protect a table from deletion until protection is turned off", async () => {
    const TableName = "protected";
    await bench.client.send(aTable(TableName, { DeletionProtectionEnabled: true }));
    const remove = () => bench.client.send(new DeleteTableCommand({ TableName }));
    await expect(remove()).rejects.toThrow(/protected against deletion/);
    await bench.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await remove();
    expect((await bench.client.send(new ListTablesCommand({}))).TableNames).not.toContain(TableName);
    await expect(bench.client.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("forget a deleted table's stream when one of the same name follows", async () => {
    const TableName = "twice";
    await bench.client.send(aTable(TableName));
    await bench.documents.send(new PutCommand({ TableName, Item: { pk: "old", sk: "now" } }));
    await bench.client.send(new DeleteTableCommand({ TableName }));
    await bench.client.send(aTable(TableName));
    expect((await bench.dynamodb.readStream(TableName, undefined, 10)).records).toEqual([]);
  });

  it("refuse writes to a table that is deleted before their turn, and those alone", async () => {
    await bench.client.send(aTable("going"));
    await bench.client.send(aTable("staying"));
    const put = (TableName: string, pk: string) =>
      bench.documents.send(new PutCommand({ TableName, Item: { pk, sk: "now" } }));
    const outcomes = await Promise.allSettled([
      ...["1", "2", "3"].map((pk) => put("staying", pk)),
      bench.client.send(new DeleteTableCommand({ TableName: "going" })),
      ...["4", "5", "6"].flatMap((pk) => [put("going", pk), put("staying", pk)]),
    ]);
    const told = outcomes.map((it) => (it.status === "fulfilled" ? "done" : it.reason.name));
    expect(told.filter((it) => it !== "done")).toEqual(Array.from({ length: 3 }, () => "ResourceNotFoundException"));
    expect((await bench.dynamodb.readStream("staying", undefined, 10)).records).toHaveLength(6);
  });

  it("delete an item after its time to live when the clock moves past it, telling the stream who did", async () => {
    const TableName = "expiring";
    await bench.client.send(aTable(TableName));
    await bench.client.send(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: "ttl" } }),
    );
    expect((await bench.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription).toEqual({
      TimeToLiveStatus: "ENABLED",
      AttributeName: "ttl",
    });
    const now = Math.floor(bench.clock.now() / 1000);
    const items = [
      { pk: "soon", ttl: now + 60 },
      { pk: "later", ttl: now + 7200 },
      { pk: "never" },
      { pk: "text", ttl: `${now + 60}` },
      { pk: "mistaken", ttl: 60 },
    ];
    for (const item of items) {
      await bench.documents.send(new PutCommand({ TableName, Item: { ...item, sk: "now" } }));
    }
    const left = async () => {
      await bench.dynamodb.settled();
      const found = await Promise.all(
        items.map(({ pk }) => bench.documents.send(new GetCommand({ TableName, Key: { pk, sk: "now" } }))),
      );
      return found.flatMap(({ Item }) => (Item === undefined ? [] : [Item["pk"]]));
    };
    bench.clock.moveTo(bench.clock.now() + 30_000);
    expect(await left()).toEqual(["soon", "later", "never", "text", "mistaken"]);
    bench.clock.moveTo(bench.clock.now() + 60_000);
    expect(await left()).toEqual(["later", "never", "text", "mistaken"]);
    bench.clock.moveTo(bench.clock.now() + 7200_000);
    expect(await left()).toEqual(["never", "text", "mistaken"]);
    const { records } = await bench.dynamodb.readStream(TableName, undefined, 100);
    const removed = records.filter(({ eventName }) => eventName === "REMOVE");
    expect(removed.map(({ dynamodb, userIdentity }) => [dynamodb.Keys["pk"], userIdentity?.principalId])).toEqual([
      [{ S: "soon" }, "dynamodb.amazonaws.com"],
      [{ S: "later" }, "dynamodb.amazonaws.com"],
    ]);
  });

  it("add an index to a table that holds items, and take one away", async () => {
    const TableName = "indexed";
    await bench.client.send(aTable(TableName));
    await bench.documents.send(new PutCommand({ TableName, Item: { pk: "a", sk: "now", officeHash: "x" } }));
    await bench.client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: ["pk", "sk", "officeHash"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S",
        })),
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: "byOffice",
              KeySchema: [{ AttributeName: "officeHash", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
            },
          },
        ],
      }),
    );
    const found = await bench.documents.send(
      new QueryCommand({
        TableName,
        IndexName: "byOffice",
        KeyConditionExpression: "officeHash = :x",
        ExpressionAttributeValues: { ":x": "x" },
      }),
    );
    expect(found.Items).toHaveLength(1);
    await bench.client.send(
      new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "byDay" } }] }),
    );
    const { Table } = await bench.client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(["byOffice"]);
  });
});
