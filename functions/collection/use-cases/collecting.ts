import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Principal } from "../../platform/principal.ts";
import { collectingId, isACollector, isARegisteredWay, type MethodEntry } from "../method.ts";
import type { Method } from "../record/record.ts";
import { type Cells, type Checked, checkRow, type RowRefusal, recordNamedBy } from "../row/check.ts";
import { type Terms, tellsRecordsApart, termsOf } from "../row/terms.ts";
import type { Deps, ReceivingDeps } from "./deps.ts";

type NoPool = "resource-not-in-force" | typeof tellsRecordsApart.code;

/** What the catalogue in force says of a resource, if it is one whose data can be pooled. */
export const poolTerms = async (
  { catalogue }: Pick<Deps, "catalogue">,
  resource: string,
): Promise<Outcome<Terms, NoPool>> => {
  const binding = await catalogue(resource);
  return binding.ok
    ? tellsRecordsApart(termsOf(binding.value))
    : refuse("resource-not-in-force", { field: "/resource", resource }, ["A18p1"]);
};

type NotTheirs = typeof isACollector.code | typeof isARegisteredWay.code;

/** Whether this institution collects for the pool, in this way, on this day. */
export const mayCollect = (
  terms: Terms,
  institution: CreditCode,
  method: Method,
  entry: MethodEntry | undefined,
  on: Day,
): Outcome<CreditCode, NotTheirs> => {
  const its = isACollector(terms, institution, entry);
  if (!its.ok) return its;
  const registered = isARegisteredWay(terms, method, entry, on);
  return registered.ok ? accept(institution) : registered;
};

/** The entry that would let this institution collect in this way. */
export const entryFor = (terms: Terms, institution: CreditCode, method: Method): string =>
  collectingId({ resource: terms.resource, institution, method });

/** A row that has been held against the catalogue, and the record that it is about. */
export type Named = Checked & Readonly<{ id: RecordId }>;
type Naming = Pick<ReceivingDeps, "recordIdOf">;

const firstOf = (held: ReturnType<typeof checkRow>, under: string): Outcome<Checked, RowRefusal> => {
  if ("checked" in held) return accept(held.checked);
  const [problem] = held.problems;
  // A row without problems has been checked: there always is a first one.
  if (problem === undefined) return refuse("row-says-nothing");
  const { code, facts, cites } = problem;
  const field = typeof facts["field"] === "string" ? { field: `${under}/${facts["field"]}` } : {};
  return refuse(code, { ...facts, ...field }, cites);
};

const withId = async (
  { recordIdOf }: Naming,
  { resource }: Terms,
  row: Outcome<Checked, RowRefusal>,
): Promise<Outcome<Named, RowRefusal>> =>
  row.ok ? accept({ ...row.value, id: await recordIdOf(resource, row.value.keys) }) : row;

/** One record held against the catalogue; the first problem is told, with its field. */
export const checked = (deps: Naming, terms: Terms, values: Cells) =>
  withId(deps, terms, firstOf(checkRow(terms, values), "/values"));

/** The record that key values name. */
export const named = (deps: Naming, terms: Terms, keys: Cells) =>
  withId(deps, terms, firstOf(recordNamedBy(terms, keys), "/keys"));

/** The institution of whoever is let in as one: the authoriser gives none without. */
export const institutionOf = ({ institution }: Principal): Outcome<CreditCode, "record-unknown"> =>
  institution === undefined ? refuse("record-unknown") : accept(institution);
