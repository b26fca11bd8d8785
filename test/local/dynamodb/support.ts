import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type DynamoDbOptions, type LocalDynamoDb, startDynamoDb } from "../../../local/dynamodb/dynamodb.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";

export const clientOf = (url: string, config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: url,
    region: "cn-north-1",
    credentials: { accessKeyId: "operator", secretAccessKey: "none" },
    maxAttempts: 1,
    ...config,
  });

export type Bench = {
  readonly clock: MovableClock;
  readonly dynamodb: LocalDynamoDb;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  close(): Promise<void>;
};

/** A running DynamoDB with clients; in memory unless a folder is named. */
export const aDynamoDb = async (options: Partial<DynamoDbOptions> = {}): Promise<Bench> => {
  const clock = options.clock ?? new MovableClock();
  const dynamodb = await startDynamoDb({
    folder: "memory",
    clock,
    authorise: allowAll,
    callerOf: (accessKeyId) => ({ accessKeyId, role: "operator" }),
    ...options,
  });
  const client = clientOf(dynamodb.url);
  return {
    clock,
    dynamodb,
    client,
    documents: DynamoDBDocumentClient.from(client),
    close: async () => {
      client.destroy();
      await dynamodb.close();
      clock.stop();
    },
  };
};

/** A context's table: pk and sk, one sparse index, a stream. */
export const aTable = (TableName: string, more: Partial<CreateTableCommandInput> = {}): CreateTableCommand =>
  new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: ["pk", "sk", "byDayHash", "byDayRange"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S" as const,
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: "byDay",
        KeySchema: [
          { AttributeName: "byDayHash", KeyType: "HASH" },
          { AttributeName: "byDayRange", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    ...more,
  });
