import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import type { Announced, StoreDeclaration } from "./declare.ts";
import type { Found } from "./open.ts";
import { type Key, RecordRow, recordKey } from "./rows.ts";

/** A record that is wanted, and how its row is read. */
export type Wanted<T> = Readonly<{ table: string; key: Key; read: (row: unknown) => Found<T> }>;

/** Wants one record of a store, whose table is called so. */
export const wanted = <T, E extends Announced, I extends string, C extends string>(
  { kind, holds }: StoreDeclaration<T, E, I, C>,
  table: string,
  id: string,
): Wanted<T> => ({
  table,
  key: recordKey(kind, id),
  read: (row) => {
    const { version, data } = RecordRow.parse(row);
    return { now: holds.parse(data), version };
  },
});

/** How often rows that the service left out are asked for again. */
const TRIES = 4;

type Row = Readonly<{ table: string; row: Readonly<Record<string, unknown>> }>;
type Keys = NonNullable<BatchGetCommandInput["RequestItems"]>;

/**
 * Reads records of several tables consistently by one BatchGetItem. Gives a function that hands out what was found,
 * each by what was wanted; a record that does not exist is undefined. Rows the service keeps leaving out are a fault.
 */
export const readTogether = async (
  dynamo: DynamoDBDocumentClient,
  all: readonly Wanted<unknown>[],
): Promise<<T>(one: Wanted<T>) => Found<T> | undefined> => {
  const rows: Row[] = [];
  let asked: Keys = Object.fromEntries(
    [...new Set(all.map(({ table }) => table))].map((table) => [
      table,
      { Keys: all.filter((one) => one.table === table).map(({ key }) => key), ConsistentRead: true },
    ]),
  );
  for (let attempt = 1; Object.keys(asked).length > 0; attempt++) {
    if (attempt > TRIES) throw new Error("DynamoDB left out some of the rows it was asked for.");
    if (attempt > 1) await pause(attempt);
    const answer: BatchGetCommandOutput = await dynamo.send(new BatchGetCommand({ RequestItems: asked }));
    for (const [table, found] of Object.entries(answer.Responses ?? {})) {
      rows.push(...found.map((row) => ({ table, row })));
    }
    asked = answer.UnprocessedKeys ?? {};
  }
  return ({ table, key, read }) => {
    const found = rows.find((it) => it.table === table && it.row["pk"] === key.pk && it.row["sk"] === key.sk);
    return found === undefined ? undefined : read(found.row);
  };
};

const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
