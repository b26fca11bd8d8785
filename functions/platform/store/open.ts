import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Instant } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Answer, Call } from "../operation.ts";
import type { Page } from "../page.ts";
import { alongside, openChange } from "./change.ts";
import { type CommitRefusal, commit, type Write } from "./commit.ts";
import type { Announced, Found, StoreDeclaration } from "./declare.ts";
import { openPages, type PageWish, type Span } from "./pages.ts";
import { blotted, EventRow, eventKey, RecordRow, recordKey } from "./rows.ts";

export type { Found };

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
  declared: StoreDeclaration<T, E, I, C>,
  { dynamo, name: table, now }: Table,
) => {
  const { kind, holds, secret = [] } = declared;
  const found = (row: unknown): Found<T> => {
    const { version, data } = RecordRow.parse(row);
    return { now: holds.parse(data), version };
  };

  const change = openChange(declared, { name: table, now });
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

    /**
     * Saves a new record (`before` undefined) or the next version of one, with its event, once per call. `beside` are
     * rows of a neighbour that others put into, by its own function: all is written or nothing.
     */
    save(
      record: T,
      before: Found<T> | undefined,
      event: E,
      call: Call,
      beside: readonly Write[] = [],
    ): Promise<Outcome<Answer<T>, CommitRefusal | C>> {
      const answer = { now: record, version: (before?.version ?? 0) + 1 };
      const parse = (data: unknown) => holds.parse(data);
      const kept = (answered: T) => blotted(answered, secret);
      const changes = [change(record, before, event, call), alongside(beside)];
      return commit({ dynamo, table, parse, kept }, changes, answer, call);
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

/** An opened store: what use cases are given. */
export type Store<D> =
  D extends StoreDeclaration<infer T, infer E, infer I, infer C> ? ReturnType<typeof openStore<T, E, I, C>> : never;
