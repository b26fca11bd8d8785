import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day, Instant } from "../../kernel/day.ts";
import type { Values } from "./id.ts";
import { viewOf } from "./merge.ts";
import type { Decided, PoolRecord, Statement } from "./record.ts";

/** A correction as an objection has brought it: what is right, who has decided so, and at whose source it stands. */
type Correction = Readonly<{
  values: Values;
  provider: CreditCode;
  decided: Readonly<{ by: CreditCode; on: Day; because: string }>;
}>;

const isSame = (record: PoolRecord, { statements }: PoolRecord): boolean =>
  JSON.stringify(record.statements) === JSON.stringify(statements);

/**
 * The record after a correction (A48): the statement of its provider, or where that has made none the earliest, says
 * what is right. Where another source still says otherwise the correction stands as decided, until that source has
 * news. Nothing changes on a record that nobody holds, or where the source says so already.
 */
export const correct = (
  record: PoolRecord,
  { values, provider, decided }: Correction,
  at: Instant,
): PoolRecord | undefined => {
  const source = record.statements.find(({ from }) => from === provider) ?? record.statements[0];
  if (source === undefined) return undefined;
  const mended: Statement = { ...source, values: { ...source.values, ...values } };
  const statements = record.statements.map((each) => (each === source ? mended : each));
  const differing = Object.keys(values).filter((code) =>
    statements.some((it) => it.values[code] !== undefined && it.values[code] !== values[code]),
  );
  const standing: Record<string, Decided> = Object.fromEntries(
    Object.entries(record.decided).filter(([code]) => values[code] === undefined),
  );
  for (const code of differing) standing[code] = decided;
  const view = viewOf(statements, { ...record, values: { ...record.values, ...values }, decided: standing });
  const after = { ...record, statements, ...view, changedAt: at };
  return isSame(after, record) && JSON.stringify(after.values) === JSON.stringify(record.values) ? undefined : after;
};
