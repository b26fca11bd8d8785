import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { DERIVED } from "../../platform/store/rows.ts";

/** Accepts a name the first time it is given, and never again while it is remembered. */
export type Once = (name: string) => Promise<boolean>;

type Where = Readonly<{ dynamo: DynamoDBDocumentClient; name: string; now: () => string }>;

/**
 * Remembers names of proofs and assertions for so many seconds, longer than they could be used; the table forgets them
 * by itself, and the journal never hears of them. A lost reply counts as used: a new proof is made in no time.
 */
export const openOnce =
  ({ dynamo, name: TableName, now }: Where, seconds: number): Once =>
  async (name) => {
    const Item = {
      pk: `${DERIVED}once#${name}`,
      sk: "used",
      expiresAt: Math.ceil(Date.parse(now()) / 1000) + seconds,
    };
    try {
      await dynamo.send(new PutCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" }));
      return true;
    } catch (fault) {
      return fault instanceof ConditionalCheckFailedException ? false : Promise.reject(fault);
    }
  };
