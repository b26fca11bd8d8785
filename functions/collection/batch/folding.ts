import type { Instant } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import type { Refusal } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import { type Consent, restsOnABasis } from "../consent.ts";
import { type Counts, delta, NO_COUNTS, plus } from "../record/counts.ts";
import type { Values } from "../record/id.ts";
import { merge } from "../record/merge.ts";
import type { PoolRecord } from "../record/record.ts";
import type { Terms } from "../row/terms.ts";
import { type BadRow, type Batch, NO_ROWS, type RowCounts } from "./batch.ts";

/** A row after it was held against the catalogue: which record it is about, or what is wrong with it. */
export type Judged = Readonly<{ line: number; end: number }> &
  (Readonly<{ id: RecordId; values: Values; subject?: string }> | Readonly<{ problems: readonly Refusal[] }>);

type Found = Readonly<{ now: PoolRecord; version: number }>;

/** What the pool knows of the records that rows are about. */
type Knowing = Readonly<{
  record: (id: RecordId) => Found | undefined;
  consent: (id: RecordId) => Readonly<{ now: Consent }> | undefined;
}>;

/** What rows do to a pool. */
type Folded = Readonly<{
  changes: readonly Readonly<{ before: Found | undefined; after: PoolRecord; line: number }>[];
  bad: readonly BadRow[];
  rows: RowCounts;
  delta: Counts;
  bytes: number;
}>;

/** A problem as the report tells it: which rule, which field; never what stood there. */
const told = ({ code, cites, facts }: Refusal): BadRow["problems"][number] => {
  const [field, because] = [facts["field"], facts["because"]];
  return {
    code,
    cites: [...cites],
    ...(typeof field === "string" ? { field } : {}),
    ...(typeof because === "string" ? { because } : {}),
  };
};

const TWICE: Refusal = { code: "row-key-twice", cites: ["A18p1"], facts: {} };
const TOO_LARGE: Refusal = { code: "record-too-large", cites: [], facts: {} };

type One =
  | Readonly<{ as: "good"; before: Found | undefined; after: PoolRecord; bytes: number }>
  | Readonly<{ as: "unchanged" }>
  | Readonly<{ as: "bad" | "duplicates"; problem: Refusal }>;

/** One row against one record. The order in which a file names a record counts: the first time is taken in. */
const foldOne = (
  row: Extract<Judged, { id: RecordId }>,
  before: Found | undefined,
  consent: Consent | undefined,
  { terms, batch, at }: Circumstances,
): One => {
  const { id, values } = row;
  const said = before?.now.statements.find(({ from }) => from === batch.from);
  if (said?.batch === batch.id) return { as: "duplicates", problem: TWICE };
  const basis = restsOnABasis(terms, consent);
  if (!basis.ok) return { as: "bad", problem: basis.refusal };
  const { method, collectedOn, from } = batch;
  const statement = { from, values, batch: batch.id, line: row.line, method, collectedOn, basis: basis.value };
  const subject = row.subject === undefined ? {} : { subject: row.subject };
  const { resource, edition } = terms;
  const merged = merge(before?.now, statement, { id, resource, edition, at, ...subject });
  if (!merged.ok) return { as: "bad", problem: merged.refusal };
  if (merged.value.outcome === "unchanged") return { as: "unchanged" };
  const after = merged.value.record;
  const bytes = Buffer.byteLength(JSON.stringify(after));
  return bytes > LIMITS.recordBytes ? { as: "bad", problem: TOO_LARGE } : { as: "good", before, after, bytes };
};

type Circumstances = Readonly<{
  terms: Terms;
  batch: Pick<Batch, "id" | "from" | "method" | "collectedOn">;
  at: Instant;
}>;

/** What these rows do to the pool, in their order. Pure: how a file is cut into transactions changes nothing of it. */
export const fold = (rows: readonly Judged[], knowing: Knowing, about: Circumstances): Folded => {
  const changes = new Map<RecordId, Folded["changes"][number]>();
  const bad: BadRow[] = [];
  const counts = { ...NO_ROWS };
  let [moved, total] = [NO_COUNTS, 0];
  for (const row of rows) {
    if ("problems" in row) {
      counts.bad++;
      bad.push({ line: row.line, problems: row.problems.map(told) });
      continue;
    }
    const { id } = row;
    const changed = changes.get(id);
    const before = knowing.record(id);
    const stands = changed === undefined ? before : { now: changed.after, version: before?.version ?? 0 };
    const one = foldOne(row, stands, knowing.consent(id)?.now, about);
    counts[one.as]++;
    if (one.as === "good") {
      changes.set(id, { before, after: one.after, line: row.line });
      moved = plus(moved, delta(before?.now, one.after));
      total += one.bytes;
    } else if (one.as !== "unchanged") bad.push({ line: row.line, problems: [told(one.problem)] });
  }
  return { changes: [...changes.values()], bad, rows: counts, delta: moved, bytes: total };
};

export const plusRows = (one: RowCounts, other: RowCounts): RowCounts => ({
  good: one.good + other.good,
  unchanged: one.unchanged + other.unchanged,
  bad: one.bad + other.bad,
  duplicates: one.duplicates + other.duplicates,
});
