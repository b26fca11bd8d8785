import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Call } from "../../platform/operation.ts";
import type { Page } from "../../platform/page.ts";
import { type CommitRefusal, commit, type Write } from "../../platform/store/commit.ts";
import type { Table } from "../../platform/store/open.ts";
import { openPages, type PageWish } from "../../platform/store/pages.ts";
import { recordKey } from "../../platform/store/rows.ts";
import { type Addition, Handed, type Measured, Measured as MeasuredShape, Tally } from "../quality/figures.ts";
import { Counts, NO_COUNTS } from "../record/counts.ts";

/** Tallies are added to, never replaced, so that a hundred events at once wait for nobody: they are no store of records. */
export const tallies = {
  indexes: {
    byTally: (resource: string) => ({ hash: "in-force", range: resource }),
    /** In force, and nothing has come in yet (A21). */
    byNotPooled: (resource: string) => ({ hash: "not-pooled", range: resource }),
  },
};

/** A row holds its sums side by side: DynamoDB adds to attributes of the first level alone. */
const Row = z
  .looseObject({
    resource: z.string(),
    measured: MeasuredShape.exactOptional(),
    takenInAt: z.string().exactOptional(),
    retired: z.boolean().exactOptional(),
  })
  .transform((row) =>
    Tally.parse({ ...row, counts: Counts.parse({ ...NO_COUNTS, ...row }), handed: Handed.parse({ ...row }) }),
  );

type Parts = Readonly<{
  set?: Readonly<Record<string, unknown>>;
  add?: Readonly<Record<string, number>>;
  remove?: readonly string[];
  only?: string;
}>;

/** An attribute as an expression names it: some are words of DynamoDB, one has a hyphen. */
const plain = (attribute: string): string => attribute.replaceAll(/\W/g, "_");

/** An update of a tally's row, and what must be so before it (of the moment at which something last came in). */
const update = (table: string, resource: string, { set = {}, add = {}, remove = [], only }: Parts): Write => {
  const added = Object.entries(add).filter(([, by]) => by !== 0);
  const clauses = [
    ["SET", Object.keys(set).map((each) => `#${plain(each)} = :${plain(each)}`)],
    ["ADD", added.map(([each]) => `#${plain(each)} :${plain(each)}`)],
    ["REMOVE", remove.map((each) => `#${plain(each)}`)],
  ] as const;
  const named = [...Object.keys(set), ...added.map(([each]) => each), ...remove];
  return {
    Update: {
      TableName: table,
      Key: recordKey("tally", resource),
      UpdateExpression: clauses
        .filter(([, each]) => each.length > 0)
        .map(([word, each]) => `${word} ${each.join(", ")}`)
        .join(" "),
      ...(only === undefined ? {} : { ConditionExpression: only }),
      ExpressionAttributeNames: Object.fromEntries(
        [...named, ...(only === undefined ? [] : ["takenInAt"])].map((each) => [`#${plain(each)}`, each]),
      ),
      ExpressionAttributeValues: Object.fromEntries(
        [...Object.entries(set), ...added].map(([each, given]) => [`:${plain(each)}`, given]),
      ),
    },
  };
};

const indexed = (name: keyof typeof tallies.indexes, resource: string) => {
  const { hash, range } = tallies.indexes[name](resource);
  return { [`${name}Hash`]: hash, [`${name}Range`]: range };
};
const attributesOf = (name: keyof typeof tallies.indexes) => [`${name}Hash`, `${name}Range`];

/** The tallies of pools: each event is added once, by the row that its call leaves. */
export const openTallies = (table: Table) => {
  const { dynamo, name } = table;
  const page = openPages(table);

  const write = (resource: string, parts: Parts, call: Call): Promise<Outcome<unknown, CommitRefusal>> =>
    commit(
      { dynamo, table: name, parse: () => true },
      [{ writes: [{ write: update(name, resource, parts), lostTo: "version" }] }],
      { now: true },
      call,
    );

  return {
    /** Adds what an event has brought; the latest moment stays the latest whichever event comes last. */
    async add(
      resource: string,
      { counts, handed, corrected = 0, takenInAt }: Addition,
      call: Call,
    ): Promise<Outcome<unknown, CommitRefusal>> {
      const add = { ...counts, ...handed, corrected };
      if (takenInAt === undefined) return write(resource, { set: { resource }, add }, call);
      const remove = attributesOf("byNotPooled");
      const latest = await write(
        resource,
        {
          set: { resource, takenInAt },
          add,
          remove,
          only: "attribute_not_exists(#takenInAt) OR #takenInAt <= :takenInAt",
        },
        call,
      );
      const isOlder = !latest.ok && latest.refusal.code === "record-changed-meanwhile";
      return isOlder ? write(resource, { set: { resource }, add, remove }, call) : latest;
    },

    /** What the catalogue has in force; a pool that nothing has come into yet is listed as such (A21). */
    async measure(resource: string, measured: Measured, call: Call): Promise<Outcome<unknown, CommitRefusal>> {
      const set = { resource, measured, ...indexed("byTally", resource) };
      const empty = { set: { ...set, ...indexed("byNotPooled", resource) }, only: "attribute_not_exists(#takenInAt)" };
      const first = await write(resource, empty, call);
      const isPooled = !first.ok && first.refusal.code === "record-changed-meanwhile";
      return isPooled ? write(resource, { set }, call) : first;
    },

    /** The resource is no longer in force: its figures stay, the lists go on without it. */
    retire: (resource: string, call: Call): Promise<Outcome<unknown, CommitRefusal>> =>
      write(
        resource,
        { set: { resource, retired: true }, remove: [...attributesOf("byTally"), ...attributesOf("byNotPooled")] },
        call,
      ),

    async find(resource: string): Promise<Outcome<Tally, "record-unknown">> {
      const key = recordKey("tally", resource);
      const { Item } = await dynamo.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }));
      return Item === undefined ? refuse("record-unknown", { id: resource }) : accept(Row.parse(Item));
    },

    async list(index: keyof typeof tallies.indexes, wish: PageWish): Promise<Outcome<Page<Tally>, "cursor-invalid">> {
      const { hash } = tallies.indexes[index]("");
      const read = await page(index, { hash }, wish);
      return read.ok ? accept({ items: read.value.rows.map((row) => Row.parse(row)), ...read.value.next }) : read;
    },
  };
};
export type Tallies = ReturnType<typeof openTallies>;
