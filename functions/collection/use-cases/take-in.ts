import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome, type Refusal } from "../../kernel/outcome.ts";
import type { Call } from "../../platform/operation.ts";
import { PLATFORM } from "../../platform/principal.ts";
import type { Found } from "../../platform/store/open.ts";
import type { Batch, RowCounts, Stop, TakingIn } from "../batch/batch.ts";
import { fold, type Judged, plusRows } from "../batch/folding.ts";
import { finish, halt } from "../batch/life.ts";
import type { BatchEvent } from "../events.ts";
import { checkRow, isInTheCatalogue, isNotObtainedBySharing, legalNumberOf, type RowProblem } from "../row/check.ts";
import { type Terms, tellsRecordsApart, termsOf } from "../row/terms.ts";
import type { Row } from "../store/file/piece.ts";
import type { IntakeDeps, Naming } from "./deps.ts";

/** What a step tells its machine: done, or call again. */
export type Step = Readonly<{ done: boolean }>;

type Its = Found<Batch> & Readonly<{ now: TakingIn }>;
type Lost = "record-changed-meanwhile" | "idempotency-key-reused" | "file-sent-already";

/** A file that somebody else has moved on is looked at anew by the next step. */
const AGAIN = accept<Step>({ done: false });
const DONE = accept<Step>({ done: true });

/** How often rows are folded anew because another file or person changed one of their records meanwhile. */
const TRIES = 8;

/** Acts of the platform on a file: keyed by its version, and by what is done, so that none is done twice. */
export const stepCall = ({ now: { id }, version }: Found<Batch>, what: string | number): Call => ({
  by: PLATFORM,
  operation: "task:take-in",
  key: `${id}#${version}`,
  digest: `${id}#${version}#${what}`,
  traceId: id,
});

const aboutOf = ({ resource, from }: Batch) => ({ resource, from, round: 1 });

const isTakingIn = (found: Found<Batch>): found is Its => found.now.status === "taking-in";

/** Rows of a transaction beside the file's own: state, event, claim and key. */
const ROOM = LIMITS.transactionItems - 4;

/** A record takes two rows of a transaction, a row that is not taken in one. */
const isFull = (rows: readonly Judged[]): boolean => {
  const good = rows.filter((row) => "id" in row).length;
  return good === LIMITS.rowsTogether || rows.length + good > ROOM - 2;
};

const UNREADABLE: Pick<Refusal<"row-unreadable">, "code" | "cites"> = { code: "row-unreadable", cites: ["A18p1"] };

const judge = async (row: Row, terms: Terms, { subjectOf, recordIdOf }: Naming): Promise<Judged> => {
  const { line, end } = row;
  if ("unreadable" in row) return { line, end, problems: [{ ...UNREADABLE, facts: { because: row.unreadable } }] };
  const held = checkRow(terms, row.cells);
  if ("problems" in held) return { line, end, problems: held.problems };
  const { keys, values } = held.checked;
  const number = legalNumberOf(terms, values);
  const subject = number === undefined ? {} : { subject: await subjectOf(number) };
  return { line, end, id: await recordIdOf(terms.resource, keys), values, ...subject };
};

/** A header that names what may not be collected, or lacks a key, makes every row bad: the file stops at its first line. */
const stopAtHeader = (columns: readonly string[], terms: Terms): Stop | undefined => {
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) return { code: "column-twice", line: 1, field: twice.slice(0, 64) };
  const problem = columns.map((name) => problemOf(terms, name)).find((it) => it !== undefined);
  if (problem?.code === "column-unknown" || problem?.code === "item-obtained-by-sharing") {
    return { code: problem.code, line: 1, field: String(problem.facts["field"]) };
  }
  const missing = terms.keys.find((key) => !columns.includes(key));
  return missing === undefined ? undefined : { code: "key-missing", line: 1, field: missing };
};

const problemOf = (terms: Terms, column: string): RowProblem | undefined => {
  const item = isInTheCatalogue(terms, column);
  if (!item.ok) return item.refusal;
  const collected = isNotObtainedBySharing(item.value);
  return collected.ok ? undefined : collected.refusal;
};

const isTooBad = ({ bad, duplicates }: RowCounts): boolean => bad + duplicates > LIMITS.badRows;

const total = ({ good, unchanged, bad, duplicates }: RowCounts): number => good + unchanged + bad + duplicates;

/**
 * A step of a file's flow: reads it on from where the last step stopped, holds each row against the catalogue in force
 * and takes it into the pool (A18p1), until the file or the time is up. Rows and how far they go are one transaction, so
 * that whatever breaks off a step loses none and takes none in twice.
 */
export const takeIn =
  (deps: IntakeDeps) =>
  async ({ record: id }: { record: string }): Promise<Outcome<Step, "record-unknown" | Lost>> => {
    const found = await deps.batches.find(id);
    if (!found.ok) return found;
    if (!isTakingIn(found.value)) return DONE;
    let its: Its = found.value;

    const end = async (after: Batch, event: BatchEvent) => {
      const saved = await deps.batches.save(after, its, event, stepCall(its, event.type));
      if (saved.ok) return DONE;
      return saved.refusal.code === "file-sent-already" ? saved : AGAIN;
    };
    const stopFor = (because: Stop) =>
      end(halt(its.now, because, deps.today()), {
        type: "collection.batch-stopped.v1",
        ...aboutOf(its.now),
        rows: its.now.counts,
        because: because.code,
      });

    const binding = await deps.catalogue(its.now.resource);
    if (!binding.ok) return stopFor({ code: "resource-not-in-force" });
    const terms = termsOf(binding.value);
    if (!tellsRecordsApart(terms).ok) return stopFor({ code: "resource-without-key" });
    const { at, columns } = its.now;
    const pieces = await deps.pieces(its.now, { ...at, columns });
    if (pieces === undefined) return stopFor({ code: "file-not-there" });

    let pending: Judged[] = [];
    /** Whether all that is pending is in; else somebody else has moved the file on. */
    const flush = async (): Promise<Outcome<boolean, Lost>> => {
      const rows = pending;
      pending = [];
      const saved = await takeRows(deps, its, terms, rows);
      if (!saved.ok) return saved;
      if (saved.value === undefined) return accept(false);
      its = saved.value;
      return accept(true);
    };

    for await (const piece of pieces) {
      if ("columns" in piece) {
        const stop = stopAtHeader(piece.columns, terms);
        if (stop !== undefined) return stopFor(stop);
        its = { ...its, now: { ...its.now, columns: [...piece.columns] } };
        continue;
      }
      if ("stop" in piece) {
        const flushed = await flush();
        if (!flushed.ok) return flushed;
        return flushed.value ? stopFor(piece.stop) : AGAIN;
      }
      for (const row of piece.rows) {
        pending.push(await judge(row, terms, deps));
        if (!isFull(pending)) continue;
        const flushed = await flush();
        if (!flushed.ok) return flushed;
        if (!flushed.value) return AGAIN;
        if (isTooBad(its.now.counts)) return stopFor({ code: "too-many-bad-rows", line: row.line });
        if (deps.timeIsUp()) return AGAIN;
      }
    }
    const flushed = await flush();
    if (!flushed.ok) return flushed;
    if (!flushed.value) return AGAIN;
    const { counts } = its.now;
    if (total(counts) === 0) return stopFor({ code: "file-without-rows" });
    if (isTooBad(counts)) return stopFor({ code: "too-many-bad-rows", line: its.now.at.line });
    return end(finish(its.now, deps.today()), { type: "collection.batch-done.v1", ...aboutOf(its.now), rows: counts });
  };

/** Takes rows in by one transaction, or by several where their records are large; nothing if the file was moved on. */
const takeRows = async (
  deps: IntakeDeps,
  its: Its,
  terms: Terms,
  rows: readonly Judged[],
): Promise<Outcome<Its | undefined, Lost>> => {
  const last = rows.at(-1);
  if (last === undefined) return accept(its);
  for (let attempt = 1; ; attempt++) {
    const ids = rows.flatMap((row) => ("id" in row ? [row.id] : []));
    const known = await deps.intake.known(ids, { consents: !terms.providedForByLaw });
    const folded = fold(rows, known, { terms, batch: its.now, at: deps.now() });
    if (folded.bytes > LIMITS.transactionBytes && rows.length > 1) return takeHalves(deps, its, terms, rows);
    const after: TakingIn = {
      ...its.now,
      at: { offset: last.end, line: last.line },
      counts: plusRows(its.now.counts, folded.rows),
    };
    const about = aboutOf(after);
    const event: BatchEvent = {
      type: "collection.rows-taken-in.v1",
      ...about,
      batch: after.id,
      records: folded.changes.map(({ after: { id } }) => id),
      rows: folded.rows,
      delta: folded.delta,
    };
    const { resource, from } = about;
    const changes = folded.changes.map(({ line, ...change }) => ({
      ...change,
      event: { type: "collection.row-taken-in.v1", resource, from, batch: after.id, line } as const,
    }));
    const saved = await deps.intake.saveRows(
      { before: its, after, event },
      changes,
      folded.bad,
      stepCall(its, last.end),
    );
    if (saved.ok) return accept({ now: after, version: its.version + 1 });
    if (saved.refusal.code === "file-sent-already") return saved;
    const stands = await deps.batches.find(after.id);
    if (!stands.ok || stands.value.version !== its.version) return accept(undefined);
    if (attempt === TRIES) return saved;
  }
};

const takeHalves = async (deps: IntakeDeps, its: Its, terms: Terms, rows: readonly Judged[]) => {
  const middle = Math.ceil(rows.length / 2);
  const first = await takeRows(deps, its, terms, rows.slice(0, middle));
  if (!first.ok || first.value === undefined) return first;
  return takeRows(deps, first.value, terms, rows.slice(middle));
};
