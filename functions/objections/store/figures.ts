import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Outcome } from "../../kernel/outcome.ts";
import type { Call } from "../../platform/operation.ts";
import { type Change, type CommitRefusal, commit, type Write } from "../../platform/store/commit.ts";
import type { Table } from "../../platform/store/open.ts";
import { DERIVED, type Key } from "../../platform/store/rows.ts";
import { type Counted, figuresOf, movedBy, type ObjectionFigures, type Whose } from "../figures.ts";

/** Counters and what each objection counts for can be made again from the objections. */
const keyOf = (row: string): Key => ({ pk: `${DERIVED}figures#${row}`, sk: "counts" });
const placedKey = (id: string): Key => ({ pk: `${DERIVED}counted#${id}`, sk: "now" });

/** What an objection counted for, in which version of it. */
const Placed = z.object({ version: z.int(), counted: z.record(z.string(), z.record(z.string(), z.int())) });

const read = async (dynamo: DynamoDBDocumentClient, TableName: string, Key: Key) =>
  (await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

const adding = (table: string, row: string, counters: Readonly<Record<string, number>>): Write => {
  const all = Object.entries(counters);
  return {
    Update: {
      TableName: table,
      Key: keyOf(row),
      UpdateExpression: `ADD ${all.map((_, at) => `#c${at} :c${at}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(all.map(([counter], at) => [`#c${at}`, counter])),
      ExpressionAttributeValues: Object.fromEntries(all.map(([, by], at) => [`:c${at}`, by])),
    },
  };
};

/** The figures: each objection counts once, by its latest version, in whatever order its events are heard. */
export const openFigures = ({ dynamo, name }: Table) => ({
  async read(of: Whose): Promise<ObjectionFigures> {
    return figuresOf(of, (await read(dynamo, name, keyOf(of))) ?? {});
  },

  /** Counts an objection anew; what counts by a later version already is left alone. */
  async count(id: string, version: number, counted: Counted, call: Call): Promise<Outcome<unknown, CommitRefusal>> {
    const row = await read(dynamo, name, placedKey(id));
    const before = row === undefined ? undefined : Placed.parse(row);
    if (before !== undefined && before.version >= version) return { ok: true, value: "counted" };
    const placed: Write = {
      Put: {
        TableName: name,
        Item: { ...placedKey(id), version, counted },
        ...(before === undefined
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "#version = :before",
              ExpressionAttributeNames: { "#version": "version" },
              ExpressionAttributeValues: { ":before": before.version },
            }),
      },
    };
    const moves = Object.entries(movedBy(before?.counted ?? {}, counted));
    const writes = [placed, ...moves.map(([its, counters]) => adding(name, its, counters))];
    const change: Change<never> = { writes: writes.map((write) => ({ write, lostTo: "version" })) };
    return commit({ dynamo, table: name, parse: () => true }, [change], { now: true }, call);
  },
});
export type Figures = ReturnType<typeof openFigures>;
