/** How often the clock asks its listeners to look, in real milliseconds: due timers fire within this. */
const TICK = 50;

/**
 * The one clock of the local cloud. It runs at the speed of the real one and can be moved forward, so that
 * statutory days pass in seconds. Its offset lies in shared memory: worker threads that run Lambda functions
 * read the same time without asking.
 */
export class MovableClock {
  /** One signed 64-bit integer: milliseconds to add to the machine's clock. Handed to workers as it is. */
  readonly offset: BigInt64Array;
  readonly #watchers = new Set<(now: number) => void>();
  readonly #timer: NodeJS.Timeout;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.offset = new BigInt64Array(shared);
    this.#timer = setInterval(() => this.#tell(), TICK);
    this.#timer.unref();
  }

  /** Milliseconds since 1970 on the platform's clock. */
  now(): number {
    return Date.now() + Number(Atomics.load(this.offset, 0));
  }

  /** Moves the clock to this instant; watchers are told before it returns. Time never runs backwards. */
  moveTo(instant: number): void {
    if (instant < this.now()) throw new RangeError("The clock of the local cloud only moves forward.");
    Atomics.store(this.offset, 0, BigInt(Math.round(instant - Date.now())));
    this.#tell();
  }

  /** Calls back at every tick and every move; services use it to fire what has become due. Returns the way out. */
  watch(due: (now: number) => void): () => void {
    this.#watchers.add(due);
    return () => this.#watchers.delete(due);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#watchers.clear();
  }

  #tell(): void {
    const now = this.now();
    for (const due of this.#watchers) due(now);
  }
}
