import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { cursorOf, orBentCursor, positionOf } from "../page.ts";

/** Which part of an index: one hash, and if need be a span of its range. */
export type Span = Readonly<{ hash: string; from?: string; to?: string; backwards?: boolean }>;
export type PageWish = Readonly<{ cursor?: string | undefined; limit?: number | undefined }>;

/** Rows as they lie in the table, and where the next page starts; without `next.next` it was the last. */
type Rows = Readonly<{ rows: readonly Record<string, unknown>[]; next: Readonly<{ next?: string }> }>;

/** Sorts after every text: the last code point there is. */
const LAST = "\u{10ffff}";

/** Opens a table for reading pages: of an index, or (`index` absent) of the table's own keys, then consistently. */
export const openPages =
  ({ dynamo, name }: Readonly<{ dynamo: DynamoDBDocumentClient; name: string }>) =>
  async (
    index: string | undefined,
    span: Span,
    { cursor, limit = LIMITS.usualPageSize }: PageWish,
  ): Promise<Outcome<Rows, "cursor-invalid">> => {
    const start = cursor === undefined ? accept(undefined) : positionOf(cursor, span.hash);
    if (!start.ok) return start;
    const query = new QueryCommand({
      TableName: name,
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
