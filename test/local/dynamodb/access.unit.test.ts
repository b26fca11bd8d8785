import { CreateBackupCommand, QueryCommand as PlainQueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Authorise, Deed } from "../../../local/shared/caller.ts";
import { ServiceFault } from "../../../local/shared/fault.ts";
import { aDynamoDb, aTable, type Bench } from "./support.ts";

const TableName = "guarded";
const ARN = "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/guarded";
const seen: Deed[] = [];
let isOpen = true;
let bench: Bench;

const authorise: Authorise = ({ role }, ...deeds) => {
  seen.push(...deeds);
  if (!isOpen) throw new ServiceFault("AccessDeniedException", `${role} may not ${deeds[0]?.action}`);
};

beforeAll(async () => {
  bench = await aDynamoDb({ authorise });
  await bench.client.send(aTable(TableName));
});
afterAll(() => bench.close());
beforeEach(() => {
  seen.length = 0;
  isOpen = true;
});

const leading = (...keys: string[]) => ({ context: { "dynamodb:LeadingKeys": keys } });

describe("what the local DynamoDB asks leave for", () => {
  it("asks per action of a transaction, with the leading keys", async () => {
    await bench.documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { pk: "a", sk: "1" } } },
          { Put: { TableName, Item: { pk: "b", sk: "1" } } },
          { Delete: { TableName, Key: { pk: "c", sk: "1" } } },
          {
            Update: {
              TableName,
              Key: { pk: "d", sk: "1" },
              UpdateExpression: "ADD n :n",
              ExpressionAttributeValues: { ":n": 1 },
            },
          },
          { ConditionCheck: { TableName, Key: { pk: "e", sk: "1" }, ConditionExpression: "attribute_not_exists(pk)" } },
        ],
      }),
    );
    expect(seen).toEqual([
      { action: "dynamodb:PutItem", resource: ARN, ...leading("a", "b") },
      { action: "dynamodb:DeleteItem", resource: ARN, ...leading("c") },
      { action: "dynamodb:UpdateItem", resource: ARN, ...leading("d") },
      { action: "dynamodb:ConditionCheckItem", resource: ARN, ...leading("e") },
    ]);
  });

  it("asks for the batch on the table, and for the query on the table or its index", async () => {
    await bench.documents.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: { pk: "a", sk: "2" } } }] } }),
    );
    await bench.documents.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [{ pk: "a", sk: "2" }] } } }),
    );
    await bench.documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "#p = :p AND begins_with(sk, :s)",
        ExpressionAttributeNames: { "#p": "pk" },
        ExpressionAttributeValues: { ":p": "a", ":s": "1" },
      }),
    );
    await bench.documents.send(
      new QueryCommand({
        TableName,
        IndexName: "byDay",
        KeyConditionExpression: "byDayHash = :d",
        ExpressionAttributeValues: { ":d": "x" },
      }),
    );
    await bench.client.send(new ScanCommand({ TableName }));
    expect(seen).toEqual([
      { action: "dynamodb:BatchWriteItem", resource: ARN, ...leading("a") },
      { action: "dynamodb:BatchGetItem", resource: ARN, ...leading("a") },
      { action: "dynamodb:Query", resource: ARN, ...leading("a") },
      { action: "dynamodb:Query", resource: `${ARN}/index/byDay` },
      { action: "dynamodb:Scan", resource: ARN },
    ]);
  });

  it("does nothing for a caller who may not", async () => {
    isOpen = false;
    await expect(
      bench.documents.send(new PutCommand({ TableName, Item: { pk: "denied", sk: "1" } })),
    ).rejects.toMatchObject({ name: "AccessDeniedException", message: "operator may not dynamodb:PutItem" });
    isOpen = true;
    const found = await bench.client.send(
      new PlainQueryCommand({
        TableName,
        KeyConditionExpression: "pk = :p",
        ExpressionAttributeValues: { ":p": { S: "denied" } },
      }),
    );
    expect(found.Items).toEqual([]);
  });

  it("refuses by name an operation and parameters that it does not know", async () => {
    const unknown = { name: "LocalCloudDoesNotSupport" };
    await expect(bench.client.send(new CreateBackupCommand({ TableName, BackupName: "b" }))).rejects.toMatchObject({
      ...unknown,
      message: expect.stringContaining("CreateBackup"),
    });
    await expect(
      bench.documents.send(
        new PutCommand({ TableName, Item: { pk: "a", sk: "3" }, Expected: { pk: { Exists: false } } }),
      ),
    ).rejects.toMatchObject({ ...unknown, message: expect.stringContaining("Expected of PutItem") });
    const streams = { StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" as const } };
    await expect(bench.client.send(aTable("other", streams))).rejects.toMatchObject(unknown);
    await expect(bench.client.send(aTable("other", { TableClass: "STANDARD" }))).rejects.toMatchObject(unknown);
    await expect(
      bench.documents.send(new PutCommand({ TableName: ARN, Item: { pk: "a", sk: "3" } })),
    ).rejects.toMatchObject(unknown);
  });
});
