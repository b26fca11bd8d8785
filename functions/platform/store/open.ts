import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Instant } from "../../kernel/day.ts";
import type { Wait } from "../../kernel/event.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { newId } from "../id.ts";
import type { Answer, Call } from "../operation.ts";
import type { Page } from "../page.ts";
import { type Change, type CommitRefusal, claimWrite, commit } from "./commit.ts";
import type { Announced, Awaited, StoreDeclaration } from "./declare.ts";
import { openPages, type PageWish, type Span } from "./pages.ts";
import { blotted, claimKey, EventRow, eventKey, indexAttributes, RecordRow, recordKey } from "./rows.ts";

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

/** Where stores keep their rows; `now` is the platform's clock. */
export type Table = Readonly<{ dynamo: DynamoDBDocumentClient; name: string; now: () => Instant }>;

/** Opens a declared store on its context's table. Every read is parsed by the store's schema. */
export const openStore = <T, E extends Announced, I extends string, C extends string>(
  { kind, holds, id, indexes, waits, claims = () => [], historyOnly = [], secret = [] }: StoreDeclaration<T, E, I, C>,
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
    const state = {
      ...recordKey(kind, owner),
      version,
      data: record,
      ...indexAttributes(indexes, record),
      ...(secret.length === 0 ? {} : { secret }),
    };
    const quiet = historyOnly.includes(type) ? { quiet: true } : {};
    const happened = { id: newId(), type, version, at: now(), by: call.by.id, trace: call.traceId, data, ...quiet };
    const awaited = awaitedBy(kind, waits?.[typeOf(event)], data);
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

  const page = openPages({ dynamo, name: table });

  /** The record as it stands, read consistently. */
  const find = async (recordId: string): Promise<Outcome<Found<T>, "record-unknown">> => {
    const key = recordKey(kind, recordId);
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item === undefined ? refuse("record-unknown", { id: recordId }) : accept(found(Item));
  };

  return {
    kind,

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
      const kept = (answered: T) => blotted(answered, secret);
      return commit({ dynamo, table, parse, kept }, [change(record, before, event, call)], answer, call);
    },

    /** One page of an index, in the index's order. */
    async list(index: I, span: Span, wish: PageWish = {}): Promise<Outcome<Page<Found<T>>, "cursor-invalid">> {
      const read = await page(index, span, wish);
      return read.ok ? accept({ items: read.value.rows.map(found), ...read.value.next }) : read;
    },

    /** One page of what happened to a record, oldest first; only what came after a version, if one is given. */
    async history(
      recordId: string,
      wish: PageWish = {},
      after = 0,
    ): Promise<Outcome<Page<Happened>, "cursor-invalid">> {
      const { pk, sk } = eventKey(kind, recordId, after + 1);
      const read = await page(undefined, { hash: pk, from: sk, to: "event#~" }, wish);
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

/** An event that may decide one of several steps names them itself. */
const Named = z.looseObject({ steps: z.array(z.string()) });

const awaitedBy = (kind: string, awaited: Awaited | undefined, data: unknown): { wait?: Wait } => {
  if (awaited === undefined) return {};
  const { step, ...rest } = awaited;
  return { wait: { kind, steps: step === undefined ? Named.parse(data).steps : [step], ...rest } };
};

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
