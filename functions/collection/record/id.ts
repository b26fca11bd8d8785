import { createHash } from "node:crypto";
import * as z from "zod";

const UUID_V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

/** The catalogue's own id of a resource. */
export const ResourceId = z.uuidv7();

/** A record of a pool: its resource, and a digest of the values of its key items. Nothing of a person can be read in it. */
export const RecordId = z
  .string()
  .regex(new RegExp(`^${UUID_V7}~[0-9a-f]{32}$`))
  .meta({ id: "RecordId", description: "数据资源池记录标识：资源标识~主键摘要。A record of a resource's pool." });
export type RecordId = z.infer<typeof RecordId>;

/** What an item of a record holds, in the one spelling of its data type (`row/value.ts`). */
export const Value = z.union([z.string(), z.number(), z.boolean()]);
export type Value = z.infer<typeof Value>;

/** Values by the code of their item; an item that nothing is known of is absent. */
export const Values = z.record(z.string(), Value);
export type Values = Readonly<Record<string, Value>>;

/** How many hexadecimal digits of the digest stand in the id: 128 bits, so that no two keys meet. */
const DIGITS = 32;

/**
 * The id of a record, from its resource and the values of its key items in their one spelling (`row/value.ts`), in any
 * order. The resource is digested too: one person's records in two resources do not show that they are one person's.
 */
export const recordIdOf = (resource: string, keys: Values): RecordId => {
  const sorted = Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = createHash("sha256").update(JSON.stringify([resource, sorted]));
  return `${resource}~${digest.digest("hex").slice(0, DIGITS)}`;
};

/** The resource that a record belongs to. */
export const resourceOf = (id: RecordId): string => id.slice(0, id.indexOf("~"));
