import { UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { aDynamoDb, aTable, type Bench } from "./support.ts";

let bench: Bench;

beforeAll(async () => {
  bench = await aDynamoDb();
});
afterAll(() => bench.close());

const put = (TableName: string, Item: Record<string, unknown>) =>
  bench.documents.send(new PutCommand({ TableName, Item }));

describe("the stream of a table of the local DynamoDB", () => {
  it("tells of every change with both images, in order, at our clock's time", async () => {
    const TableName = "all-changes";
    await bench.client.send(aTable(TableName));
    bench.clock.moveTo(bench.clock.now() + 90 * 24 * 3600_000);
    const Key = { pk: "a", sk: "now" };
    await put(TableName, { ...Key, n: 1 });
    await put(TableName, { ...Key, n: 1 });
    await bench.documents.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: "SET n = :two",
        ExpressionAttributeValues: { ":two": 2 },
      }),
    );
    await bench.documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Delete: { TableName, Key } },
          { Put: { TableName, Item: { pk: "b", sk: "now" } } },
          {
            Update: {
              TableName,
              Key: { pk: "c", sk: "now" },
              UpdateExpression: "ADD n :one",
              ExpressionAttributeValues: { ":one": 1 },
            },
          },
        ],
      }),
    );
    await bench.documents.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key: { pk: "b", sk: "now" } } }] } }),
    );
    await bench.documents.send(new DeleteCommand({ TableName, Key: { pk: "never", sk: "there" } }));
    const { records } = await bench.dynamodb.readStream(TableName, undefined, 100);
    const [pk, sk] = [{ S: "a" }, { S: "now" }];
    expect(records.map(({ eventName, dynamodb: { OldImage, NewImage } }) => [eventName, OldImage, NewImage])).toEqual([
      ["INSERT", undefined, { pk, sk, n: { N: "1" } }],
      ["MODIFY", { pk, sk, n: { N: "1" } }, { pk, sk, n: { N: "2" } }],
      ["REMOVE", { pk, sk, n: { N: "2" } }, undefined],
      ["INSERT", undefined, { pk: { S: "b" }, sk }],
      ["INSERT", undefined, { pk: { S: "c" }, sk, n: { N: "1" } }],
      ["REMOVE", { pk: { S: "b" }, sk }, undefined],
    ]);
    expect(records[0]).toMatchObject({
      eventSource: "aws:dynamodb",
      awsRegion: "cn-north-1",
      dynamodb: { Keys: { pk, sk } },
    });
    const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    expect(numbers).toEqual([...numbers].sort());
    const ages = records.map(({ dynamodb }) => bench.clock.now() / 1000 - dynamodb.ApproximateCreationDateTime);
    expect(Math.max(...ages)).toBeLessThan(60);
  });

  it("is read page by page, and from its end only what comes", async () => {
    const TableName = "pages";
    await bench.client.send(aTable(TableName));
    for (let n = 0; n < 5; n++) await put(TableName, { pk: `${n}`, sk: "now" });
    const first = await bench.dynamodb.readStream(TableName, undefined, 3);
    const second = await bench.dynamodb.readStream(TableName, first.position, 3);
    const end = await bench.dynamodb.readStream(TableName, second.position, 3);
    expect([first, second, end].map(({ records }) => records.length)).toEqual([3, 2, 0]);
    expect(end.position).toBe(bench.dynamodb.streamEnd(TableName));
    await put(TableName, { pk: "6", sk: "now" });
    const { records } = await bench.dynamodb.readStream(TableName, end.position, 3);
    expect(records.map(({ dynamodb }) => dynamodb.Keys["pk"])).toEqual([{ S: "6" }]);
  });

  it("calls back after a change of its table and of no other, before the writer is answered", async () => {
    await bench.client.send(aTable("heard"));
    await bench.client.send(aTable("unheard"));
    let heard = 0;
    const end = bench.dynamodb.onChange("heard", () => {
      heard += 1;
    });
    await put("unheard", { pk: "1", sk: "now" });
    await put("heard", { pk: "1", sk: "now" });
    expect(heard).toBe(1);
    end();
    await put("heard", { pk: "2", sk: "now" });
    expect(heard).toBe(1);
  });

  it("begins with the next write when it is turned on later, and is empty where it is off", async () => {
    const TableName = "turned-on";
    await bench.client.send(aTable(TableName, { StreamSpecification: { StreamEnabled: false } }));
    await put(TableName, { pk: "before", sk: "now" });
    expect((await bench.dynamodb.readStream(TableName, undefined, 10)).records).toEqual([]);
    await bench.client.send(
      new UpdateTableCommand({
        TableName,
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      }),
    );
    await put(TableName, { pk: "after", sk: "now" });
    const { records } = await bench.dynamodb.readStream(TableName, undefined, 10);
    expect(records.map(({ dynamodb }) => dynamodb.Keys["pk"])).toEqual([{ S: "after" }]);
  });
});
