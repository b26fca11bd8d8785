import * as z from "zod";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Call } from "../../platform/operation.ts";
import type { Page } from "../../platform/page.ts";
import { type Change, type CommitRefusal, commit } from "../../platform/store/commit.ts";
import type { Found, Table } from "../../platform/store/open.ts";
import { openPages, type PageWish, type Span } from "../../platform/store/pages.ts";
import { DERIVED, indexAttributes, RecordRow, recordKey } from "../../platform/store/rows.ts";
import { readTogether, type Wanted, wanted } from "../../platform/store/together.ts";
import { Entity } from "../database/entity.ts";
import { resourceOf } from "../record/id.ts";
import { databases, subscriptions } from "./governing.ts";

/** Entities can be made again from the pools: like search postings they have no history, and are not in the journal. */
export const entities = {
  indexes: {
    byDistrict: (it: Entity) =>
      it.district === undefined || it.status === "gone"
        ? undefined
        : { hash: `${it.database}#${it.district}`, range: `${it.changedAt}#${it.id}` },
  },
};

/** To which entity of a database a record was last put, in which version of both. */
const Placed = z.object({ entity: z.string().exactOptional(), record: z.int(), revision: z.int() });
export type Placed = z.infer<typeof Placed>;

/** How far a database has been built by a revision: which of its resources, and from where in it. */
const Progress = z.object({ revision: z.int(), at: z.int(), cursor: z.string().exactOptional() });
type Progress = z.infer<typeof Progress>;

const ENTITY = `${DERIVED}entity`;
const placedId = (database: string, record: RecordId): string => `${database}/${record}`;

const wantedBy = <T>(table: string, kind: string, id: string, shape: z.ZodType<T>): Wanted<T> => ({
  table,
  key: recordKey(kind, id),
  read: (row) => {
    const { version, data } = RecordRow.parse(row);
    return { now: shape.parse(data), version };
  },
});

/** What is written where, and what was read there before. */
export type Rewritten<T> = Readonly<{ id: string; after: T; before: Found<T> | undefined }>;

/** Whoever has written since makes the whole transaction fail, and it is worked out anew. */
const put = <T>(
  table: string,
  kind: string,
  { id, after, before }: Rewritten<T>,
  attributes: Readonly<Record<string, string>> = {},
): Change<never>["writes"][number] => ({
  write: {
    Put: {
      TableName: table,
      Item: { ...recordKey(kind, id), version: (before?.version ?? 0) + 1, data: after, ...attributes },
      ...(before === undefined
        ? { ConditionExpression: "attribute_not_exists(pk)" }
        : {
            ConditionExpression: "#version = :before",
            ExpressionAttributeNames: { "#version": "version" },
            ExpressionAttributeValues: { ":before": before.version },
          }),
    },
  },
  lostTo: "version",
});

/** What is known of records and entities of one database, by one consistent read each. */
export const openEntities = (table: Table) => {
  const page = openPages(table);
  const entity = (id: RecordId) => wantedBy(table.name, ENTITY, id, Entity);
  const placed = (database: string, record: RecordId) =>
    wantedBy(table.name, `${DERIVED}placed`, placedId(database, record), Placed);
  const progress = (database: string) => wantedBy(table.name, `${DERIVED}building`, database, Progress);

  const all = async <T>(wants: ReadonlyMap<string, Wanted<T>>): Promise<ReadonlyMap<string, Found<T> | undefined>> => {
    const found = await readTogether(table.dynamo, [...wants.values()]);
    return new Map([...wants].map(([id, want]) => [id, found(want)]));
  };

  return {
    /** An entity with its database and a subscription to it, by one read. */
    async entityFor(id: RecordId, subscription: string) {
      const wants = {
        entity: entity(id),
        database: wanted(databases, table.name, resourceOf(id)),
        subscription: wanted(subscriptions, table.name, subscription),
      };
      const found = await readTogether(table.dynamo, Object.values(wants));
      return {
        entity: found(wants.entity)?.now,
        database: found(wants.database)?.now,
        subscription: found(wants.subscription)?.now,
      };
    },

    placings: (database: string, records: readonly RecordId[]) =>
      all(new Map(records.map((record) => [record, placed(database, record)]))),

    entities: (ids: readonly RecordId[]) => all(new Map(ids.map((id) => [id, entity(id)]))),

    /** Where records are put, and the entities that this changes: all of it or nothing. */
    async place(
      database: string,
      placings: readonly Rewritten<Placed>[],
      changed: readonly Rewritten<Entity>[],
      call: Call,
    ): Promise<Outcome<unknown, CommitRefusal>> {
      const writes = [
        ...placings.map((one) => put(table.name, `${DERIVED}placed`, { ...one, id: placedId(database, one.id) })),
        ...changed.map((one) => put(table.name, ENTITY, one, indexAttributes(entities.indexes, one.after))),
      ];
      const door = { dynamo: table.dynamo, table: table.name, parse: () => true };
      return commit(door, [{ writes }], { now: true }, call);
    },

    async progress(database: string): Promise<Found<Progress> | undefined> {
      return (await all(new Map([[database, progress(database)]]))).get(database);
    },

    saveProgress(one: Rewritten<Progress>, call: Call): Promise<Outcome<unknown, CommitRefusal>> {
      const door = { dynamo: table.dynamo, table: table.name, parse: () => true };
      return commit(door, [{ writes: [put(table.name, `${DERIVED}building`, one)] }], { now: true }, call);
    },

    async list(
      index: keyof typeof entities.indexes,
      span: Span,
      wish: PageWish,
    ): Promise<Outcome<Page<Entity>, "cursor-invalid">> {
      const read = await page(index, span, wish);
      if (!read.ok) return read;
      return accept({
        items: read.value.rows.map((row) => Entity.parse(RecordRow.parse(row).data)),
        ...read.value.next,
      });
    },
  };
};
export type Entities = ReturnType<typeof openEntities>;
