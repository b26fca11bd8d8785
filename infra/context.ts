import type * as z from "zod";
import type { Hearable } from "../functions/kernel/event.ts";
import type { Contract, Power } from "../functions/platform/operation.ts";
import type { PLATFORM_SETTINGS } from "../functions/platform/settings.ts";

/** Actions on resources beyond those that every function of its kind has; each with the reason on its line. */
export type Grant = Readonly<{
  actions: readonly string[];
  resources: readonly string[];
  /** Only rows whose partition keys are like these, `*` for anything. */
  leadingKeys?: readonly string[];
}>;

/** What a piece of a context may be told and allowed, worked out for a stage. */
export type Wiring = Readonly<{
  functionArn: (context: string, piece: string) => string;
  /** The state machines of all contexts that wait in this task of the context. */
  waitingIn: (task: string) => readonly string[];
  table: (context: string) => string;
  tableArn: (context: string) => string;
  /** A bucket of the data stack. */
  bucket: (what: string) => string;
  bucketArn: (what: string) => string;
  /** Where a bucket answers. */
  bucketAddress: (what: string) => string;
  /** A signing key that the stage names. */
  keyArn: (key: string) => string;
  stage: import("./stages.ts").Stage;
}>;

/**
 * What a function does with its own table: finds records by id; lists them by an index; queries rows by their key
 * (histories, search); saves, with the claims that its records hold; releases, when it saves, claims that they held;
 * demands, when it saves, that others hold certain claims not. Nothing more is granted.
 */
export type Use = "find" | "list" | "query" | "save" | "release" | "demand";

/** A function of a context: what it is told, and what it may do. */
export type Piece = Readonly<{
  /** By default what a function of its kind needs: see USES in context-stack.ts. */
  uses?: readonly Use[];
  /** The indexes by which it lists, if not all those of its table. */
  lists?: readonly string[];
  /** Neighbours whose records it reads, if not all those that the context reads. */
  reads?: readonly string[];
  /** The flows that it begins, if not all those of its context; only listener and sweep begin any. */
  begins?: readonly string[];
  settings?: (wiring: Wiring) => Readonly<Record<string, string>>;
  grants?: (wiring: Wiring) => readonly Grant[];
  memory?: number;
  timeoutSeconds?: number;
}>;

/**
 * A context as it is deployed: table, functions, queue, flows. Everything that can be derived from its code is; what
 * is written here is only what is particular.
 */
export type ContextDeclaration = Readonly<{
  name: string;
  contract: Contract;
  /** The stores of its table: their indexes become the table's; its relay may announce only if one of them does. */
  stores: readonly Readonly<{ indexes: object; claims?: unknown; announces?: unknown }>[];
  /** Neighbours whose tables its functions read. */
  reads?: readonly string[];
  /** What all its functions are told, beside their table and their neighbours'. */
  settings?: (wiring: Wiring) => Readonly<Record<string, string>>;
  api?: Piece;
  /** Special powers of operations, each in a function of its own. */
  powers?: Readonly<Partial<Record<Power, Piece>>>;
  /** The function that the gateway asks who calls; one context has it. */
  authorizer?: Piece;
  /** The events that its listener hears: HEARS of events.ts; the inbox hears whatever decides or moves a wait. */
  listener?: Piece & Readonly<{ hears: readonly Hearable[] | "waits" }>;
  /** Steps of state machines: exports of tasks.ts. */
  tasks?: Readonly<Record<string, Piece>>;
  /** Runs every hour: clocks that have run out, days that have come. */
  sweep?: Piece;
}>;

/** Declares a context. */
export const context = (declared: ContextDeclaration): ContextDeclaration => declared;

/** What functions that read these settings are told: one forgotten or misspelt does not compile. */
export type SettingsOf<S extends z.ZodType> = Omit<
  { [K in keyof z.input<S>]: string },
  keyof typeof PLATFORM_SETTINGS
> &
  Readonly<Record<string, string>>;
