import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { aDynamoDb, aTable, type Bench } from "./support.ts";

const TableName = "faulty";
let bench: Bench;

beforeAll(async () => {
  bench = await aDynamoDb();
  await bench.client.send(aTable(TableName));
});
afterAll(() => bench.close());
afterEach(() => bench.dynamodb.faults.clear());

const put = (pk: string, more: Record<string, unknown> = {}) =>
  bench.documents.send(new PutCommand({ TableName, Item: { pk, sk: "now", ...more } }));
const get = async (pk: string) =>
  (await bench.documents.send(new GetCommand({ TableName, Key: { pk, sk: "now" } }))).Item;

describe("faults that tests ask the local DynamoDB for", () => {
  it("throttle: the matching operation alone is refused, as often as asked", async () => {
    bench.dynamodb.faults.next({ operation: "PutItem", table: TableName, times: 2 }, "throttle");
    expect(await get("t")).toBeUndefined();
    const throttled = { name: "ProvisionedThroughputExceededException" };
    await expect(put("t")).rejects.toMatchObject(throttled);
    await expect(put("t")).rejects.toMatchObject(throttled);
    await put("t");
    expect(await get("t")).toBeDefined();
  });

  it("conflict: a transaction is cancelled for another one's sake, and nothing is written", async () => {
    bench.dynamodb.faults.next({}, "conflict");
    expect(await get("c")).toBeUndefined();
    const transact = () =>
      bench.documents.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: { pk: "c", sk: "now" } } },
            { Put: { TableName, Item: { pk: "d", sk: "now" } } },
          ],
        }),
      );
    await expect(transact()).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }],
    });
    expect(await get("c")).toBeUndefined();
    bench.dynamodb.faults.next({ operation: "PutItem" }, "conflict");
    await expect(put("c")).rejects.toMatchObject({ name: "TransactionConflictException" });
  });

  it("timeout-before: nobody answers and nothing is written", async () => {
    bench.dynamodb.faults.next({ operation: "PutItem" }, "timeout-before");
    await expect(put("silent")).rejects.toThrow();
    expect(await get("silent")).toBeUndefined();
  });

  it("lost-reply: nobody answers although it is written", async () => {
    bench.dynamodb.faults.next({ operation: "PutItem" }, "lost-reply");
    await expect(put("written")).rejects.toThrow();
    expect(await get("written")).toBeDefined();
  });

  it("error: the service says that it failed", async () => {
    bench.dynamodb.faults.next({ operation: "PutItem" }, "error");
    await expect(put("failed")).rejects.toMatchObject({
      name: "InternalServerError",
      $metadata: { httpStatusCode: 500 },
    });
    expect(await get("failed")).toBeUndefined();
  });

  it("delayed index: its next read sees the state before the last write, the table sees the new one", async () => {
    const query = async () => {
      const { Items } = await bench.documents.send(
        new QueryCommand({
          TableName,
          IndexName: "byDay",
          KeyConditionExpression: "byDayHash = :due",
          ExpressionAttributeValues: { ":due": "due" },
        }),
      );
      return Items?.map((item) => [item["pk"], item["byDayRange"]]);
    };
    await put("i1", { byDayHash: "due", byDayRange: "2018-11-01" });
    await put("i2", { byDayHash: "due", byDayRange: "2018-11-02" });
    await put("i1", { byDayHash: "due", byDayRange: "2018-11-03" });
    bench.dynamodb.faults.delayIndexes(TableName, "byDay");
    const [late, item] = [query(), get("i1")];
    expect(await item).toMatchObject({ byDayRange: "2018-11-03" });
    expect(await late).toEqual([
      ["i1", "2018-11-01"],
      ["i2", "2018-11-02"],
    ]);
    expect(await query()).toEqual([
      ["i2", "2018-11-02"],
      ["i1", "2018-11-03"],
    ]);
  });
});
