import { notDone } from "./answers.ts";
import { Patience } from "./patience.ts";
import type { QueueRecord } from "./ports.ts";
import type { MappingOptions } from "./stream.ts";

/** Feeds a queue's messages to a function; what it has done is deleted, the rest becomes visible again in its time. */
export class QueueMapping {
  readonly #options: MappingOptions;
  readonly #patience: Patience;
  readonly #takers = new Set<Promise<void>>();
  #again = false;

  constructor(options: MappingOptions) {
    this.#options = options;
    this.#patience = new Patience(options.clock);
  }

  get busy(): boolean {
    return this.#takers.size > 0;
  }

  /** There may be a visible message. */
  wake(): void {
    this.#again = true;
    if (this.#patience.stopped || this.#takers.size >= this.#options.mapping.concurrency) return;
    const taker = this.#drain().finally(() => {
      this.#takers.delete(taker);
      if (this.#again && this.#takers.size === 0) this.wake();
    });
    this.#takers.add(taker);
  }

  async stop(): Promise<void> {
    this.#patience.stop();
    await Promise.all(this.#takers);
  }

  async #drain(): Promise<void> {
    const { mapping, queues, caller, log } = this.#options;
    for (let failures = 0; !this.#patience.stopped; ) {
      this.#again = false;
      try {
        const messages = await queues.receive(mapping.sourceArn, mapping.batchSize, caller);
        if (messages.length === 0) return;
        await this.#handle(messages);
        failures = 0;
      } catch (error) {
        failures += 1;
        log(`${mapping.functionName}: taking from ${mapping.sourceArn} failed: ${String(error)}`);
        await this.#patience.after(failures);
      }
    }
  }

  async #handle(messages: readonly QueueRecord[]): Promise<void> {
    const { mapping, queues, caller, run } = this.#options;
    const names = messages.map((it) => it.messageId);
    const failed = await run({ Records: messages.map(({ event }) => event) }).then(
      (answer) => notDone(answer, names, mapping.reportsItemFailures),
      () => new Set(names),
    );
    const done = messages.filter(({ messageId }) => !failed.has(messageId)).map((it) => it.receiptHandle);
    if (done.length > 0) await queues.remove(mapping.sourceArn, done, caller);
  }
}
