import { unsupported } from "../shared/fault.ts";
import { type Fields, fieldsOf, listOf, textOf } from "./wire.ts";

const NAMES = ["ExpressionAttributeNames"];
const EXPRESSIONS = [...NAMES, "ExpressionAttributeValues"];
const CONDITION = [...EXPRESSIONS, "ConditionExpression", "ReturnValuesOnConditionCheckFailure"];
const WRITE = [...CONDITION, "TableName", "ReturnValues", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"];
const READ = [...NAMES, "TableName", "ConsistentRead", "ProjectionExpression", "ReturnConsumedCapacity"];
const LIST = [
  ...READ,
  "ExpressionAttributeValues",
  "IndexName",
  "Limit",
  "Select",
  "FilterExpression",
  "ExclusiveStartKey",
];
const INDEX = ["IndexName", "KeySchema", "Projection"];
const RECOVERY = ["PointInTimeRecoveryEnabled", "RecoveryPeriodInDays"];
const BATCH = ["RequestItems", "ReturnConsumedCapacity"];

/** Every operation that is served, with the parameters that it takes; what is not here would be silently dropped. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  CreateTable: [
    ...["TableName", "KeySchema", "AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes"],
    ...["StreamSpecification", "SSESpecification", "DeletionProtectionEnabled", "Tags"],
  ],
  UpdateTable: [
    ...["TableName", "DeletionProtectionEnabled", "StreamSpecification"],
    ...["AttributeDefinitions", "GlobalSecondaryIndexUpdates"],
  ],
  DeleteTable: ["TableName"],
  DescribeTable: ["TableName"],
  ListTables: ["ExclusiveStartTableName", "Limit"],
  UpdateTimeToLive: ["TableName", "TimeToLiveSpecification"],
  DescribeTimeToLive: ["TableName"],
  UpdateContinuousBackups: ["TableName", "PointInTimeRecoverySpecification"],
  DescribeContinuousBackups: ["TableName"],
  RestoreTableToPointInTime: ["SourceTableName", "TargetTableName", "UseLatestRestorableTime", "RestoreDateTime"],
  GetItem: [...READ, "Key"],
  PutItem: [...WRITE, "Item"],
  UpdateItem: [...WRITE, "Key", "UpdateExpression"],
  DeleteItem: [...WRITE, "Key"],
  BatchGetItem: BATCH,
  BatchWriteItem: [...BATCH, "ReturnItemCollectionMetrics"],
  Query: [...LIST, "KeyConditionExpression", "ScanIndexForward"],
  Scan: [...LIST, "Segment", "TotalSegments"],
  TransactWriteItems: ["TransactItems", "ClientRequestToken", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"],
  TransactGetItems: ["TransactItems", "ReturnConsumedCapacity"],
};

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  Put: [...CONDITION, "TableName", "Item"],
  Update: [...CONDITION, "TableName", "Key", "UpdateExpression"],
  Delete: [...CONDITION, "TableName", "Key"],
  ConditionCheck: [...CONDITION, "TableName", "Key"],
  Get: [...NAMES, "TableName", "Key", "ProjectionExpression"],
};

export const isServed = (operation: string): boolean => PARAMETERS[operation] !== undefined;

const refuse = (what: string) => unsupported("DynamoDB", what);

const only = (fields: Fields, allowed: readonly string[], where: string): void => {
  for (const name of Object.keys(fields)) {
    if (!allowed.includes(name)) throw refuse(`the parameter ${name} of ${where}`);
  }
};

const indexes = (input: Fields): void => {
  for (const index of listOf(input["GlobalSecondaryIndexes"])) only(fieldsOf(index), INDEX, "GlobalSecondaryIndexes");
  for (const update of listOf(input["GlobalSecondaryIndexUpdates"])) {
    only(fieldsOf(update), ["Create", "Delete"], "GlobalSecondaryIndexUpdates");
    only(fieldsOf(fieldsOf(update)["Create"]), INDEX, "GlobalSecondaryIndexUpdates");
  }
};

/** Refuses by name what would change the meaning of an operation and is not done here. */
export const checkParameters = (operation: string, input: Fields): void => {
  only(input, PARAMETERS[operation] ?? [], operation);
  if ((input["ReturnItemCollectionMetrics"] ?? "NONE") !== "NONE") throw refuse("ReturnItemCollectionMetrics");
  const stream = fieldsOf(input["StreamSpecification"]);
  if (stream["StreamEnabled"] === true && stream["StreamViewType"] !== "NEW_AND_OLD_IMAGES") {
    throw refuse(`the stream view type ${textOf(stream["StreamViewType"])}`);
  }
  if (operation === "CreateTable" && input["BillingMode"] !== "PAY_PER_REQUEST") {
    throw refuse("a BillingMode other than PAY_PER_REQUEST");
  }
  indexes(input);
  only(fieldsOf(input["PointInTimeRecoverySpecification"]), RECOVERY, operation);
  for (const item of listOf(input["TransactItems"])) {
    for (const [kind, action] of Object.entries(fieldsOf(item))) only(fieldsOf(action), ACTIONS[kind] ?? [], kind);
  }
  if (operation === "BatchGetItem") {
    for (const request of Object.values(fieldsOf(input["RequestItems"]))) {
      only(fieldsOf(request), [...NAMES, "Keys", "ConsistentRead", "ProjectionExpression"], operation);
    }
  }
};
