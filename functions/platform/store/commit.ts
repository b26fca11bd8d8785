import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome, type Refused, refuse } from "../../kernel/outcome.ts";
import type { Answer, Call } from "../operation.ts";
import type { Claim } from "./declare.ts";
import { ClaimRow, claimKey, demandItemFits, IdempotencyRow, idempotencyKey } from "./rows.ts";

/** One row of a transaction, as the SDK takes it. */
export type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** One record's part of a transaction: its rows, and what the caller is told when one of them is refused. */
export type Change<C extends string = string> = Readonly<{
  writes: readonly Readonly<{ write: Write; lostTo: "version" | Claim<C> }>[];
}>;

export type CommitRefusal = "record-changed-meanwhile" | "idempotency-key-reused";

/** How often a transaction that met another one is tried again; with jitter the sixth try is past any burst we make. */
const TRIES = 6;

/** The code that DynamoDB gives a write whose condition was not true. */
const FAILED = "ConditionalCheckFailed";

/** Another transaction was on the same rows, or there were too many: it may go through the next time. */
const PASSING: ReadonlySet<string> = new Set([
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);

/** Where a transaction is written, and how the answer of an earlier one is proved to be of this shape. */
export type Door<T> = Readonly<{ dynamo: DynamoDBDocumentClient; table: string; parse: (answer: unknown) => T }>;

type Reason = NonNullable<TransactionCanceledException["CancellationReasons"]>[number];

/**
 * Writes all changes and the caller's idempotency row, or nothing. A repeat of the same command gets the first
 * answer; the same key with another body is refused; a lost race is refused as `record-changed-meanwhile`, a claim
 * that somebody else holds with the claim's own code.
 */
export const commit = async <T, C extends string>(
  { dynamo, table, parse }: Door<T>,
  changes: readonly Change<C>[],
  answer: Answer<T>,
  call: Call,
): Promise<Outcome<Answer<T>, CommitRefusal | C>> => {
  const steps = changes.flatMap(({ writes }) => writes);
  const writes = [idempotencyRow(table, answer, call), ...steps.map(({ write }) => write)];
  // Faults, not refusals: the shapes of the records bound how much one act may touch.
  if (writes.length > LIMITS.transactionItems) throw new RangeError(`${writes.length} rows in one transaction.`);
  for (const { Put } of writes) if (Put) demandItemFits(Put.Item);

  for (let attempt = 1; ; attempt++) {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: writes }));
      return accept(answer);
    } catch (fault) {
      if (!(fault instanceof TransactionCanceledException)) throw fault;
      const [repeated, ...reasons] = fault.CancellationReasons ?? [];
      if (repeated?.Code === FAILED) return replayed(itemOf(repeated), parse, call);
      const lost = reasons.findIndex(({ Code }) => Code === FAILED);
      const step = steps[lost];
      if (step !== undefined) return explain(step.lostTo, reasons[lost]);
      if (attempt === TRIES || !reasons.some(({ Code }) => PASSING.has(Code ?? ""))) throw fault;
      await pause(attempt);
    }
  }
};

/** The row that makes a command happen once: its condition fails for a repeat, which is then given this answer. */
const idempotencyRow = (table: string, answer: Answer<unknown>, call: Call): Write => ({
  Put: {
    TableName: table,
    Item: { ...idempotencyKey(call), digest: call.digest, answer: answer.now, version: answer.version },
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  },
});

/** What an earlier command with this key was answered, or that the key was used for something else. */
export const replayed = <T>(
  row: unknown,
  parse: (answer: unknown) => T,
  call: Call,
): Outcome<Answer<T>, "idempotency-key-reused"> => {
  const { digest, answer, version } = IdempotencyRow.parse(row);
  if (digest !== call.digest) return refuse("idempotency-key-reused", { field: "Idempotency-Key" });
  return accept({ now: parse(answer), ...(version === undefined ? {} : { version }), replayed: true });
};

const itemOf = ({ Item }: Reason) => (Item === undefined ? undefined : unmarshall(Item));

const explain = <C extends string>(lostTo: "version" | Claim<C>, reason: Reason = {}): Refused<CommitRefusal | C> => {
  if (lostTo === "version") return refuse("record-changed-meanwhile");
  const holder = ClaimRow.safeParse(itemOf(reason));
  const heldBy = holder.success ? holder.data.owner : "another record";
  return refuse(lostTo.refusal, { field: lostTo.label, heldBy }, [lostTo.cites]);
};

/** The row of a claim: held by this record, or only demanded to be free. */
export const claimWrite = <C extends string>(
  table: string,
  claim: Claim<C>,
  owner: string,
): Change<C>["writes"][number] => {
  const condition = {
    TableName: table,
    ConditionExpression: "attribute_not_exists(pk) OR #owner = :owner",
    ExpressionAttributeNames: { "#owner": "owner" },
    ExpressionAttributeValues: { ":owner": owner },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  const key = claimKey(claim);
  const write: Write = claim.holds
    ? { Put: { ...condition, Item: { ...key, owner } } }
    : { ConditionCheck: { ...condition, Key: key } };
  return { write, lostTo: claim };
};

const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
