import type { MovableClock } from "../../shared/clock.ts";

const FIRST = 100;
const LONGEST = 60_000;

/** Waits longer after each failure (0.1 s, doubled up to a minute) on the platform's clock, or until it is stopped. */
export class Patience {
  readonly #clock: MovableClock;
  readonly #giveUp = new Set<() => void>();
  #stopped = false;

  constructor(clock: MovableClock) {
    this.#clock = clock;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Resolves when the wait after this many failures is over. */
  async after(failures: number): Promise<void> {
    if (this.#stopped) return;
    const due = this.#clock.now() + Math.min(LONGEST, FIRST * 2 ** (failures - 1));
    await new Promise<void>((resolve) => {
      const end = () => {
        unwatch();
        this.#giveUp.delete(end);
        resolve();
      };
      const unwatch = this.#clock.watch((now) => {
        if (now >= due) end();
      });
      this.#giveUp.add(end);
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#giveUp) end();
  }
}
