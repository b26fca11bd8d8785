import { DescribeTableCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { aDynamoDb, aTable, type Bench } from "./support.ts";

const TableName = "catalog";
let bench: Bench;

beforeAll(async () => {
  bench = await aDynamoDb();
  await bench.client.send(aTable(TableName));
});
afterAll(() => bench.close());

const get = async (pk: string, sk = "now") =>
  (await bench.documents.send(new GetCommand({ TableName, Key: { pk, sk } }))).Item;

describe("items of the local DynamoDB, by the AWS SDK", () => {
  it("names tables, indexes and streams as the China partition does", async () => {
    const { Table } = await bench.client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: "ACTIVE",
      TableArn: "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/catalog",
      LatestStreamArn: expect.stringMatching(/^arn:aws-cn:dynamodb:cn-north-1:000000000000:table\/catalog\/stream\/20/),
      GlobalSecondaryIndexes: [
        { IndexArn: "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/catalog/index/byDay", IndexStatus: "ACTIVE" },
      ],
    });
  });

  it("puts, updates and deletes one item", async () => {
    await bench.documents.send(new PutCommand({ TableName, Item: { pk: "a", sk: "now", n: 1 } }));
    const updated = await bench.documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk: "a", sk: "now" },
        UpdateExpression: "SET n = n + :one",
        ExpressionAttributeValues: { ":one": 1 },
        ReturnValues: "ALL_NEW",
      }),
    );
    expect(updated.Attributes).toEqual({ pk: "a", sk: "now", n: 2 });
    const deleted = await bench.documents.send(
      new DeleteCommand({ TableName, Key: { pk: "a", sk: "now" }, ReturnValues: "ALL_OLD" }),
    );
    expect(deleted.Attributes).toEqual({ pk: "a", sk: "now", n: 2 });
    expect(await get("a")).toBeUndefined();
  });

  it("writes and reads in batches and transactions, queries an index, scans", async () => {
    const items = Array.from({ length: 25 }, (_, n) => ({
      pk: `b${n}`,
      sk: "now",
      byDayHash: "due",
      byDayRange: `${n}`,
    }));
    await bench.documents.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) } }),
    );
    const keys = items.map(({ pk, sk }) => ({ pk, sk }));
    const batch = await bench.documents.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: keys } } }));
    expect(batch.Responses?.[TableName]).toHaveLength(25);
    const queried = await bench.documents.send(
      new QueryCommand({
        TableName,
        IndexName: "byDay",
        KeyConditionExpression: "byDayHash = :due",
        ExpressionAttributeValues: { ":due": "due" },
        Limit: 10,
      }),
    );
    expect(queried.Items).toHaveLength(10);
    expect(queried.LastEvaluatedKey).toBeDefined();
    await bench.documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Delete: { TableName, Key: { pk: "b0", sk: "now" } } },
          { Put: { TableName, Item: { pk: "b1", sk: "now", changed: true } } },
          { ConditionCheck: { TableName, Key: { pk: "b2", sk: "now" }, ConditionExpression: "attribute_exists(pk)" } },
        ],
      }),
    );
    const read = await bench.documents.send(
      new TransactGetCommand({
        TransactItems: ["b0", "b1"].map((pk) => ({ Get: { TableName, Key: { pk, sk: "now" } } })),
      }),
    );
    expect(read.Responses).toEqual([{}, { Item: { pk: "b1", sk: "now", changed: true } }]);
    expect((await bench.documents.send(new ScanCommand({ TableName, Select: "COUNT" }))).Count).toBe(24);
  });

  it("keeps 38 digits of a number and refuses the 39th", async () => {
    const digits = "12345678901234567890123456789012345678";
    const put = (n: string) =>
      bench.client.send(new PutItemCommand({ TableName, Item: { pk: { S: "n" }, sk: { S: "now" }, n: { N: n } } }));
    await put(digits);
    const { Item } = await bench.client.send(
      new GetItemCommand({ TableName, Key: { pk: { S: "n" }, sk: { S: "now" } } }),
    );
    expect(Item?.["n"]).toEqual({ N: digits });
    await expect(put(`${digits}9`)).rejects.toThrow(/38 significant digits/);
  });

  it("refuses an empty string in a key and keeps it elsewhere", async () => {
    await expect(
      bench.documents.send(new PutCommand({ TableName, Item: { pk: "", sk: "now" } })),
    ).rejects.toMatchObject({
      name: "ValidationException",
    });
    await expect(
      bench.documents.send(new PutCommand({ TableName, Item: { pk: "e", sk: "now", byDayHash: "", byDayRange: "x" } })),
    ).rejects.toMatchObject({ name: "ValidationException" });
    await bench.documents.send(new PutCommand({ TableName, Item: { pk: "e", sk: "now", note: "" } }));
    expect(await get("e")).toEqual({ pk: "e", sk: "now", note: "" });
  });
});
