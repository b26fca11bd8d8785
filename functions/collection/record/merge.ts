import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Instant } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Value, Values } from "./id.ts";
import { type Decided, type ItemState, MOST_SOURCES, type PoolRecord, type Statement } from "./record.ts";

/** Where a statement arrives: which record, by which edition it was checked, when. */
type Arrival = Readonly<{
  id: RecordId;
  resource: string;
  edition: number;
  at: Instant;
  subject?: string;
}>;

/** What a statement has done to a record: nothing, where the same source says the same again. */
type Merged = Readonly<{ outcome: "new" | "changed"; record: PoolRecord }> | Readonly<{ outcome: "unchanged" }>;

export type View = Pick<PoolRecord, "values" | "items" | "decided">;
type Known = Readonly<{ value: Value | undefined; decided: Decided | undefined }>;

const isSame = (one: Values, other: Values): boolean => {
  const codes = Object.keys(one);
  return codes.length === Object.keys(other).length && codes.every((code) => one[code] === other[code]);
};

/** What every source says of one item, the earliest first; sources that say nothing of it are left out. */
const saidOf = (statements: readonly Statement[], code: string): Value[] =>
  statements.flatMap(({ values }) => values[code] ?? []);

/**
 * One item as the pool holds it. Sources that differ leave what was held before, if one of them still says so: nobody
 * overrules another but the responsible department, whose decision stands until `reopened`.
 */
const itemOf = (said: readonly Value[], { value, decided }: Known): { value: Value; state: ItemState } | undefined => {
  const [first] = said;
  if (first === undefined) return undefined;
  if (decided !== undefined && value !== undefined) return { value, state: "decided" };
  if (said.every((each) => each === first))
    return { value: first, state: said.length > 1 ? "agreed" : "single-source" };
  return { value: value !== undefined && said.includes(value) ? value : first, state: "conflicting" };
};

/** The confirmed view of what the sources say, given the view before and the decisions that still stand. */
export const viewOf = (statements: readonly Statement[], before: View): View => {
  const view: { values: Record<string, Value>; items: Record<string, ItemState>; decided: Record<string, Decided> } = {
    values: {},
    items: {},
    decided: {},
  };
  const codes = [...new Set(statements.flatMap(({ values }) => Object.keys(values)))].sort();
  for (const code of codes) {
    const decided = before.decided[code];
    const item = itemOf(saidOf(statements, code), { value: before.values[code], decided });
    if (item === undefined) continue;
    view.values[code] = item.value;
    view.items[code] = item.state;
    if (decided !== undefined) view.decided[code] = decided;
  }
  return view;
};

/**
 * Decisions that a new statement leaves standing. A source that now says something else than before, and other than what
 * was decided, has news that the department has not judged (A22p2: verified continuously).
 */
const standing = ({ decided, values }: View, before: Values, after: Values): Record<string, Decided> =>
  Object.fromEntries(
    Object.entries(decided).filter(
      ([code]) => after[code] === before[code] || after[code] === undefined || after[code] === values[code],
    ),
  );

const NOTHING: View = { values: {}, items: {}, decided: {} };

/**
 * The record after one source has spoken: each source has one statement, which the new one replaces whole. A record
 * that was withdrawn is held again. Pure; the order in which different sources speak decides only what is held while
 * they differ.
 */
export const merge = (
  before: PoolRecord | undefined,
  statement: Statement,
  { id, resource, edition, at, subject }: Arrival,
): Outcome<Merged, "too-many-sources"> => {
  const held = before?.statements ?? [];
  const its = held.find(({ from }) => from === statement.from);
  if (its !== undefined && its.basis === statement.basis && isSame(its.values, statement.values)) {
    return accept({ outcome: "unchanged" });
  }
  const statements = its === undefined ? [...held, statement] : held.map((each) => (each === its ? statement : each));
  if (statements.length > MOST_SOURCES) return refuse("too-many-sources", { most: MOST_SOURCES });
  const old = before ?? NOTHING;
  const decided = standing(old, its?.values ?? {}, statement.values);
  const pseudonym = subject ?? before?.subject;
  return accept({
    outcome: before === undefined ? "new" : "changed",
    record: {
      id,
      resource,
      edition,
      statements,
      ...viewOf(statements, { ...old, decided }),
      ...(pseudonym === undefined ? {} : { subject: pseudonym }),
      disputed: before?.disputed ?? [],
      status: "held",
      changedAt: at,
    },
  });
};

/**
 * The record after a source has taken back what it said, or nothing if it says nothing there (any more). Without any
 * source left the record is withdrawn: its history stays, its values do not.
 */
export const takeBack = (
  record: PoolRecord,
  isTheirs: (statement: Statement) => boolean,
  at: Instant,
): PoolRecord | undefined => {
  const statements = record.statements.filter((each) => !isTheirs(each));
  if (statements.length === record.statements.length) return undefined;
  const status = statements.length === 0 ? "withdrawn" : "held";
  return { ...record, statements, ...viewOf(statements, record), status, changedAt: at };
};

/** All that one institution has said. */
export const saidBy =
  (institution: CreditCode) =>
  ({ from }: Statement): boolean =>
    from === institution;

/** All that came by one batch and has not been replaced since. */
export const broughtBy =
  (batch: string) =>
  (statement: Statement): boolean =>
    statement.batch === batch;

/** Whether sources differ on any item that nobody has decided. */
export const isInConflict = ({ status, items }: PoolRecord): boolean =>
  status === "held" && Object.values(items).includes("conflicting");
