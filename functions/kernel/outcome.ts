import type { Citation } from "../../law/articles.ts";

/** What a refusal is about, for people and logs: short values only, never personal data. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Why the law stops an act: the code names it, the article backs it, the facts explain it. */
export type Refusal<C extends string = string> = Readonly<{ code: C; cites: readonly Citation[]; facts: Facts }>;

type Accepted<T> = { readonly ok: true; readonly value: T };
export type Refused<C extends string> = { readonly ok: false; readonly refusal: Refusal<C> };

/** A lawful "no" travels as a value; only faults are thrown. */
export type Outcome<T, C extends string = string> = Accepted<T> | Refused<C>;

export const accept = <T>(value: T): Accepted<T> => ({ ok: true, value });

export const refuse = <C extends string>(code: C, facts: Facts = {}, cites: readonly Citation[] = []): Refused<C> => ({
  ok: false,
  refusal: { code, cites, facts },
});
