import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault } from "../shared/fault.ts";
import { advance, dueAt, expire, nextReady } from "./advance.ts";
import { Draft } from "./draft.ts";
import { StateFailure } from "./failure.ts";
import { type Answer, answered, failExecution, timeOutExecution } from "./outside.ts";
import { Serial } from "./serial.ts";
import type { Entry, Execution, Frame, Revision, World } from "./world.ts";

/** Where entries are kept before they take effect. */
export type Journal = { append(...entries: readonly Entry[]): void };

/** Invokes a Lambda function as the role of the machine; rejects with an error named after the function's error. */
export type Invoke = (functionNameOrArn: string, payload: unknown, roleOfMachine: string) => Promise<unknown>;

type Parts = {
  readonly world: World;
  readonly journal: Journal;
  readonly clock: MovableClock;
  readonly invoke: Invoke;
};

/**
 * Drives the executions. Each step is worked out on a draft, written to the journal, and only then takes effect:
 * functions are invoked and callers answered after the entry is on disk. Steps of one execution never overlap.
 */
export class Engine {
  readonly world: World;
  readonly #parts: Parts;
  readonly #serial = new Serial();
  readonly #unwatch: () => void;
  /** Executions being driven, and whether something happened since that has to be looked at again. */
  readonly #driven = new Map<string, boolean>();
  readonly #nextDue = new Map<string, number>();
  readonly #attempts = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.world = parts.world;
    this.#unwatch = parts.clock.watch((now) => this.#look(now));
  }

  get now(): number {
    return this.#parts.clock.now();
  }

  /** Writes entries that belong to no running step, and lets them take effect. */
  write(...entries: readonly Entry[]): void {
    if (this.#closed) throw new ServiceFault("ServiceUnavailable", "The service is closing.", 503);
    this.#parts.journal.append(...entries);
    for (const entry of entries) this.world.apply(entry);
  }

  /** Goes on with every execution that has not ended: after a start, and after a restart. */
  resume(): void {
    for (const execution of this.world.executions.values()) if (execution.closing === undefined) this.follow(execution);
  }

  /** Goes on with an execution just written. */
  follow(execution: Execution): void {
    this.#invokeAll(execution, Object.values(execution.frames));
    this.#plan(execution);
    this.#drive(execution.arn);
  }

  /** Changes a running execution in one step; gives back whether anything changed. */
  change(arn: string, work: (draft: Draft, revision: Revision) => Promise<void> | void): Promise<boolean> {
    return this.#serial.run(arn, async () => {
      const execution = this.world.executions.get(arn);
      if (execution === undefined || execution.closing !== undefined || this.#closed) return false;
      const draft = new Draft(execution, this.now);
      await work(draft, this.revisionOf(execution));
      const step = draft.step();
      // A new execution of the same name may have begun, or this one may have been deleted, while it was worked out.
      if (step === undefined || this.#closed || this.world.executions.get(arn) !== execution) return false;
      this.write(step);
      this.#invokeAll(execution, step.put);
      this.#plan(execution);
      this.#drive(arn);
      return true;
    });
  }

  revisionOf(execution: Execution): Revision {
    const revision = this.world.revisions.get(execution.revision);
    if (revision === undefined) throw new StateFailure("States.Runtime", "The definition is lost.");
    return revision;
  }

  /** Resolves once nothing goes on without time passing or somebody coming: no step is ready, no function runs. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Stops driving; what is under way in functions is left to the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unwatch();
    await this.#serial.idle();
  }

  #look(now: number): void {
    for (const [arn, due] of this.#nextDue) if (due <= now) this.#drive(arn);
  }

  #plan(execution: Execution): void {
    if (execution.closing !== undefined) this.#nextDue.delete(execution.arn);
    else this.#nextDue.set(execution.arn, Math.min(execution.deadline, ...Object.values(execution.frames).map(dueAt)));
  }

  #drive(arn: string): void {
    if (this.#closed) return;
    const running = this.#driven.has(arn);
    this.#driven.set(arn, true);
    if (!running) this.#track(this.#steps(arn));
  }

  async #steps(arn: string): Promise<void> {
    while (this.#driven.get(arn) === true && !this.#closed) {
      this.#driven.set(arn, false);
      try {
        if (await this.change(arn, step)) this.#driven.set(arn, true);
      } catch (fault) {
        await this.change(arn, (draft) => failExecution(draft, "States.Runtime", String(fault)));
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#driven.delete(arn);
  }

  #invokeAll(execution: Execution, frames: readonly Frame[]): void {
    if (execution.closing !== undefined) return;
    for (const { id, phase } of frames) {
      if (phase.at !== "task" || phase.submitted || this.#attempts.has(phase.attempt)) continue;
      this.#attempts.add(phase.attempt);
      const { roleArn } = this.revisionOf(execution);
      this.#track(this.#invoke(execution.arn, id, phase, roleArn));
    }
  }

  async #invoke(arn: string, id: string, phase: Extract<Frame["phase"], { at: "task" }>, role: string): Promise<void> {
    let answer: Answer;
    try {
      answer = { payload: await this.#parts.invoke(phase.functionName, phase.payload, role) };
    } catch (fault) {
      answer = { fault };
    }
    this.#attempts.delete(phase.attempt);
    await this.change(arn, (draft, revision) => answered(draft, revision, { id, attempt: phase.attempt }, answer));
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }
}

/** The one next step of an execution: of a frame that is ready, or else what has come due first. */
const step = async (draft: Draft, revision: Revision): Promise<void> => {
  const ready = nextReady(draft.frames);
  if (ready !== undefined) return advance(draft, revision, ready);
  const frame = [...draft.frames].sort((one, other) => dueAt(one) - dueAt(other))[0];
  const due = frame === undefined ? Number.POSITIVE_INFINITY : dueAt(frame);
  if (draft.execution.deadline <= Math.min(due, draft.now)) return timeOutExecution(draft);
  if (frame !== undefined && due <= draft.now) expire(draft, revision, frame);
};
