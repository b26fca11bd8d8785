import * as z from "zod";
import type { RecordId } from "../../kernel/record-id.ts";

/** The catalogue's own id of a resource. */
export const ResourceId = z.uuidv7();

/** What an item of a record holds, in the one spelling of its data type (`row/value.ts`). */
export const Value = z.union([z.string(), z.number(), z.boolean()]);
export type Value = z.infer<typeof Value>;

/** Values by the code of their item; an item that nothing is known of is absent. */
export const Values = z.record(z.string(), Value);
export type Values = Readonly<Record<string, Value>>;

/** How many hexadecimal digits of the digest stand in the id: 128 bits, so that no two keys meet. */
const DIGITS = 32;

/** Names a text under a secret key (platform/subject.ts): who has only the name cannot try texts out. */
type Peppered = (text: string) => Promise<string>;

/** The id of the record of a resource that these key values name. */
export type RecordIdOf = (resource: string, keys: Values) => Promise<RecordId>;

/**
 * Gives the id of a record, from its resource and the values of its key items in their one spelling (`row/value.ts`), in
 * any order. Digested under the pepper of subjects: whoever reads ids in logs and ledgers cannot try all numbers. The
 * resource is digested too: one person's records in two resources do not show that they are one person's.
 */
export const openRecordIds =
  (peppered: Peppered): RecordIdOf =>
  async (resource, keys) => {
    const sorted = Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1));
    const digest = await peppered(JSON.stringify([resource, sorted]));
    return `${resource}~${digest.slice(0, DIGITS)}`;
  };

/** The resource that a record belongs to. */
export const resourceOf = (id: RecordId): string => id.slice(0, id.indexOf("~"));
