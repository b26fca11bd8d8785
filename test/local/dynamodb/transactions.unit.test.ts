import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { aDynamoDb, aTable, type Bench } from "./support.ts";

const TableName = "objections";
let bench: Bench;

beforeAll(async () => {
  bench = await aDynamoDb();
  await bench.client.send(aTable(TableName));
});
afterAll(() => bench.close());

const put = (Item: Record<string, unknown>) => bench.documents.send(new PutCommand({ TableName, Item }));
const get = async (pk: string) =>
  (await bench.documents.send(new GetCommand({ TableName, Key: { pk, sk: "now" } }))).Item;
const add = (pk: string, ClientRequestToken: string, by = 1) =>
  bench.documents.send(
    new TransactWriteCommand({
      ClientRequestToken,
      TransactItems: [
        {
          Update: {
            TableName,
            Key: { pk, sk: "now" },
            UpdateExpression: "ADD n :by",
            ExpressionAttributeValues: { ":by": by },
          },
        },
      ],
    }),
  );

describe("transactions of the local DynamoDB", () => {
  it("are all or nothing, with a reason per item and the item that stood in the way", async () => {
    await put({ pk: "there", sk: "now", owner: "somebody" });
    const refused = await bench.documents
      .send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: { pk: "fresh", sk: "now" } } },
            {
              Put: {
                TableName,
                Item: { pk: "there", sk: "now" },
                ConditionExpression: "attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure: "ALL_OLD",
              },
            },
          ],
        }),
      )
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TransactionCanceledException);
    expect((refused as TransactionCanceledException).CancellationReasons).toMatchObject([
      { Code: "None" },
      {
        Code: "ConditionalCheckFailed",
        Message: "The conditional request failed",
        Item: { pk: { S: "there" }, sk: { S: "now" }, owner: { S: "somebody" } },
      },
    ]);
    expect(await get("fresh")).toBeUndefined();
  });

  it("have one effect under one token for ten minutes of our clock, and refuse another request under it", async () => {
    await add("counter", "token-1");
    await add("counter", "token-1");
    expect(await get("counter")).toMatchObject({ n: 1 });
    await expect(add("counter", "token-1", 5)).rejects.toMatchObject({ name: "IdempotentParameterMismatchException" });
    bench.clock.moveTo(bench.clock.now() + 11 * 60_000);
    await add("counter", "token-1");
    expect(await get("counter")).toMatchObject({ n: 2 });
  });

  it("do not remember the token of a refused transaction", async () => {
    const attempt = () =>
      bench.documents.send(
        new TransactWriteCommand({
          ClientRequestToken: "token-2",
          TransactItems: [
            {
              Update: {
                TableName,
                Key: { pk: "later", sk: "now" },
                UpdateExpression: "SET done = :yes",
                ConditionExpression: "attribute_exists(pk)",
                ExpressionAttributeValues: { ":yes": true },
              },
            },
          ],
        }),
      );
    await expect(attempt()).rejects.toMatchObject({ name: "TransactionCanceledException" });
    await put({ pk: "later", sk: "now" });
    await attempt();
    expect(await get("later")).toEqual({ pk: "later", sk: "now", done: true });
  });

  it("let one of many that want the same version through, and no addition is lost among them", async () => {
    await put({ pk: "raced", sk: "now", version: 1, n: 0 });
    const wanted = Array.from({ length: 20 }, (_, by) =>
      bench.documents.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName,
                Key: { pk: "raced", sk: "now" },
                UpdateExpression: "SET version = version + :one",
                ConditionExpression: "version = :seen",
                ExpressionAttributeValues: { ":one": 1, ":seen": 1 },
              },
            },
            { Put: { TableName, Item: { pk: "raced", sk: `event#${by}` } } },
          ],
        }),
      ),
    );
    const additions = Array.from({ length: 20 }, () =>
      bench.documents.send(
        new UpdateCommand({
          TableName,
          Key: { pk: "raced", sk: "now" },
          UpdateExpression: "ADD n :one",
          ExpressionAttributeValues: { ":one": 1 },
        }),
      ),
    );
    const outcomes = await Promise.allSettled(wanted);
    await Promise.all(additions);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await get("raced")).toMatchObject({ version: 2, n: 20 });
  });

  it("refuse what the engine refuses in its own words though many ask at once", async () => {
    const outcomes = await Promise.allSettled([
      put({ pk: "m1", sk: "now" }),
      put({ pk: "", sk: "now" }),
      put({ pk: "m2", sk: "now" }),
      bench.documents.send(
        new PutCommand({ TableName, Item: { pk: "m1", sk: "now" }, ConditionExpression: "attribute_not_exists(pk)" }),
      ),
      bench.documents.send(new PutCommand({ TableName: "nowhere", Item: { pk: "x", sk: "now" } })),
    ]);
    expect(outcomes.map((it) => (it.status === "fulfilled" ? "done" : it.reason.name))).toEqual([
      "done",
      "ValidationException",
      "done",
      "ConditionalCheckFailedException",
      "ResourceNotFoundException",
    ]);
  });
});
