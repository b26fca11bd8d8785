import type * as z from "zod";
import type { Citation } from "../../law/articles.ts";
import type { Outcome } from "../kernel/outcome.ts";
import type { Post, Principal, Role } from "./principal.ts";

export type Text = Readonly<{ zh: string; en: string }>;

/** What a refusal means to a caller: its HTTP status and its title in both languages. */
export type Meaning = Text & Readonly<{ status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 422 | 428 | 429 | 502 }>;

/**
 * A power that must not lie within reach of an ordinary request: the operation runs in a function of its own, with
 * its own role. `anonymous` is called without sign-in, `seal` signs with a key of the platform, `receive` names people
 * under the pepper and opens the quarantine of files, `exchange` reads what the pools hold and calls providers.
 */
export type Power = "anonymous" | "seal" | "receive" | "exchange";

type Shape = z.ZodObject;

/** One operation of the platform: gateway, router, validation, documentation, client and tests derive from it. */
export type Operation<T extends Shape = Shape, G extends z.ZodType = z.ZodType, C extends string = string> = Readonly<{
  /** A command changes something and takes an Idempotency-Key; a read does not. */
  duty: "read" | "command";
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path template; `{names}` in it are fields of `takes`. */
  path: `/${string}`;
  says: Text;
  cites: readonly Citation[];
  /** Opens the door to these roles; `everyone` to all who are signed in, `nobody-known` to callers without sign-in. */
  who: readonly Role[] | "everyone" | "nobody-known";
  /** The post that the caller must hold, with training in date (A46). */
  post?: Post;
  /** Path, query (GET, DELETE) and body fields together, strict: an unknown field is refused by name. */
  takes: T;
  gives: G;
  refusals: Readonly<Record<C, Meaning>>;
  example: Readonly<{ takes: z.input<T>; gives: z.input<G> }>;
  power?: Power;
  /** Answers 201 with a Location header instead of 200. */
  creates?: true;
  /** The body of the answer is this media type instead of JSON. */
  media?: "application/ld+json" | "text/html" | "text/calendar" | "text/javascript";
  /** For how long an answer may be kept by whoever got it; by default it may not. */
  cacheSeconds?: number;
  /**
   * Also takes `application/x-www-form-urlencoded`, where a standard (OAuth) demands it. Its clients know no
   * Idempotency-Key, so none is asked for, and look for `error` in a refusal, so it is there beside `code`.
   */
  form?: true;
  /** Fields of `takes` that come from the header of that name, where a standard puts them there (`dpop`). */
  headers?: readonly string[];
  /** Headers that its answer carries beside those of every answer, by name in lower case, and what each says. */
  tells?: Readonly<Record<string, Text>>;
  /** How often all callers together may call it: requests a second, and burst. What signs must not be worn out. */
  rate?: Readonly<{ perSecond: number; burst: number }>;
}>;

/** Declares an operation; what it says is checked by the compiler here and by the architecture tests later. */
export const operation = <const T extends Shape, const G extends z.ZodType, const C extends string>(
  declared: Operation<T, G, C>,
): Operation<T, G, C> => declared;

/** The loosest operation: every declared one fits it. */
export type AnyOperation = Operation;
export type Contract = Readonly<Record<string, AnyOperation>>;

export type Takes<O extends AnyOperation> = z.output<O["takes"]>;
export type Gives<O extends AnyOperation> = z.output<O["gives"]>;
type RefusalOf<O extends AnyOperation> = keyof O["refusals"] & string;

/** What a use case is told about the call beside its fields. */
export type Call = Readonly<{
  by: Principal;
  operation: string;
  /** The caller's Idempotency-Key, or what makes this act of the platform unique. */
  key: string;
  /** Digest of what was asked, so that the same key with another body is noticed. */
  digest: string;
  /** The version the caller has seen (If-Match). */
  ifMatch?: number;
  /** Links log lines, events and problem documents of one request. */
  traceId: string;
  /** The address that was called, without query; absent for acts of the platform itself. */
  url?: string;
}>;

/** What a use case answers: the record or page, its version where it has one, whether it is a repeat, what `tells` names. */
export type Answer<T> = Readonly<{
  now: T;
  version?: number;
  replayed?: true;
  headers?: Readonly<Record<string, string>>;
}>;

export type UseCase<O extends AnyOperation> = (
  takes: Takes<O>,
  call: Call,
) => Promise<Outcome<Answer<Gives<O>>, RefusalOf<O>>>;
export type UseCases<C extends Contract> = { readonly [K in keyof C]: UseCase<C[K]> };
