import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day, Instant } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { ResourceId, Values } from "./id.ts";

/** 直接采集、委托第三方采集、协商采集 (A19). */
export const METHODS = ["direct", "third-party", "agreement"] as const;
export const Method = z.enum(METHODS).meta({ description: "采集方式：直接、委托第三方、协商" });
export type Method = z.infer<typeof Method>;

/** Sources of one record; more than ten bodies that collect the same datum would be no single source by any reading. */
export const MOST_SOURCES = 10;

/** An objection of a data subject, by which a record is marked as disputed. */
export const ObjectionId = z.uuidv7();
/** Objections that are open on one record at once; more than that are one matter, and dealt with as one. */
export const MOST_OBJECTIONS = 20;

/** What one institution says of a record: one statement per source, the last one it made. */
export const Statement = z.object({
  from: CreditCode,
  values: Values,
  batch: z.uuidv7().exactOptional(),
  line: z.int().min(1).exactOptional(),
  method: Method,
  collectedOn: Day,
  basis: z.enum(["law", "consent"]).meta({ description: "采集依据：法律、法规，或者被采集人同意" }),
});
export type Statement = z.infer<typeof Statement>;

/** How sure the pool is of an item: one source, several that agree, several that differ, or decided by its department. */
export const ITEM_STATES = ["single-source", "agreed", "conflicting", "decided"] as const;
export const ItemState = z.enum(ITEM_STATES);
export type ItemState = z.infer<typeof ItemState>;

/** Who settled an item on which sources differ, when and why (A22). */
export const Decided = z.object({ by: CreditCode, on: Day, because: z.string().max(LIMITS.writtenCharacters) });
export type Decided = z.infer<typeof Decided>;

/**
 * A record of a resource's pool. `values` is what the pool holds to be so, item by item; `items` says how sure that is.
 * `subject` is the pseudonym of the person or body it is about, never the number itself.
 */
export const PoolRecord = z
  .object({
    id: RecordId,
    resource: ResourceId,
    edition: z.int().min(1).meta({ description: "The edition of the catalogue that it was last checked by" }),
    statements: z.array(Statement).max(MOST_SOURCES),
    values: Values,
    items: z.record(z.string(), ItemState),
    decided: z.record(z.string(), Decided),
    subject: z.string().exactOptional(),
    disputed: z.array(ObjectionId).max(MOST_OBJECTIONS).meta({ description: "Objections that are open on it (A48)" }),
    status: z.enum(["held", "withdrawn"]),
    changedAt: Instant,
  })
  .meta({ id: "PoolRecord", description: "数据资源池中的一条记录。A record of a resource's pool." });
export type PoolRecord = z.infer<typeof PoolRecord>;
