import { createHash } from "node:crypto";
import * as z from "zod";
import { Instant } from "../../kernel/day.ts";
import { District, presentDistrict } from "../../kernel/division-code.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { ResourceId, Value } from "../record/id.ts";
import { ItemState, MOST_OBJECTIONS, ObjectionId, type PoolRecord } from "../record/record.ts";
import type { Database, Mapped } from "./database.ts";

const Held = z.object({ value: Value, state: ItemState });

/** What one record gives to an entity, field by field. */
const Contribution = z.object({
  resource: ResourceId,
  version: z.int().min(1),
  rank: z.int(),
  fields: z.record(z.string(), Held),
  /** Objections that are open on the record (A48). */
  disputed: z.array(ObjectionId).max(MOST_OBJECTIONS).default([]),
});
export type Contribution = z.infer<typeof Contribution>;

/** A field with where it comes from: which record of which resource, in which version. */
const Lineage = z.object({ resource: ResourceId, record: RecordId, version: z.int().min(1) });
export const EntityField = Held.extend({ from: Lineage });
export type EntityField = z.infer<typeof EntityField>;

/** One person, body, place or certificate of a database, put together from what the pools hold of it. */
export const Entity = z.object({
  id: RecordId,
  database: z.uuidv7(),
  key: Value.exactOptional(),
  contributions: z.record(z.string(), Contribution),
  fields: z.record(z.string(), EntityField),
  district: District.exactOptional(),
  status: z.enum(["held", "gone"]),
  changedAt: Instant.meta({ description: "When a value, how sure it is, or a mark has last changed" }),
});
export type Entity = z.infer<typeof Entity>;

const DIGITS = 32;

/** The id of the entity with this key in a database; whoever knows the key knows the id. */
export const entityIdOf = (database: string, key: Value): RecordId => {
  const digest = createHash("sha256").update(JSON.stringify([database, key]));
  return `${database}~${digest.digest("hex").slice(0, DIGITS)}`;
};

/** What a record gives to which entity by this mapping; nothing without a mapping, a key, or when it was withdrawn. */
export const contributionOf = (
  mapping: Mapped | undefined,
  { now, version }: Readonly<{ now: PoolRecord; version: number }>,
): Readonly<{ key: Value; contribution: Contribution }> | undefined => {
  const key = mapping === undefined || now.status === "withdrawn" ? undefined : now.values[mapping.key];
  if (mapping === undefined || key === undefined) return undefined;
  const fields = mapping.items.flatMap(({ item, field }) => {
    const [value, state] = [now.values[item], now.items[item]];
    return value === undefined || state === undefined ? [] : [[field, { value, state }] as const];
  });
  const { resource, rank } = mapping;
  const { disputed } = now;
  return { key, contribution: { resource, version, rank, fields: Object.fromEntries(fields), disputed } };
};

type Contributions = Readonly<Record<string, Contribution>>;

/** Of several sources the lowest rank counts; of two records of one resource the id decides, so that order does not. */
const inOrder = (contributions: Contributions) =>
  Object.entries(contributions).sort(
    ([one, { rank }], [other, { rank: otherRank }]) => rank - otherRank || (one < other ? -1 : 1),
  );

/** Each field from the first source that has it, with its lineage. */
const fieldsOf = (contributions: Contributions): Record<string, EntityField> => {
  const fields: Record<string, EntityField> = {};
  for (const [record, { resource, version, fields: given }] of inOrder(contributions)) {
    for (const [field, held] of Object.entries(given)) {
      fields[field] ??= { ...held, from: { resource, record, version } };
    }
  }
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)));
};

/** Objections that are open on any record of an entity. */
export const disputedIn = (contributions: Contributions): string[] =>
  [...new Set(Object.values(contributions).flatMap(({ disputed }) => disputed))].sort();

const shown = ({ status, fields, contributions }: Pick<Entity, "status" | "fields" | "contributions">): string =>
  JSON.stringify([
    status,
    disputedIn(contributions),
    // A map comes back from the table in any order.
    ...Object.entries(fields)
      .map(([field, { value, state }]) => [field, value, state])
      .sort(),
  ]);

type Place = Readonly<{ database: Database; id: RecordId; key: Value | undefined; at: Instant }>;

/**
 * The entity with exactly these contributions. Whatever came in whichever order, the same contributions give the same
 * fields; the moment of change moves only when a value, how sure it is, or a mark of a dispute has changed.
 */
const entityOf = (
  before: Entity | undefined,
  contributions: Contributions,
  { database, id, key, at }: Place,
): Entity => {
  const fields = fieldsOf(contributions);
  const status = Object.keys(contributions).length === 0 ? "gone" : "held";
  const said = database.district === undefined ? undefined : fields[database.district]?.value;
  const district = said === undefined ? undefined : presentDistrict(String(said));
  const same = before !== undefined && shown(before) === shown({ status, fields, contributions });
  return {
    id,
    database: database.id,
    ...(key === undefined || status === "gone" ? {} : { key }),
    contributions,
    fields,
    ...(district === undefined ? {} : { district }),
    status,
    changedAt: same ? before.changedAt : at,
  };
};

/** The entity with what a record gives it now, in place of what it gave before. */
export const withContribution = (
  before: Entity | undefined,
  record: RecordId,
  contribution: Contribution,
  place: Place,
): Entity => entityOf(before, { ...before?.contributions, [record]: contribution }, place);

/** The entity without this record; without any it is gone, and so are its values. */
export const withoutRecord = (before: Entity, record: RecordId, database: Database, at: Instant): Entity => {
  const { [record]: _gone, ...contributions } = before.contributions;
  return entityOf(before, contributions, { database, id: before.id, key: before.key, at });
};
