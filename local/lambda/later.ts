import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import type { MovableClock } from "../shared/clock.ts";
import { DurableLog } from "../shared/durable.ts";
import type { Invoked } from "./function.ts";

const Entry = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted"), id: z.string(), name: z.string(), payload: z.string() }),
  z.object({ kind: z.literal("again"), id: z.string(), attempt: z.number(), dueAt: z.number() }),
  z.object({ kind: z.literal("done"), id: z.string() }),
]);
type Entry = z.infer<typeof Entry>;

type Pending = {
  readonly id: string;
  readonly name: string;
  readonly payload: string;
  readonly attempt: number;
  readonly dueAt: number;
};

/** Lambda waits one minute before the first repeat of an asynchronous invocation and two before the second. */
const REPEATS_AFTER = [60_000, 120_000] as const;

type Run = (name: string, invocation: { requestId: string; payload: string }) => Promise<Invoked>;
type Options = {
  readonly folder: string;
  readonly clock: MovableClock;
  readonly run: Run;
  /** After a restart invocations wait until their function is declared again. */
  knows(name: string): boolean;
  log(line: string): void;
};

/** Asynchronous invocations: once accepted they survive a restart, and a failure is repeated twice. */
export class LaterInvocations {
  readonly #options: Options;
  readonly #log: DurableLog<Entry>;
  readonly #pending = new Map<string, Pending>();
  readonly #running = new Set<string>();
  readonly #unwatch: () => void;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
    this.#log = new DurableLog<Entry>(join(options.folder, "later.log"));
    for (const entry of this.#log.entries((line) => Entry.parse(line))) this.#replay(entry);
    this.#log.compact([...this.#pending.values()].flatMap(entriesOf));
    this.#unwatch = options.clock.watch((now) => this.#fire(now));
  }

  /** Invocations that run or are due; a repeat that waits for its time is not under way. */
  get busy(): number {
    const now = this.#options.clock.now();
    return [...this.#pending.values()].filter(({ dueAt }) => dueAt <= now).length;
  }

  /** Accepts an invocation; answers its request id. */
  accept(name: string, payload: string): string {
    const entry = { kind: "accepted", id: randomUUID(), name, payload } as const;
    this.#log.append(entry);
    this.#replay(entry);
    this.#fire(this.#options.clock.now());
    return entry.id;
  }

  stop(): void {
    this.#stopped = true;
    this.#unwatch();
    this.#log.close();
  }

  #replay(entry: Entry): void {
    if (entry.kind === "done") this.#pending.delete(entry.id);
    else if (entry.kind === "accepted") this.#pending.set(entry.id, { ...entry, attempt: 0, dueAt: 0 });
    else {
      const known = this.#pending.get(entry.id);
      if (known !== undefined) this.#pending.set(entry.id, { ...known, attempt: entry.attempt, dueAt: entry.dueAt });
    }
  }

  #fire(now: number): void {
    for (const pending of this.#pending.values()) {
      const { id, name, dueAt } = pending;
      if (dueAt > now || this.#running.has(id) || !this.#options.knows(name)) continue;
      this.#running.add(id);
      void this.#attempt(pending).finally(() => this.#running.delete(id));
    }
  }

  async #attempt({ id, name, payload, attempt }: Pending): Promise<void> {
    const failed = await this.#options.run(name, { requestId: id, payload }).then(
      ({ functionError }) => functionError !== undefined,
      () => true,
    );
    const wait = REPEATS_AFTER[attempt];
    if (failed && wait === undefined) this.#options.log(`${name}: asynchronous invocation ${id} failed three times.`);
    const entry: Entry =
      failed && wait !== undefined
        ? { kind: "again", id, attempt: attempt + 1, dueAt: this.#options.clock.now() + wait }
        : { kind: "done", id };
    this.#record(entry);
  }

  /** What ends after the log was closed counts as not done: it runs again at the next start. */
  #record(entry: Entry): void {
    if (this.#stopped) return;
    this.#log.append(entry);
    this.#replay(entry);
  }
}

const entriesOf = ({ id, name, payload, attempt, dueAt }: Pending): Entry[] => [
  { kind: "accepted", id, name, payload },
  ...(attempt > 0 ? [{ kind: "again", id, attempt, dueAt } as const] : []),
];
