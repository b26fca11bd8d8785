import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { addDays, Day, instantOf } from "../functions/kernel/day.ts";
import { CallRecorder, recorded } from "../functions/platform/aws.ts";
import { dueBy, dueOn } from "../functions/platform/due.ts";
import { declareStore } from "../functions/platform/store/declare.ts";
import { openStore } from "../functions/platform/store/open.ts";
import { indexAttributes, recordKey } from "../functions/platform/store/rows.ts";
import { startDynamoDb } from "../local/dynamodb/dynamodb.ts";
import { allowAll } from "../local/shared/caller.ts";
import { MovableClock } from "../local/shared/clock.ts";
import { type Row, timed } from "./row.ts";

const SIZES = [1_000, 100_000];
/** As many are due at every size; all others are open, and due later. */
const DUE = 60;
const TODAY = Day.parse("2026-11-24");

/** As every record whose clocks run stands in the index by due day. */
const Open = z.object({ id: z.string(), dueOn: Day, claim: z.string() });
const open = declareStore({
  kind: "objection",
  holds: Open,
  announces: z.object({ type: z.literal("objections.overdue.v1") }),
  id: ({ id }) => id,
  indexes: { byDueDay: ({ id, dueOn: day }) => dueOn("objection", id, day) },
});

const aRecord = (at: number): z.infer<typeof Open> => ({
  id: `0199b2c4-7a10-7cc0-8a55-${String(at).padStart(12, "0")}`,
  dueOn: addDays(TODAY, at < DUE ? -1 - (at % 5) : 1 + (at % 5)),
  claim: "户籍地址与户口簿不一致。".repeat(4),
});

/** A48: finding what is due costs the same number of reads, however much is open. */
export const due = async (): Promise<Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), "onenet-due-"));
  const clock = new MovableClock();
  const engine = await startDynamoDb({
    folder,
    clock,
    authorise: allowAll,
    callerOf: (accessKeyId) => ({ accessKeyId, role: "operator" }),
  });
  const recorder = new CallRecorder();
  const client = recorded(
    new DynamoDBClient({
      endpoint: engine.url,
      region: "cn-north-1",
      credentials: { accessKeyId: "operator", secretAccessKey: "none" },
    }),
    recorder,
  );
  const dynamo = DynamoDBDocumentClient.from(client);
  const store = openStore(open, { dynamo, name: "open", now: () => instantOf(clock.now()) });
  const measured: { size: number; reads: number; milliseconds: number }[] = [];
  try {
    await client.send(tableOfRecords());
    let filled = 0;
    for (const size of SIZES) {
      await fill(dynamo, filled, size);
      filled = size;
      recorder.start();
      let found = 0;
      const milliseconds = await timed(async () => {
        for await (const _ of dueBy(store, addDays(TODAY, -1))) found++;
      });
      if (found !== DUE) throw new Error(`${found} are due of ${size}, instead of ${DUE}.`);
      measured.push({ size, reads: recorder.calls.length, milliseconds });
    }
  } finally {
    client.destroy();
    await engine.close();
    clock.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const least = measured[0]?.reads;
  return measured.map(({ size, reads, milliseconds }) => ({
    what: `finding ${DUE} due among ${size.toLocaleString("en")} open`,
    ours: `${reads} reads, ${milliseconds.toFixed(0)} ms`,
    beside: "a scan of the table reads all that is open",
    goal: "the same number of reads at every size",
    met: reads === least,
  }));
};

const tableOfRecords = () =>
  new CreateTableCommand({
    TableName: "open",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: ["pk", "sk", "byDueDayHash", "byDueDayRange"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S" as const,
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: "byDueDay",
        KeySchema: [
          { AttributeName: "byDueDayHash", KeyType: "HASH" },
          { AttributeName: "byDueDayRange", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  });

const BATCH = 25;
const AT_ONCE = 12;

const fill = async (dynamo: DynamoDBDocumentClient, from: number, to: number): Promise<void> => {
  let at = from;
  const worker = async () => {
    while (at < to) {
      const records = Array.from({ length: Math.min(BATCH, to - at) }, () => aRecord(at++));
      const puts = records.map((data) => ({
        PutRequest: {
          Item: { ...recordKey(open.kind, data.id), version: 1, data, ...indexAttributes(open.indexes, data) },
        },
      }));
      await dynamo.send(new BatchWriteCommand({ RequestItems: { open: puts } }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};
