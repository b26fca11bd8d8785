import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { instantOf } from "../../functions/kernel/day.ts";
import { CallRecorder, recorded } from "../../functions/platform/aws.ts";
import type { Table } from "../../functions/platform/store/open.ts";
import { type LocalDynamoDb, startDynamoDb } from "../../local/dynamodb/dynamodb.ts";
import { allowAll } from "../../local/shared/caller.ts";
import { MovableClock } from "../../local/shared/clock.ts";

export type OpenTable = Readonly<{
  table: Table;
  clock: MovableClock;
  /** Counts the AWS calls made through `table`, and makes them fail where a test says so. */
  recorder: CallRecorder;
  close: () => Promise<void>;
}>;
export type TestTable = OpenTable & Readonly<{ dynamodb: LocalDynamoDb }>;

type Stores = readonly Readonly<{ indexes: object }>[];

/** A context's table as it is deployed, with the indexes that its stores declare, on the real embedded engine. */
export const aTable = async (stores: Stores, folder = "memory"): Promise<TestTable> => {
  const clock = new MovableClock();
  const dynamodb = await startDynamoDb({
    folder,
    clock,
    authorise: allowAll,
    callerOf: (accessKeyId) => ({ accessKeyId, role: "operator" }),
  });
  const opened = await tableAt(dynamodb.url, stores, clock);
  return {
    ...opened,
    dynamodb,
    close: async () => {
      await opened.close();
      await dynamodb.close();
      clock.stop();
    },
  };
};

/** Such a table in a DynamoDB that listens at this address. */
export const tableAt = async (
  endpoint: string,
  stores: Stores,
  clock: MovableClock,
  TableName = "table",
): Promise<OpenTable> => {
  const recorder = new CallRecorder();
  const client = recorded(
    new DynamoDBClient({
      endpoint,
      region: "cn-north-1",
      credentials: { accessKeyId: "operator", secretAccessKey: "none" },
    }),
    recorder,
  );
  const indexes = [...new Set(stores.flatMap((store) => Object.keys(store.indexes)))];
  const keys = indexes.flatMap((index) => [`${index}Hash`, `${index}Range`]);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["pk", "sk", ...keys].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S" as const,
      })),
      ...(indexes.length === 0
        ? {}
        : {
            GlobalSecondaryIndexes: indexes.map((IndexName) => ({
              IndexName,
              KeySchema: [
                { AttributeName: `${IndexName}Hash`, KeyType: "HASH" as const },
                { AttributeName: `${IndexName}Range`, KeyType: "RANGE" as const },
              ],
              Projection: { ProjectionType: "ALL" as const },
            })),
          }),
    }),
  );
  recorder.start();
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    table: { dynamo: documents, name: TableName, now: () => instantOf(clock.now()) },
    clock,
    recorder,
    close: async () => client.destroy(),
  };
};
