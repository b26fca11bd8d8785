import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome, type Refused, refuse } from "../../kernel/outcome.ts";
import type { Answer, Call } from "../operation.ts";
import type { Claim } from "./declare.ts";
import { ClaimRow, claimKey, demandItemFits, IdempotencyRow, idempotencyKey } from "./rows.ts";
import { FAILED, type Reason, rowOf, transact, type Write } from "./transact.ts";

export type { Write };

/** One record's part of a transaction: its rows, and what the caller is told when one of them is refused. */
export type Change<C extends string = string> = Readonly<{
  writes: readonly Readonly<{ write: Write; lostTo: "version" | Claim<C> }>[];
}>;

export type CommitRefusal = "record-changed-meanwhile" | "idempotency-key-reused";

/**
 * Where a transaction is written, what of its answer is kept for a repeat (all, unless told), and how the answer of an
 * earlier one is proved to be of this shape.
 */
type Door<T> = Readonly<{
  dynamo: DynamoDBDocumentClient;
  table: string;
  parse: (answer: unknown) => T;
  kept?: (answer: T) => unknown;
}>;

/**
 * Writes all changes and the caller's idempotency row, or nothing. A repeat of the same command gets the first
 * answer; the same key with another body is refused; a lost race is refused as `record-changed-meanwhile`, a claim
 * that somebody else holds with the claim's own code.
 */
export const commit = async <T, C extends string>(
  { dynamo, table, parse, kept = (whole) => whole }: Door<T>,
  changes: readonly Change<C>[],
  answer: Answer<T>,
  call: Call,
): Promise<Outcome<Answer<T>, CommitRefusal | C>> => {
  const steps = changes.flatMap(({ writes }) => writes);
  const writes = [
    idempotencyRow(table, { ...answer, now: kept(answer.now) }, call),
    ...steps.map(({ write }) => write),
  ];
  // Faults, not refusals: the shapes of the records bound how much one act may touch.
  if (writes.length > LIMITS.transactionItems) throw new RangeError(`${writes.length} rows in one transaction.`);
  for (const { Put } of writes) if (Put) demandItemFits(Put.Item);

  const failed = await transact(dynamo, writes);
  if (failed === undefined) return accept(answer);
  const [repeated, ...reasons] = failed;
  if (repeated?.Code === FAILED) return replayed(rowOf(repeated), parse, call);
  const lost = reasons.findIndex(({ Code }) => Code === FAILED);
  return explain(steps[lost]?.lostTo ?? "version", reasons[lost]);
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

const explain = <C extends string>(lostTo: "version" | Claim<C>, reason: Reason = {}): Refused<CommitRefusal | C> => {
  if (lostTo === "version") return refuse("record-changed-meanwhile");
  const holder = ClaimRow.safeParse(rowOf(reason));
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
