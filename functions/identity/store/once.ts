import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { DERIVED } from "../../platform/store/rows.ts";

/** Accepts names the first time they are given, all or none; tells which of them, by its place, was given before. */
export type Once = (...names: readonly string[]) => Promise<number | undefined>;

type Where = Readonly<{ dynamo: DynamoDBDocumentClient; name: string; now: () => string }>;

/**
 * Remembers names of proofs and assertions for so many seconds, longer than they could be used; the table forgets them
 * by itself, and the journal never hears of them. A lost reply counts as used: a new proof is made in no time.
 */
export const openOnce =
  ({ dynamo, name: TableName, now }: Where, seconds: number): Once =>
  async (...names) => {
    const expiresAt = Math.ceil(Date.parse(now()) / 1000) + seconds;
    const puts = names.map((name) => ({
      TableName,
      Item: { pk: `${DERIVED}once#${name}`, sk: "used", expiresAt },
      ConditionExpression: "attribute_not_exists(pk)",
    }));
    const [only, ...others] = puts;
    try {
      // One name is put plainly: a transaction costs twice as much, and every call of a system brings one.
      if (only !== undefined && others.length === 0) await dynamo.send(new PutCommand(only));
      else await dynamo.send(new TransactWriteCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
      return undefined;
    } catch (fault) {
      const place = placeOfUsed(fault);
      return place === undefined ? Promise.reject(fault) : place;
    }
  };

/** Which of the names was used before; of two requests that meet at the same instant neither is known to be first. */
const placeOfUsed = (fault: unknown): number | undefined => {
  if (fault instanceof ConditionalCheckFailedException) return 0;
  if (!(fault instanceof TransactionCanceledException)) return undefined;
  const codes = (fault.CancellationReasons ?? []).map(({ Code }) => Code);
  const place = codes.findIndex((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict");
  return place < 0 ? undefined : place;
};
