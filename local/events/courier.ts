import type { MovableClock } from "../shared/clock.ts";
import type { Delivery } from "./shapes.ts";
import type { EventStore } from "./store.ts";

/** How events leave the bus; a rejected promise is a failed attempt. */
export type Deliver = {
  lambda(functionArn: string, event: unknown): Promise<unknown>;
  queue(queueArn: string, body: string): Promise<void>;
};

type CourierOptions = {
  readonly store: EventStore;
  readonly clock: MovableClock;
  readonly deliver: Deliver;
  /** Told what nobody will get any more. */
  readonly say: (line: string) => void;
};

const AT_ONCE = 20;
const LONGEST_WAIT = 300_000;
const MOST_ATTEMPTS = 185;
const LONGEST_AGE = 86_400_000;

/** A target that is missing or closed stays so: EventBridge does not try it again either. */
const HOPELESS = new Set(["AccessDeniedException", "QueueDoesNotExist", "ResourceNotFoundException"]);

/** Carries deliveries to their targets: at least once, again after a failure, at last to the dead letters. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #running = new Map<string, Promise<void>>();
  #closed = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Starts what is due, so many at once. */
  pump(): void {
    if (this.#closed) return;
    for (const delivery of this.#due()) {
      if (this.#running.size >= AT_ONCE) return;
      const run = this.#carry(delivery).finally(() => {
        this.#running.delete(delivery.id);
        this.pump();
      });
      this.#running.set(delivery.id, run);
    }
  }

  /** Resolves when nothing is under way and nothing is due at this moment. */
  async settled(): Promise<void> {
    this.pump();
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  close(): void {
    this.#closed = true;
  }

  #due(): Delivery[] {
    const now = this.#options.clock.now();
    return this.#options.store.pending().filter(({ id, nextAt }) => nextAt <= now && !this.#running.has(id));
  }

  async #carry(delivery: Delivery): Promise<void> {
    const { store, clock } = this.#options;
    try {
      await this.#hand(delivery);
    } catch (error) {
      if (this.#closed) return;
      const age = clock.now() - delivery.acceptedAt;
      const hopeless = error instanceof Error && HOPELESS.has(error.name);
      if (!hopeless && delivery.attempts < MOST_ATTEMPTS && age < LONGEST_AGE)
        return store.retry(delivery, clock.now() + Math.min(1000 * 2 ** delivery.attempts, LONGEST_WAIT));
      await this.#bury(delivery, error);
    }
    if (!this.#closed) store.done(delivery);
  }

  async #hand({ target: { arn }, event }: Delivery): Promise<void> {
    const { deliver } = this.#options;
    if (arn.split(":")[2] === "sqs") await deliver.queue(arn, JSON.stringify(event));
    else await deliver.lambda(arn, event);
  }

  async #bury({ event, rule, target }: Delivery, error: unknown): Promise<void> {
    const why = error instanceof Error ? error.message : String(error);
    const what = `Event ${event.id} (${event["detail-type"]}) of rule ${rule} did not reach ${target.arn}: ${why}`;
    const { deadLetters } = target;
    if (deadLetters === undefined) return this.#options.say(`${what} It is lost: the target has no dead-letter queue.`);
    await this.#options.deliver.queue(deadLetters, JSON.stringify(event)).then(
      () => this.#options.say(`${what} It lies in ${deadLetters}.`),
      () => this.#options.say(`${what} It is lost: ${deadLetters} cannot be reached either.`),
    );
  }
}
