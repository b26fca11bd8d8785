import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { cursorOf, orBentCursor, type Page, positionOf } from "../../platform/page.ts";
import type { Found } from "../../platform/store/open.ts";
import type { Resource } from "../resource/resource.ts";
import { Posting, postingsOf, type Summary, termKey } from "../search/postings.ts";
import { countsOf, type FacetCounts, fits, planOf, type Wish } from "../search/query.ts";

type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
type Where = Readonly<{ dynamo: DynamoDBDocumentClient; name: string }>;

/** Which rows a resource stands in, as of which version of it. */
const Guard = z.object({ version: z.number().int(), keys: z.array(z.object({ pk: z.string(), sk: z.string() })) });

const guardKey = (id: string) => ({ pk: `~indexed#${id}`, sk: "now" });

/**
 * Puts a resource into the search rows as it stands at this version, and takes out where it stood before, in one
 * transaction. A version that search already knows, or has seen a later one of, changes nothing: events may come twice
 * and in any order. Two at once: one is refused and heard again.
 */
export const project = async (
  { dynamo, name: TableName }: Where,
  { now: resource, version }: Found<Resource>,
): Promise<Outcome<"projected" | "known", "record-changed-meanwhile">> => {
  const key = guardKey(resource.id);
  const { Item } = await dynamo.send(new GetCommand({ TableName, Key: key, ConsistentRead: true }));
  const before = Item === undefined ? undefined : Guard.parse(Item);
  if (before !== undefined && before.version >= version) return accept("known");
  const postings = postingsOf(resource);
  const keys = postings.map(({ pk, sk }) => ({ pk, sk }));
  const stale = (before?.keys ?? []).filter((old) => !keys.some(({ pk, sk }) => pk === old.pk && sk === old.sk));
  const guard: Write = {
    Put: { TableName, Item: { ...key, version, keys }, ...ifGuardIs(before?.version) },
  };
  const writes: Write[] = [
    guard,
    ...stale.map((Key): Write => ({ Delete: { TableName, Key } })),
    ...postings.map((Item): Write => ({ Put: { TableName, Item } })),
  ];
  return dynamo.send(new TransactWriteCommand({ TransactItems: writes })).then(
    () => accept("projected"),
    (fault: unknown) =>
      fault instanceof TransactionCanceledException
        ? refuse("record-changed-meanwhile", { id: resource.id })
        : Promise.reject(fault),
  );
};

const ifGuardIs = (version: number | undefined) =>
  version === undefined
    ? { ConditionExpression: "attribute_not_exists(pk)" }
    : {
        ConditionExpression: "#version = :before",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ":before": version },
      };

/** Rows that one query looks at: it costs the same however large the catalogue is. */
const EVALUATED = 250;

/** A page of what was found; `facets` count what this query looked at, and `exact` says whether that was everything. */
export type Results = Page<Summary> & Readonly<{ facets: FacetCounts; exact: boolean }>;

/**
 * One query of one term's rows, filtered in memory. A page may be short or empty and still lead on by `next`: what
 * lies beyond is read by the next query, never left out.
 */
export const searchPostings = async (
  { dynamo, name }: Where,
  wish: Wish,
  { cursor, limit = 20 }: Readonly<{ cursor?: string | undefined; limit?: number | undefined }> = {},
): Promise<Outcome<Results, "cursor-invalid">> => {
  const plan = planOf(wish);
  const list = `search#${JSON.stringify([plan.term, plan.words, plan.facets])}`;
  const from = cursor === undefined ? accept(undefined) : positionOf(cursor, list);
  if (!from.ok) return from;
  const query = new QueryCommand({
    TableName: name,
    KeyConditionExpression: "pk = :term",
    ExpressionAttributeValues: { ":term": termKey(plan.term) },
    ExclusiveStartKey: from.value,
    Limit: EVALUATED,
  });
  const read = await dynamo.send(query).then(accept, orBentCursor(cursor));
  if (!read.ok) return read;
  const { Items = [], LastEvaluatedKey } = read.value;
  const found = Items.map((item) => Posting.parse(item)).filter((posting) => fits(posting, plan));
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last !== undefined ? { pk: last.pk, sk: last.sk } : LastEvaluatedKey;
  return accept({
    items: shown.map(({ summary }) => summary),
    facets: countsOf(found.map(({ summary }) => summary)),
    exact: cursor === undefined && LastEvaluatedKey === undefined,
    ...(next === undefined ? {} : { next: cursorOf(next, list) }),
  });
};
