import type { Closing, Execution, Frame, HistoryEvent, Phase, Step } from "./world.ts";

/** The most events an execution may have; one more and it fails. */
const LONGEST_HISTORY = 25_000;

/**
 * What one step is going to change in an execution. It reads like the execution with the changes made, and becomes
 * one entry of the log; nothing has happened before that entry is written.
 */
export class Draft {
  readonly now: number;
  readonly execution: Execution;
  readonly #frames: Map<string, Frame>;
  readonly #put = new Set<string>();
  readonly #drop = new Set<string>();
  readonly #events: HistoryEvent[] = [];
  readonly #tokens: string[] = [];
  #transitions = 0;
  #closing: Closing | undefined;

  constructor(execution: Execution, now: number) {
    this.execution = execution;
    this.now = now;
    this.#frames = new Map(Object.entries(execution.frames));
  }

  get frames(): Iterable<Frame> {
    return this.#frames.values();
  }

  frame(id: string): Frame | undefined {
    return this.#frames.get(id);
  }

  put(frame: Frame): Frame {
    this.#frames.set(frame.id, frame);
    this.#put.add(frame.id);
    this.#drop.delete(frame.id);
    return frame;
  }

  /** Puts the frame with another phase, keeping what this draft has made of it so far. */
  turn(frame: Frame, phase: Phase): Frame {
    return this.put({ ...(this.#frames.get(frame.id) ?? frame), phase });
  }

  drop(id: string): void {
    this.#frames.delete(id);
    this.#put.delete(id);
    this.#drop.add(id);
  }

  /** The frames below a Parallel or Map state end with it. */
  dropBelow(parent: string): void {
    for (const id of [...this.#frames.keys()]) if (id.startsWith(`${parent}/`)) this.drop(id);
  }

  /** Adds to the history what happened in a frame, linked to what happened there before. */
  event(frame: Frame, type: string, details: HistoryEvent["details"] = {}): void {
    const current = this.#frames.get(frame.id) ?? frame;
    const id = this.#add(type, current.lastEvent, details);
    this.put({ ...current, lastEvent: id });
  }

  token(token: string): void {
    this.#tokens.push(token);
  }

  /** One more billable transition: a state entered, or retried. */
  transition(): void {
    this.#transitions += 1;
  }

  close(closing: Omit<Closing, "at">, type: string, details: HistoryEvent["details"]): void {
    const last = this.execution.history.length + this.#events.length;
    this.#add(type, last, details);
    this.#closing = { ...closing, at: this.now };
  }

  /** The entry of the log, or nothing if nothing changed. An execution that has grown too long ends here. */
  step(): Step | undefined {
    if (this.#put.size + this.#drop.size + this.#events.length === 0 && this.#closing === undefined) return undefined;
    const room = LONGEST_HISTORY - this.execution.history.length;
    if (this.#events.length >= room && this.#closing === undefined) return this.#tooLong(room);
    return {
      kind: "step",
      arn: this.execution.arn,
      put: this.#closing === undefined ? [...this.#frames.values()].filter(({ id }) => this.#put.has(id)) : [],
      drop: [...this.#drop],
      events: this.#events,
      tokens: this.#tokens,
      transitions: this.#transitions,
      ...(this.#closing === undefined ? {} : { closing: this.#closing }),
    };
  }

  #add(type: string, previousEventId: number, details: HistoryEvent["details"]): number {
    const id = this.execution.history.length + this.#events.length + 1;
    this.#events.push({ id, previousEventId, timestamp: this.now, type, details });
    return id;
  }

  #tooLong(room: number): Step | undefined {
    const failure = {
      error: "States.Runtime",
      cause: `The execution reached the maximum number of history events (${LONGEST_HISTORY}).`,
    };
    this.#events.length = Math.max(0, room - 1);
    this.close({ status: "FAILED", ...failure }, "ExecutionFailed", { executionFailedEventDetails: failure });
    return this.step();
  }
}
