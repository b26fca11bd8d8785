import type * as z from "zod";
import type { Citation } from "../../../law/articles.ts";

/** A record as it stands, and its version: what a save must still find. */
export type Found<T> = Readonly<{ now: T; version: number }>;

/** Where a record stands in a sparse index. */
export type IndexKey = Readonly<{ hash: string; range: string }>;

/**
 * Something that only one record may hold: a code, a name, a field of the city's catalogue. `holds` false only demands
 * that nobody else holds it. The refusal, with its article, names who does.
 */
export type Claim<C extends string = string> = Readonly<{
  name: string;
  holds: boolean;
  refusal: C;
  cites: Citation;
  /** What the caller calls it: the field or the name that is taken. */
  label: string;
}>;

/** What a store announces: the type names context, fact and version; the rest is its data. */
export type Announced = Readonly<{ type: string }>;

/** What an event means to people who wait: see `waits` of a store. */
export type Awaited = Readonly<{ step?: string; outcome?: string }>;

/** The fields of a record, whichever of its shapes has them. */
type FieldOf<T> = T extends unknown ? keyof T & string : never;

/** A kind of record: its shape, what it announces, how it is found. One store per kind, one table per context. */
export type StoreDeclaration<T, E extends Announced, I extends string, C extends string> = Readonly<{
  /** First part of the record's key, e.g. `resource`. */
  kind: string;
  holds: z.ZodType<T>;
  announces: z.ZodType<E>;
  /** Types that are kept in a record's history and not announced: another event tells of many such at once. */
  historyOnly?: readonly E["type"][];
  id: (record: T) => string;
  /** An index that answers `undefined` keeps the record out: what is due costs the same among a thousand and a million. */
  indexes: Readonly<Record<I, (record: T) => IndexKey | undefined>>;
  /**
   * Events that decide a step of a flow, with the outcome; without one the event's `dueOn` moves the step's due day. The
   * inbox hears them all: who decides by whatever door, the flow is told. Such events say their `round`, and where no
   * `step` stands here, their `steps`.
   */
  waits?: Readonly<Partial<Record<E["type"], Awaited>>>;
  claims?: (record: T) => readonly Claim<C>[];
  /**
   * Texts that open something as long as they are good: they stand in the record and nowhere else, neither among the
   * answers to repeats nor in the journal, which nobody can unwrite. Another text stands there in their place.
   */
  secret?: readonly FieldOf<T>[];
}>;

export const declareStore = <T, E extends Announced, const I extends string = never, const C extends string = never>(
  declared: StoreDeclaration<T, E, I, C>,
): StoreDeclaration<T, E, I, C> => declared;
