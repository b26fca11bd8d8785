import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";

/** One row of a transaction, as the SDK takes it. */
export type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** What became of one write of a transaction that was cancelled. */
export type Reason = NonNullable<TransactionCanceledException["CancellationReasons"]>[number];

/** How often a transaction that met another one is tried again; with jitter the sixth try is past any burst we make. */
const TRIES = 6;

/** The code that DynamoDB gives a write whose condition was not true. */
export const FAILED = "ConditionalCheckFailed";

/** Another transaction was on the same rows, or there were too many: it may go through the next time. */
const PASSING: ReadonlySet<string> = new Set([
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);

/**
 * Writes all of it or nothing, trying again where another transaction was in the way. Gives nothing if it was written; if
 * a condition was not true, what became of each write, in their order. Anything else is a fault.
 */
export const transact = async (
  dynamo: DynamoDBDocumentClient,
  writes: readonly Write[],
): Promise<readonly Reason[] | undefined> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: [...writes] }));
      return undefined;
    } catch (fault) {
      if (!(fault instanceof TransactionCanceledException)) throw fault;
      const reasons = fault.CancellationReasons ?? [];
      if (reasons.some(({ Code }) => Code === FAILED)) return reasons;
      if (attempt === TRIES || !reasons.some(({ Code }) => PASSING.has(Code ?? ""))) throw fault;
      await pause(attempt);
    }
  }
};

/** The row that a condition was not true of, where the write asked for it. */
export const rowOf = ({ Item }: Reason) => (Item === undefined ? undefined : unmarshall(Item));

const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
