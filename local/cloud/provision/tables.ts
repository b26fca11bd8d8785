import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { Assembly } from "../../template/assembly.ts";
import { CannotProvision, type Of, ofType } from "./of-type.ts";

type Table = Of<"AWS::DynamoDB::GlobalTable">;

/** Makes every table that is missing, and adds indexes to those that are there. */
export const provisionTables = async (assembly: Assembly, dynamo: DynamoDBClient): Promise<void> => {
  for (const table of ofType(assembly, "AWS::DynamoDB::GlobalTable")) {
    const found = await describe(dynamo, table.name);
    if (found === undefined) await create(dynamo, table);
    else await adapt(dynamo, table, found);
    await protect(dynamo, table);
  }
};

const describe = async (dynamo: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> => {
  try {
    return (await dynamo.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

const streamOf = ({ properties }: Table) =>
  properties.StreamSpecification && {
    StreamEnabled: true,
    StreamViewType: properties.StreamSpecification.StreamViewType,
  };

const create = async (dynamo: DynamoDBClient, table: Table): Promise<void> => {
  const { properties } = table;
  const [replica] = properties.Replicas;
  const key = replica?.SSESpecification?.KMSMasterKeyId;
  await dynamo.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: properties.BillingMode,
      AttributeDefinitions: properties.AttributeDefinitions,
      KeySchema: properties.KeySchema,
      ...(properties.GlobalSecondaryIndexes.length > 0 && {
        GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
      }),
      StreamSpecification: streamOf(table),
      ...(properties.SSESpecification?.SSEEnabled && {
        SSESpecification: { Enabled: true, SSEType: "KMS", ...(key !== undefined && { KMSMasterKeyId: key }) },
      }),
      DeletionProtectionEnabled: replica?.DeletionProtectionEnabled,
    }),
  );
};

const written = (
  schema: readonly { AttributeName?: string | undefined; KeyType?: string | undefined }[] = [],
): string => schema.map((it) => `${it.AttributeName} ${it.KeyType}`).join(", ");

/** Indexes are added one at a time, as DynamoDB demands. */
const adapt = async (dynamo: DynamoDBClient, { name, properties }: Table, found: TableDescription): Promise<void> => {
  if (written(found.KeySchema) !== written(properties.KeySchema)) {
    throw new CannotProvision(
      `The table ${name} has the keys ${written(found.KeySchema)}, the template says ${written(properties.KeySchema)}: ` +
        "keys cannot change. Begin again with npm start -- --fresh.",
    );
  }
  const wanted = new Map(properties.GlobalSecondaryIndexes.map((index) => [index.IndexName, index]));
  const there = new Map((found.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, index]));
  const AttributeDefinitions = properties.AttributeDefinitions;
  for (const [IndexName, index] of there) {
    const same = IndexName !== undefined && written(wanted.get(IndexName)?.KeySchema) === written(index.KeySchema);
    if (same) continue;
    const GlobalSecondaryIndexUpdates = [{ Delete: { IndexName } }];
    await dynamo.send(new UpdateTableCommand({ TableName: name, GlobalSecondaryIndexUpdates }));
    there.delete(IndexName);
  }
  for (const [IndexName, index] of wanted) {
    if (there.has(IndexName)) continue;
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    await dynamo.send(new UpdateTableCommand({ TableName: name, AttributeDefinitions, GlobalSecondaryIndexUpdates }));
  }
};

const protect = async (dynamo: DynamoDBClient, { name, properties }: Table): Promise<void> => {
  const recovery = properties.Replicas[0]?.PointInTimeRecoverySpecification;
  if (recovery !== undefined) {
    await dynamo.send(
      new UpdateContinuousBackupsCommand({ TableName: name, PointInTimeRecoverySpecification: recovery }),
    );
  }
  const ttl = properties.TimeToLiveSpecification;
  if (ttl?.AttributeName === undefined) return;
  const { TimeToLiveDescription: found } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName: name }));
  const isEnabled = found?.TimeToLiveStatus === "ENABLED";
  // DynamoDB refuses to switch on what is on.
  if (isEnabled === ttl.Enabled && (!isEnabled || found?.AttributeName === ttl.AttributeName)) return;
  const TimeToLiveSpecification = { AttributeName: ttl.AttributeName, Enabled: ttl.Enabled };
  await dynamo.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
};
