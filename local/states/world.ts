import * as z from "zod";
import { Definition } from "./definition.ts";

const Failure = { error: z.string(), cause: z.string() };

/** What a frame is about to do or waits for. Everything it takes to go on after a crash stands in it. */
const Phase = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("entry") }),
  z.strictObject({ at: z.literal("start") }),
  z.strictObject({ at: z.literal("waiting"), until: z.number() }),
  z.strictObject({ at: z.literal("retrying"), until: z.number() }),
  z.strictObject({
    at: z.literal("task"),
    attempt: z.string(),
    functionName: z.string(),
    payload: z.unknown(),
    token: z.string().exactOptional(),
    /** The function has returned and only the token is awaited: it is not invoked again. */
    submitted: z.boolean(),
    deadline: z.number().exactOptional(),
    heartbeat: z.strictObject({ every: z.number(), due: z.number() }).exactOptional(),
  }),
  z.strictObject({
    at: z.literal("children"),
    inputs: z.array(z.unknown()),
    /** Of a Map: what the context shows as the item, before ItemSelector. */
    items: z.array(z.unknown()).exactOptional(),
    /** By index; absent where the child has not ended. */
    outputs: z.record(z.string(), z.unknown()),
    started: z.int(),
  }),
  z.strictObject({ at: z.literal("succeeded"), result: z.unknown() }),
  z.strictObject({ at: z.literal("failed"), ...Failure }),
]);
export type Phase = z.infer<typeof Phase>;

/** One thread of an execution: the root, a branch of a Parallel or an item of a Map, standing in one state. */
export const Frame = z.strictObject({
  id: z.string(),
  parent: z.string().exactOptional(),
  index: z.int(),
  item: z.strictObject({ Index: z.int(), Value: z.unknown() }).exactOptional(),
  state: z.string(),
  input: z.unknown(),
  variables: z.record(z.string(), z.unknown()),
  enteredAt: z.number(),
  /** Retries so far in this state: by retrier, and together. */
  retries: z.array(z.int()),
  retryCount: z.int(),
  lastEvent: z.int(),
  phase: Phase,
});
export type Frame = z.infer<typeof Frame>;

export const HistoryEvent = z.strictObject({
  id: z.int(),
  previousEventId: z.int(),
  timestamp: z.number(),
  type: z.string(),
  details: z.record(z.string(), z.record(z.string(), z.unknown())),
});
export type HistoryEvent = z.infer<typeof HistoryEvent>;

const Closing = z.strictObject({
  status: z.enum(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
  at: z.number(),
  output: z.string().exactOptional(),
  error: z.string().exactOptional(),
  cause: z.string().exactOptional(),
});
export type Closing = z.infer<typeof Closing>;

const Execution = z.strictObject({
  arn: z.string(),
  name: z.string(),
  machineArn: z.string(),
  revision: z.string(),
  input: z.string(),
  startedAt: z.number(),
  deadline: z.number(),
  frames: z.record(z.string(), Frame),
  history: z.array(HistoryEvent),
  tokens: z.array(z.string()),
  transitions: z.int(),
  closing: Closing.exactOptional(),
});
export type Execution = z.infer<typeof Execution>;

const Machine = z.strictObject({
  arn: z.string(),
  name: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  revision: z.string(),
  /** Kept and described, without effect on one machine: logging, tracing, encryption. */
  inert: z.record(z.string(), z.unknown()),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
});
export type Machine = z.infer<typeof Machine>;

const Revision = z.strictObject({ id: z.string(), text: z.string(), definition: Definition, roleArn: z.string() });
export type Revision = z.infer<typeof Revision>;

/** One line of the log. A step holds all that changes at once in one execution. */
export const Entry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("revision"), revision: Revision }),
  z.strictObject({ kind: z.literal("machine"), machine: Machine }),
  z.strictObject({ kind: z.literal("machine-gone"), arn: z.string() }),
  z.strictObject({ kind: z.literal("execution"), execution: Execution }),
  z.strictObject({ kind: z.literal("execution-gone"), arn: z.string() }),
  z.strictObject({
    kind: z.literal("step"),
    arn: z.string(),
    put: z.array(Frame),
    drop: z.array(z.string()),
    events: z.array(HistoryEvent),
    tokens: z.array(z.string()),
    transitions: z.int(),
    closing: Closing.exactOptional(),
  }),
]);
export type Entry = z.infer<typeof Entry>;
export type Step = Extract<Entry, { kind: "step" }>;

/** Everything the service knows: nothing but the entries of its log, folded. */
export class World {
  readonly revisions = new Map<string, Revision>();
  readonly machines = new Map<string, Machine>();
  readonly executions = new Map<string, Execution>();
  /** Every token ever issued, to the execution it belongs to. */
  readonly tokens = new Map<string, string>();

  apply(entry: Entry): void {
    switch (entry.kind) {
      case "revision":
        this.revisions.set(entry.revision.id, entry.revision);
        return;
      case "machine":
        this.machines.set(entry.machine.arn, entry.machine);
        return;
      case "machine-gone":
        this.machines.delete(entry.arn);
        return;
      case "execution":
        this.#forget(entry.execution.arn);
        this.executions.set(entry.execution.arn, entry.execution);
        for (const token of entry.execution.tokens) this.tokens.set(token, entry.execution.arn);
        return;
      case "execution-gone":
        this.#forget(entry.arn);
        return;
      case "step":
        this.#step(entry);
    }
  }

  /** The shortest log that folds to this world. */
  entries(): Entry[] {
    const used = new Set([...this.machines.values(), ...this.executions.values()].map(({ revision }) => revision));
    return [
      ...[...this.revisions.values()].flatMap((revision): Entry[] =>
        used.has(revision.id) ? [{ kind: "revision", revision }] : [],
      ),
      ...[...this.machines.values()].map((machine): Entry => ({ kind: "machine", machine })),
      ...[...this.executions.values()].map((execution): Entry => ({ kind: "execution", execution })),
    ];
  }

  #step({ arn, put, drop, events, tokens, transitions, closing }: Step): void {
    const execution = this.executions.get(arn);
    if (execution === undefined) return;
    for (const id of drop) delete execution.frames[id];
    for (const frame of put) execution.frames[frame.id] = frame;
    execution.history.push(...events);
    execution.tokens.push(...tokens);
    for (const token of tokens) this.tokens.set(token, arn);
    execution.transitions += transitions;
    if (closing === undefined) return;
    execution.closing = closing;
    execution.frames = {};
  }

  #forget(arn: string): void {
    for (const token of this.executions.get(arn)?.tokens ?? []) this.tokens.delete(token);
    this.executions.delete(arn);
  }
}
