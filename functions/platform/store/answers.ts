import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Outcome } from "../../kernel/outcome.ts";
import type { Answer, Call } from "../operation.ts";
import { replayed } from "./commit.ts";
import { idempotencyKey } from "./rows.ts";

/** Looks up what this caller's earlier command with the same key was answered; nothing if there was none. */
export const openAnswers =
  ({ dynamo, name }: { dynamo: DynamoDBDocumentClient; name: string }) =>
  async (call: Call): Promise<Outcome<Answer<unknown>> | undefined> => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: name, Key: idempotencyKey(call), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : replayed(Item, (answer) => answer, call);
  };
