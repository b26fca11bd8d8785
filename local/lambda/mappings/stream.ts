import { randomUUID } from "node:crypto";
import type { Caller } from "../../shared/caller.ts";
import type { MovableClock } from "../../shared/clock.ts";
import type { Answer } from "../start.ts";
import { notDone } from "./answers.ts";
import { Patience } from "./patience.ts";
import type { Mapping, QueueSource, StreamRecord, StreamSource } from "./ports.ts";
import type { Positions } from "./positions.ts";

/** What a running mapping needs. */
export type MappingOptions = {
  readonly mapping: Mapping;
  readonly functionArn: string;
  readonly clock: MovableClock;
  readonly caller: Caller;
  readonly queues: QueueSource;
  readonly run: (payload: unknown) => Promise<Answer>;
  readonly log: (line: string) => void;
};
type StreamOptions = MappingOptions & { readonly streams: StreamSource; readonly positions: Positions };

const FAULT: Answer = { payload: null, functionError: "Unhandled" };
type Reason = "RetryAttemptsExhausted" | "MaximumRecordAgeExceeded";

/** Feeds a table's changes to a function in their order: nothing overtakes a batch that fails. */
export class StreamMapping {
  readonly #options: StreamOptions;
  readonly #patience: Patience;
  #awake = false;
  #again = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#patience = new Patience(options.clock);
  }

  /** Whether records are being handled or may be waiting. */
  get busy(): boolean {
    return this.#awake;
  }

  /** Where a new mapping begins: at the oldest record or after the newest. */
  async begin(): Promise<void> {
    const { mapping, streams, positions } = this.#options;
    if (positions.of(mapping.id) !== undefined || mapping.startingPosition === "TRIM_HORIZON") return;
    const latest = await streams.latest(mapping.sourceArn);
    if (latest !== undefined) positions.move(mapping.id, latest);
  }

  /** There may be something new. */
  wake(): void {
    this.#again = true;
    if (this.#awake || this.#patience.stopped) return;
    this.#awake = true;
    this.#ended = this.#drain().finally(() => {
      this.#awake = false;
      if (this.#again) this.wake();
    });
  }

  async stop(): Promise<void> {
    this.#patience.stop();
    await this.#ended;
  }

  async #drain(): Promise<void> {
    const { mapping, streams, positions, log } = this.#options;
    for (let failures = 0; !this.#patience.stopped; ) {
      this.#again = false;
      try {
        const records = await streams.read(mapping.sourceArn, positions.of(mapping.id), mapping.batchSize);
        if (records.length === 0) return;
        await this.#handle(records);
        failures = 0;
      } catch (error) {
        failures += 1;
        log(`${mapping.functionName}: reading ${mapping.sourceArn} failed: ${String(error)}`);
        await this.#patience.after(failures);
      }
    }
  }

  /** Returns when every record is done or discarded, or the mapping was stopped. */
  async #handle(records: readonly StreamRecord[]): Promise<void> {
    const { mapping, clock } = this.#options;
    let batch = records;
    for (let failures = 0; batch.length > 0 && !this.#patience.stopped; ) {
      const oldest = clock.now() - (mapping.maximumAgeSeconds ?? Number.POSITIVE_INFINITY) * 1000;
      const young = batch.findIndex((record) => record.createdAt >= oldest);
      if (young !== 0) {
        const old = young === -1 ? batch : batch.slice(0, young);
        await this.#discard(old, "MaximumRecordAgeExceeded", failures, FAULT);
        batch = batch.slice(old.length);
        continue;
      }
      const { answer, done } = await this.#attempt(batch);
      await this.#move(batch[done - 1]);
      if (done === batch.length) return;
      failures = done === 0 ? failures + 1 : 1;
      batch = batch.slice(done);
      if (answer.functionError !== undefined && mapping.bisects && batch.length > 1) {
        await this.#patience.after(failures);
        const middle = Math.ceil(batch.length / 2);
        await this.#handle(batch.slice(0, middle));
        batch = batch.slice(middle);
        failures = 0;
      } else if (mapping.retries !== -1 && failures > mapping.retries) {
        await this.#discard(batch, "RetryAttemptsExhausted", failures, answer);
        return;
      } else await this.#patience.after(failures);
    }
  }

  /** Runs the function once; answers how many records from the front are done. */
  async #attempt(batch: readonly StreamRecord[]): Promise<{ answer: Answer; done: number }> {
    const { mapping, run } = this.#options;
    const answer = await run({ Records: batch.map(({ event }) => event) }).catch(() => FAULT);
    const names = batch.map((it) => it.sequenceNumber);
    const failed = notDone(answer, names, mapping.reportsItemFailures);
    const first = batch.findIndex((it) => failed.has(it.sequenceNumber));
    return { answer, done: first === -1 ? batch.length : first };
  }

  async #discard(batch: readonly StreamRecord[], condition: Reason, attempts: number, answer: Answer): Promise<void> {
    const { mapping, functionArn, clock, queues, caller, log } = this.#options;
    const [first, last] = [batch[0], batch.at(-1)];
    if (first === undefined || last === undefined) return;
    log(`${mapping.functionName}: ${batch.length} record(s) of ${mapping.sourceArn} discarded (${condition}).`);
    if (mapping.onFailure !== undefined) {
      const told = {
        requestContext: { requestId: randomUUID(), functionArn, condition, approximateInvokeCount: attempts },
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: answer.functionError ?? null },
        version: "1.0",
        timestamp: new Date(clock.now()).toISOString(),
        DDBStreamBatchInfo: {
          shardId: "shardId-00000000000000000000-local",
          startSequenceNumber: first.sequenceNumber,
          endSequenceNumber: last.sequenceNumber,
          approximateArrivalOfFirstRecord: new Date(first.createdAt).toISOString(),
          approximateArrivalOfLastRecord: new Date(last.createdAt).toISOString(),
          batchSize: batch.length,
          streamArn: mapping.sourceArn,
        },
      };
      await queues.send(mapping.onFailure, JSON.stringify(told), caller);
    }
    await this.#move(last);
  }

  async #move(record: StreamRecord | undefined): Promise<void> {
    if (record !== undefined) this.#options.positions.move(this.#options.mapping.id, await record.position());
  }
}
