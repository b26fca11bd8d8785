import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Instant } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { newId } from "../id.ts";
import type { Answer, Call } from "../operation.ts";
import { cursorOf, orBentCursor, type Page, positionOf } from "../page.ts";
import { type Change, type CommitRefusal, claimWrite, commit } from "./commit.ts";
import type { Announced, StoreDeclaration } from "./declare.ts";
import { claimKey, EventRow, eventKey, indexAttributes, RecordRow, recordKey } from "./rows.ts";

/** A record as it stands, and its version: what a save must still find. */
export type Found<T> = Readonly<{ now: T; version: number }>;

/** What happened to a record, oldest first: its history is the outbox, so it cannot leave anything out. */
export type Happened = Readonly<{
  type: string;
  version: number;
  at: string;
  by: string;
  data: Record<string, unknown>;
}>;

/** Which part of an index: one hash, and if need be a span of its range. */
export type Span = Readonly<{ hash: string; from?: string; to?: string; backwards?: boolean }>;
export type PageWish = Readonly<{ cursor?: string | undefined; limit?: number | undefined }>;

/** Where stores keep their rows; `now` is the platform's clock. */
export type Table = Readonly<{ dynamo: DynamoDBDocumentClient; name: string; now: () => Instant }>;

/** Opens a declared store on its context's table. Every read is parsed by the store's schema. */
export const openStore = <T, E extends Announced, I extends string, C extends string>(
  { kind, holds, id, indexes, waits, claims = () => [] }: StoreDeclaration<T, E, I, C>,
  { dynamo, name: table, now }: Table,
) => {
  const found = (row: unknown): Found<T> => {
    const { version, data } = RecordRow.parse(row);
    return { now: holds.parse(data), version };
  };

  /** The record's part of a transaction: its state, its event, its claims. `before` is absent for a new record. */
  const change = (record: T, before: Found<T> | undefined, event: E, call: Call): Change<C> => {
    const version = (before?.version ?? 0) + 1;
    const owner = id(record);
    const { type, ...data } = event;
    const state = { ...recordKey(kind, owner), version, data: record, ...indexAttributes(indexes, record) };
    const happened = { id: newId(), type, version, at: now(), by: call.by.id, trace: call.traceId, data };
    const wait = waits?.[typeOf(event)];
    const awaited = wait === undefined ? {} : { wait: { kind, ...wait } };
    const wanted = claims(record);
    const held = before === undefined ? [] : claims(before.now).filter(({ holds }) => holds);
    const released = held.filter(({ name }) => !wanted.some((claim) => claim.name === name));
    return {
      writes: [
        { write: { Put: { TableName: table, Item: state, ...ifVersion(before?.version) } }, lostTo: "version" },
        {
          write: {
            Put: { TableName: table, Item: { ...eventKey(kind, owner, version), ...happened, ...awaited }, ...IF_NEW },
          },
          lostTo: "version",
        },
        ...wanted.map((claim) => claimWrite(table, claim, `${kind}#${owner}`)),
        ...released.map((claim) => ({ write: { Delete: { TableName: table, Key: claimKey(claim) } }, lostTo: claim })),
      ],
    };
  };

  const page = async (index: string | undefined, span: Span, { cursor, limit = LIMITS.usualPageSize }: PageWish) => {
    const start = cursor === undefined ? accept(undefined) : positionOf(cursor, span.hash);
    if (!start.ok) return start;
    const query = new QueryCommand({
      TableName: table,
      ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
      KeyConditionExpression: "#hash = :hash AND #range BETWEEN :from AND :to",
      ExpressionAttributeNames: {
        "#hash": index === undefined ? "pk" : `${index}Hash`,
        "#range": index === undefined ? "sk" : `${index}Range`,
      },
      ExpressionAttributeValues: { ":hash": span.hash, ":from": span.from ?? " ", ":to": span.to ?? LAST },
      ExclusiveStartKey: start.value,
      Limit: limit,
      ScanIndexForward: span.backwards !== true,
    });
    const read = await dynamo.send(query).then(accept, orBentCursor(cursor));
    if (!read.ok) return read;
    const { Items = [], LastEvaluatedKey } = read.value;
    const next = LastEvaluatedKey === undefined ? {} : { next: cursorOf(LastEvaluatedKey, span.hash) };
    return accept({ rows: Items, next });
  };

  /** The record as it stands, read consistently. */
  const find = async (recordId: string): Promise<Outcome<Found<T>, "record-unknown">> => {
    const key = recordKey(kind, recordId);
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item === undefined ? refuse("record-unknown", { id: recordId }) : accept(found(Item));
  };

  return {
    change,

    find,

    /**
     * The record, if it is still the version that the caller has seen (If-Match); any version if they did not say.
     * Where not everybody sees it, `sees` is asked first: the version of what is denied tells that it is there.
     */
    async findUnchanged(
      recordId: string,
      { ifMatch }: Pick<Call, "ifMatch">,
      sees: (record: T) => Outcome<unknown, "record-unknown"> = accept,
    ): Promise<Outcome<Found<T>, "record-unknown" | "record-changed-meanwhile">> {
      const record = await find(recordId);
      if (!record.ok) return record;
      const seen = sees(record.value.now);
      if (!seen.ok) return seen;
      if (ifMatch === undefined || ifMatch === record.value.version) return record;
      return refuse("record-changed-meanwhile", { field: "If-Match", yours: ifMatch, now: record.value.version });
    },

    /** Saves a new record (`before` undefined) or the next version of one, with its event, once per call. */
    save(
      record: T,
      before: Found<T> | undefined,
      event: E,
      call: Call,
    ): Promise<Outcome<Answer<T>, CommitRefusal | C>> {
      const answer = { now: record, version: (before?.version ?? 0) + 1 };
      const parse = (data: unknown) => holds.parse(data);
      return commit({ dynamo, table, parse }, [change(record, before, event, call)], answer, call);
    },

    /** One page of an index, in the index's order. */
    async list(index: I, span: Span, wish: PageWish = {}): Promise<Outcome<Page<Found<T>>, "cursor-invalid">> {
      const read = await page(index, span, wish);
      return read.ok ? accept({ items: read.value.rows.map(found), ...read.value.next }) : read;
    },

    /** One page of what happened to a record, oldest first. */
    async history(recordId: string, wish: PageWish = {}): Promise<Outcome<Page<Happened>, "cursor-invalid">> {
      const read = await page(undefined, { hash: recordKey(kind, recordId).pk, from: "event#", to: "event#~" }, wish);
      if (!read.ok) return read;
      const items = read.value.rows.map((row): Happened => {
        const { type, version, at, by, data } = EventRow.parse(row);
        return { type, version, at, by, data };
      });
      return accept({ items, ...read.value.next });
    },
  };
};

const typeOf = <E extends Announced>({ type }: E): E["type"] => type;

/** Sorts after every text: the last code point there is. */
const LAST = "\u{10ffff}";

const IF_NEW = { ConditionExpression: "attribute_not_exists(pk)" };

const ifVersion = (before: number | undefined) =>
  before === undefined
    ? IF_NEW
    : {
        ConditionExpression: "#version = :before",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ":before": before },
      };

/** An opened store: what use cases are given. */
export type Store<D> =
  D extends StoreDeclaration<infer T, infer E, infer I, infer C> ? ReturnType<typeof openStore<T, E, I, C>> : never;
