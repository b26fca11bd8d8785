import { join } from "node:path";
import * as z from "zod";
import { DurableLog } from "../shared/durable.ts";
import { Delivery } from "./shapes.ts";

const Entry = z.discriminatedUnion("kind", [
  /** A scheduled rule has been dealt with up to this moment. */
  z.strictObject({ kind: z.literal("fired"), rule: z.string(), upTo: z.number() }),
  z.strictObject({ kind: z.literal("delivery"), delivery: Delivery }),
  z.strictObject({ kind: z.literal("retry"), id: z.uuid(), attempts: z.int(), nextAt: z.number() }),
  z.strictObject({ kind: z.literal("done"), id: z.uuid() }),
]);
type Entry = z.infer<typeof Entry>;

/** The log is written anew once it has this many entries more than there is left to know. */
const SLACK = 20_000;

/** What is on its way and how far schedules have come, in memory and in one log. Rules come from the templates. */
export class EventStore {
  readonly #log: DurableLog<Entry>;
  readonly #firedUpTo = new Map<string, number>();
  readonly #pending = new Map<string, Delivery>();
  #written = 0;

  constructor(folder: string) {
    this.#log = new DurableLog(join(folder, "events.jsonl"));
    for (const entry of this.#log.entries((line) => Entry.parse(line))) this.#apply(entry);
    this.#compact();
  }

  firedUpTo(rule: string): number | undefined {
    return this.#firedUpTo.get(rule);
  }

  /** Takes deliveries into the log. */
  accept(deliveries: readonly Delivery[]): void {
    this.#write(...deliveries.map((delivery) => ({ kind: "delivery", delivery }) as const));
  }

  /** Notes how far a schedule has come, in one step with what it sends. */
  fired(rule: string, upTo: number, deliveries: readonly Delivery[] = []): void {
    this.#write(
      { kind: "fired", rule, upTo },
      ...deliveries.map((it) => ({ kind: "delivery", delivery: it }) as const),
    );
  }

  retry({ id, attempts }: Delivery, nextAt: number): void {
    this.#write({ kind: "retry", id, attempts: attempts + 1, nextAt });
  }

  done({ id }: Delivery): void {
    this.#write({ kind: "done", id });
  }

  pending(): Delivery[] {
    return [...this.#pending.values()];
  }

  close(): void {
    this.#log.close();
  }

  #write(...entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#log.append(...entries);
    for (const entry of entries) this.#apply(entry);
    this.#written += entries.length;
    if (this.#written > SLACK + this.#pending.size) this.#compact();
  }

  #apply(entry: Entry): void {
    if (entry.kind === "fired") this.#firedUpTo.set(entry.rule, entry.upTo);
    if (entry.kind === "delivery") this.#pending.set(entry.delivery.id, entry.delivery);
    if (entry.kind === "done") this.#pending.delete(entry.id);
    if (entry.kind !== "retry") return;
    const known = this.#pending.get(entry.id);
    if (known !== undefined) this.#pending.set(entry.id, { ...known, attempts: entry.attempts, nextAt: entry.nextAt });
  }

  #compact(): void {
    this.#log.compact([
      ...[...this.#firedUpTo].map(([rule, upTo]) => ({ kind: "fired", rule, upTo }) as const),
      ...this.pending().map((delivery) => ({ kind: "delivery", delivery }) as const),
    ]);
    this.#written = 0;
  }
}
