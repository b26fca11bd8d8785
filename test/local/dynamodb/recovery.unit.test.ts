import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  RestoreTableToPointInTimeCommand,
  type RestoreTableToPointInTimeCommandInput,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { aDynamoDb, aTable, type Bench } from "./support.ts";

const MINUTE = 60_000;
let bench: Bench;

beforeAll(async () => {
  bench = await aDynamoDb();
});
afterAll(() => bench.close());

const pass = (milliseconds: number) => bench.clock.moveTo(bench.clock.now() + milliseconds);

/** The next whole second on our clock, once it has come. */
const nextSecond = (): Date => {
  const second = Math.ceil(bench.clock.now() / 1000) * 1000;
  bench.clock.moveTo(second);
  pass(1000);
  return new Date(second);
};

const turnOn = (TableName: string, PointInTimeRecoveryEnabled = true) =>
  bench.client.send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } }),
  );
const put = (TableName: string, Item: Record<string, unknown>) =>
  bench.documents.send(new PutCommand({ TableName, Item: { sk: "now", ...Item } }));
const restore = (input: RestoreTableToPointInTimeCommandInput) =>
  bench.client.send(new RestoreTableToPointInTimeCommand(input));
const all = async (TableName: string) => {
  const { Items = [] } = await bench.documents.send(new ScanCommand({ TableName }));
  return Items.sort((a, b) => String(a["pk"]).localeCompare(String(b["pk"])));
};

describe("point-in-time restore of the local DynamoDB", () => {
  it("gives exactly the state at the chosen second, however it came about", async () => {
    const TableName = "journalled";
    await bench.client.send(aTable(TableName, { DeletionProtectionEnabled: true }));
    await bench.client.send(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: "ttl" } }),
    );
    await put(TableName, { pk: "before-recovery-was-on", n: 0 });
    await turnOn(TableName);
    const batch = Array.from({ length: 25 }, (_, n) => ({
      PutRequest: { Item: { pk: `batch${n + 10}`, sk: "now", n } },
    }));
    await bench.documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: batch } }));
    await put(TableName, { pk: "removed-later", n: 1 });
    await put(TableName, {
      pk: "expired",
      ttl: Math.floor(bench.clock.now() / 1000) + 1,
      byDayHash: "d",
      byDayRange: "1",
    });
    await put(TableName, { pk: "changed-later", n: 1 });
    await bench.documents.send(new DeleteCommand({ TableName, Key: { pk: "batch10", sk: "now" } }));
    await bench.documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk: "changed-later", sk: "now" },
        UpdateExpression: "SET n = n + :one, big = :big",
        ExpressionAttributeValues: { ":one": 1, ":big": 12345678901234567890n },
      }),
    );
    const then = await all(TableName);
    const at = nextSecond();
    pass(MINUTE);
    await bench.dynamodb.settled();
    await put(TableName, { pk: "came-later" });
    await bench.documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Delete: { TableName, Key: { pk: "removed-later", sk: "now" } } },
          { Put: { TableName, Item: { pk: "changed-later", sk: "now", n: 9 } } },
        ],
      }),
    );
    pass(10 * MINUTE);
    const now = await all(TableName);
    expect(now).not.toEqual(then);

    const started = await restore({ SourceTableName: TableName, TargetTableName: "restored", RestoreDateTime: at });
    expect(started.TableDescription).toMatchObject({
      TableStatus: "CREATING",
      RestoreSummary: { RestoreInProgress: true, RestoreDateTime: at },
    });
    await bench.dynamodb.settled();
    expect(await all("restored")).toEqual(then);
    expect(await all(TableName)).toEqual(now);
    const indexed = await bench.documents.send(
      new QueryCommand({
        TableName: "restored",
        IndexName: "byDay",
        KeyConditionExpression: "byDayHash = :d",
        ExpressionAttributeValues: { ":d": "d" },
      }),
    );
    expect(indexed.Items).toHaveLength(1);

    const { Table } = await bench.client.send(new DescribeTableCommand({ TableName: "restored" }));
    expect(Table).toMatchObject({ TableStatus: "ACTIVE", RestoreSummary: { RestoreInProgress: false } });
    expect([Table?.StreamSpecification, Table?.LatestStreamArn]).toEqual([undefined, undefined]);
    expect(Table?.DeletionProtectionEnabled ?? false).toBe(false);
    const ttl = await bench.client.send(new DescribeTimeToLiveCommand({ TableName: "restored" }));
    expect(ttl.TimeToLiveDescription?.TimeToLiveStatus).toBe("DISABLED");
    const backups = await bench.client.send(new DescribeContinuousBackupsCommand({ TableName: "restored" }));
    expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe(
      "DISABLED",
    );
  });

  it("restores a restored table in its turn, and its source can be deleted", async () => {
    await bench.client.send(aTable("first"));
    await turnOn("first");
    await put("first", { pk: "a", n: 1 });
    pass(10 * MINUTE);
    await restore({ SourceTableName: "first", TargetTableName: "second", UseLatestRestorableTime: true });
    await bench.dynamodb.settled();
    await bench.client.send(new DeleteTableCommand({ TableName: "first" }));
    await turnOn("second");
    await put("second", { pk: "b", n: 2 });
    pass(10 * MINUTE);
    await restore({ SourceTableName: "second", TargetTableName: "third", UseLatestRestorableTime: true });
    await bench.dynamodb.settled();
    expect(await all("third")).toEqual([
      { pk: "a", sk: "now", n: 1 },
      { pk: "b", sk: "now", n: 2 },
    ]);
  });

  it("has no data to read or write until it is done", async () => {
    await bench.client.send(aTable("large"));
    await turnOn("large");
    for (let n = 0; n < 20; n++) {
      const requests = Array.from({ length: 25 }, (_, m) => ({ PutRequest: { Item: { pk: `${n}-${m}`, sk: "now" } } }));
      await bench.documents.send(new BatchWriteCommand({ RequestItems: { large: requests } }));
    }
    pass(10 * MINUTE);
    await restore({ SourceTableName: "large", TargetTableName: "half-done", UseLatestRestorableTime: true });
    await expect(all("half-done")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await bench.dynamodb.settled();
    const { Count } = await bench.documents.send(new ScanCommand({ TableName: "half-done", Select: "COUNT" }));
    expect(Count).toBe(500);
  });

  it("refuses where recovery was off at that time, outside of the window, and onto an existing table", async () => {
    const SourceTableName = "windowed";
    const TargetTableName = "never-made";
    await bench.client.send(aTable(SourceTableName));
    const before = new Date(bench.clock.now());
    await expect(restore({ SourceTableName, TargetTableName, RestoreDateTime: before })).rejects.toMatchObject({
      name: "PointInTimeRecoveryUnavailableException",
    });
    pass(MINUTE);
    await turnOn(SourceTableName);
    const early = nextSecond();
    pass(10 * MINUTE);
    const outside = [before, new Date(bench.clock.now()), new Date(bench.clock.now() + MINUTE)];
    for (const RestoreDateTime of outside) {
      await expect(restore({ SourceTableName, TargetTableName, RestoreDateTime })).rejects.toMatchObject({
        name: "InvalidRestoreTimeException",
      });
    }
    await expect(
      restore({ SourceTableName, TargetTableName: SourceTableName, RestoreDateTime: early }),
    ).rejects.toMatchObject({ name: "TableAlreadyExistsException" });
    await expect(
      restore({ SourceTableName: "nowhere", TargetTableName, RestoreDateTime: early }),
    ).rejects.toMatchObject({ name: "TableNotFoundException" });
    await turnOn(SourceTableName, false);
    await turnOn(SourceTableName);
    pass(10 * MINUTE);
    await expect(restore({ SourceTableName, TargetTableName, RestoreDateTime: early })).rejects.toMatchObject({
      name: "InvalidRestoreTimeException",
    });
    pass(36 * 24 * 60 * MINUTE);
    const { ContinuousBackupsDescription } = await bench.client.send(
      new DescribeContinuousBackupsCommand({ TableName: SourceTableName }),
    );
    const { EarliestRestorableDateTime, LatestRestorableDateTime } =
      ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
    const days =
      ((LatestRestorableDateTime?.getTime() ?? 0) - (EarliestRestorableDateTime?.getTime() ?? 0)) / 86_400_000;
    expect(days).toBeCloseTo(35, 1);
  });
});
