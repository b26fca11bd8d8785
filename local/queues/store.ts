import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import type { MovableClock } from "../shared/clock.ts";
import { DurableLog } from "../shared/durable.ts";
import { ServiceFault } from "../shared/fault.ts";
import { Message } from "./message.ts";
import { Queue, QueueFacts } from "./queue.ts";

const Entry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("queue"), facts: QueueFacts }),
  z.strictObject({ kind: z.literal("message"), queue: z.string(), message: Message }),
  z.strictObject({
    kind: z.literal("change"),
    queue: z.string(),
    id: z.uuid(),
    change: z.strictObject({
      visibleAt: z.number(),
      receiveCount: z.int(),
      firstReceivedAt: z.number(),
      receipt: z.string(),
    }),
  }),
  z.strictObject({ kind: z.literal("gone"), queue: z.string(), ids: z.array(z.uuid()) }),
]);
type Entry = z.infer<typeof Entry>;

/** The log is written anew once it has this many entries more than there is left to know. */
const SLACK = 20_000;

/** All queues and their messages, in memory and in one log; every change is on disk before it is answered. */
export class QueueStore {
  readonly #log: DurableLog<Entry>;
  readonly #clock: MovableClock;
  readonly #queues = new Map<string, Queue>();
  readonly #watchers = new Set<(queue: Queue) => void>();
  readonly #unwatch: () => void;
  #written = 0;

  constructor(folder: string, clock: MovableClock) {
    this.#clock = clock;
    this.#log = new DurableLog(join(folder, "queues.jsonl"));
    for (const entry of this.#log.entries((line) => Entry.parse(line))) this.#apply(entry);
    this.#compact();
    this.#unwatch = clock.watch((now) => this.#tick(now));
  }

  queues(): Queue[] {
    return [...this.#queues.values()];
  }

  named(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  save(facts: QueueFacts): void {
    this.#write({ kind: "queue", facts });
  }

  /** Puts messages into a queue; whoever waits for it is told. */
  add(queue: Queue, message: Message): void {
    this.#write({ kind: "message", queue: queue.facts.name, message });
    this.#told(queue);
  }

  remove({ facts: { name } }: Queue, ids: readonly string[]): void {
    if (ids.length > 0) this.#write({ kind: "gone", queue: name, ids: [...ids] });
  }

  /** Moves messages from queue to queue in one step of the log. */
  move(from: Queue, moves: readonly { readonly id: string; readonly to: Queue; readonly as: Message }[]): void {
    this.#write(
      ...moves.flatMap(({ id, to, as }): Entry[] => [
        { kind: "gone", queue: from.facts.name, ids: [id] },
        { kind: "message", queue: to.facts.name, message: as },
      ]),
    );
    for (const to of new Set(moves.map((move) => move.to))) this.#told(to);
  }

  /** Takes up to `most` messages and hides them; one received too often goes to the dead letters instead. */
  take(queue: Queue, most: number): Message[] {
    const now = this.#clock.now();
    this.settle(queue);
    const taken: Message[] = [];
    const { redrive, name, visibilityTimeout } = queue.facts;
    const dead = redrive && this.named(redrive.deadLetterArn.slice(redrive.deadLetterArn.lastIndexOf(":") + 1));
    for (let round = queue.first(most); round.length > 0; round = queue.first(most - taken.length)) {
      for (const next of round) {
        if (dead !== undefined && redrive !== undefined && next.receiveCount >= redrive.maxReceiveCount) {
          const { receipt: _, ...rest } = next;
          this.move(queue, [{ id: next.id, to: dead, as: { ...rest, visibleAt: now, deadLetterOf: name } }]);
          continue;
        }
        const change = {
          visibleAt: now + visibilityTimeout * 1000,
          receiveCount: next.receiveCount + 1,
          firstReceivedAt: next.firstReceivedAt ?? now,
          receipt: randomUUID(),
        };
        this.#write({ kind: "change", queue: name, id: next.id, change });
        taken.push({ ...next, ...change });
      }
    }
    return taken;
  }

  /** Calls back whenever a queue may hold a message that can be taken. Returns the way out. */
  watch(changed: (queue: Queue) => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  /** Brings a queue to the present: hidden messages shown, old ones dropped. */
  settle(queue: Queue): void {
    const now = this.#clock.now();
    this.remove(queue, queue.expired(now));
    queue.reveal(now);
  }

  close(): void {
    this.#unwatch();
    this.#watchers.clear();
    this.#log.close();
  }

  #tick(now: number): void {
    for (const queue of this.#queues.values()) if (queue.reveal(now)) this.#told(queue);
  }

  #told(queue: Queue): void {
    for (const changed of this.#watchers) changed(queue);
  }

  #write(...entries: readonly Entry[]): void {
    this.#log.append(...entries);
    for (const entry of entries) this.#apply(entry);
    this.#written += entries.length;
    if (this.#written > SLACK + this.queues().reduce((sum, queue) => sum + queue.size, 0)) this.#compact();
  }

  #apply(entry: Entry): void {
    const now = this.#clock.now();
    if (entry.kind === "queue") {
      const known = this.#queues.get(entry.facts.name);
      if (known === undefined) this.#queues.set(entry.facts.name, new Queue(entry.facts));
      else known.facts = entry.facts;
      return;
    }
    const queue = this.#queues.get(entry.queue);
    if (queue === undefined) throw new ServiceFault("InternalFailure", `The log names no queue ${entry.queue}.`, 500);
    if (entry.kind === "message") queue.put(entry.message, now);
    if (entry.kind === "gone") for (const id of entry.ids) queue.drop(id);
    if (entry.kind !== "change") return;
    const message = queue.find(entry.id);
    if (message !== undefined) queue.put({ ...message, ...entry.change }, now);
  }

  #compact(): void {
    const entries: Entry[] = this.queues().flatMap((queue) => [
      { kind: "queue", facts: queue.facts } as const,
      ...queue.messages().map((message) => ({ kind: "message", queue: queue.facts.name, message }) as const),
    ]);
    this.#log.compact(entries);
    this.#written = 0;
  }
}
