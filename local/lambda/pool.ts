import { randomUUID } from "node:crypto";
import { FunctionCopy, type Invocation } from "./copy.ts";
import type { FunctionSettings, Invoked } from "./function.ts";
import type { FunctionLogs } from "./logs.ts";
import { type CallFault, type Meddler, meddle } from "./meddler.ts";

type PoolOptions = {
  readonly settings: FunctionSettings;
  readonly workerFile: string;
  readonly clock: BigInt64Array;
  readonly logs: FunctionLogs;
  /** Real milliseconds after which a copy without work ends. */
  readonly idle: number;
};

/** So many copies of one function run at once; further invocations wait for one to be free. */
const MOST_COPIES = 10;

type Resting = { readonly copy: FunctionCopy; readonly timer: NodeJS.Timeout };
type Ordered = { readonly faults: readonly CallFault[]; left: number };

/** The copies of one function: the first call starts one, concurrent calls start more, idle ones end. */
export class FunctionPool {
  readonly #options: PoolOptions;
  readonly #resting: Resting[] = [];
  readonly #copies = new Set<FunctionCopy>();
  readonly #waiting: (() => void)[] = [];
  readonly #ordered: Ordered[] = [];
  #running = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get settings(): FunctionSettings {
    return this.#options.settings;
  }

  /** Invocations under way or waiting for a copy. */
  get busy(): number {
    return this.#running + this.#waiting.length;
  }

  async invoke(invocation: Invocation): Promise<Invoked> {
    while (this.#running >= MOST_COPIES) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      const ordered = this.#ordered.shift();
      const run = ordered === undefined ? this.#run(invocation) : this.#runWithFault(invocation, ordered);
      return this.#note(await run);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** The next invocation meets these faults at its AWS calls. Answers whether all have happened yet. */
  order(...faults: readonly CallFault[]): () => boolean {
    const ordered: Ordered = { faults, left: faults.length };
    this.#ordered.push(ordered);
    return () => ordered.left === 0;
  }

  async stop(): Promise<void> {
    for (const { timer } of this.#resting.splice(0)) clearTimeout(timer);
    await Promise.all([...this.#copies].map((copy) => copy.kill()));
  }

  /** What a function threw stands in its log, as the runtime writes it. */
  #note(invoked: Invoked): Invoked {
    if (invoked.functionError === undefined) return invoked;
    const { name } = this.settings;
    const line = `{"level":"ERROR","message":"Invoke Error","requestId":"${invoked.requestId}","error":${invoked.payload}}`;
    this.#options.logs.write(name, `${name} errors`, `${line}\n`);
    return invoked;
  }

  async #run(invocation: Invocation): Promise<Invoked> {
    const copy = this.#rested() ?? this.#start(this.settings);
    const invoked = await copy.invoke(invocation);
    if (!copy.over) this.#rest(copy);
    return invoked;
  }

  /** A copy of its own, whose calls go through a meddler, so that no other invocation is touched. */
  async #runWithFault(invocation: Invocation, ordered: Ordered): Promise<Invoked> {
    const meddler: Meddler = await meddle(this.settings.endpoints, ordered.faults, {
      fired: () => {
        ordered.left -= 1;
      },
      kill: () => copy.kill(),
    });
    const copy = this.#start({ ...this.settings, endpoints: meddler.endpoints });
    const invoked = await copy.invoke(invocation);
    await copy.kill();
    await meddler.stop();
    return invoked;
  }

  #start(settings: FunctionSettings): FunctionCopy {
    const { workerFile, clock, logs } = this.#options;
    const id = randomUUID();
    const copy = new FunctionCopy({
      settings,
      workerFile,
      clock,
      wrote: (text) => logs.write(settings.name, id, text),
      ended: () => {
        logs.close(settings.name, id);
        this.#copies.delete(copy);
      },
    });
    this.#copies.add(copy);
    return copy;
  }

  #rested(): FunctionCopy | undefined {
    const last = this.#resting.pop();
    clearTimeout(last?.timer);
    return last === undefined || !last.copy.over ? last?.copy : this.#rested();
  }

  #rest(copy: FunctionCopy): void {
    const timer = setTimeout(() => {
      this.#resting.splice(
        this.#resting.findIndex((it) => it.copy === copy),
        1,
      );
      copy.kill().catch(() => undefined);
    }, this.#options.idle);
    timer.unref();
    this.#resting.push({ copy, timer });
  }
}
