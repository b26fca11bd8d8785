import { join } from "node:path";
import * as z from "zod";
import type { MovableClock } from "../shared/clock.ts";
import { DurableLog } from "../shared/durable.ts";
import { ServiceFault } from "../shared/fault.ts";
import { Bus, Delivery, Rule } from "./shapes.ts";

const Entry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bus"), bus: Bus }),
  z.strictObject({ kind: z.literal("bus-deleted"), name: z.string() }),
  z.strictObject({ kind: z.literal("rule"), rule: Rule }),
  z.strictObject({ kind: z.literal("rule-deleted"), bus: z.string(), name: z.string() }),
  z.strictObject({ kind: z.literal("delivery"), delivery: Delivery }),
  z.strictObject({ kind: z.literal("retry"), id: z.uuid(), attempts: z.int(), nextAt: z.number() }),
  z.strictObject({ kind: z.literal("done"), id: z.uuid() }),
]);
type Entry = z.infer<typeof Entry>;

/** The log is written anew once it has this many entries more than there is left to know. */
const SLACK = 20_000;

export const DEFAULT_BUS = "default";

const keyOf = ({ bus, name }: Pick<Rule, "bus" | "name">): string => `${bus}/${name}`;

/** Buses, rules and what is on its way, in memory and in one log. */
export class EventStore {
  readonly #log: DurableLog<Entry>;
  readonly #buses = new Map<string, Bus>();
  readonly #rules = new Map<string, Rule>();
  readonly #pending = new Map<string, Delivery>();
  #written = 0;

  constructor(folder: string, clock: MovableClock) {
    this.#buses.set(DEFAULT_BUS, { name: DEFAULT_BUS, createdAt: clock.now() });
    this.#log = new DurableLog(join(folder, "events.jsonl"));
    for (const entry of this.#log.entries((line) => Entry.parse(line))) this.#apply(entry);
    this.#compact();
  }

  buses(): Bus[] {
    return [...this.#buses.values()];
  }

  bus(name: string): Bus | undefined {
    return this.#buses.get(name);
  }

  saveBus(bus: Bus): void {
    this.#write({ kind: "bus", bus });
  }

  deleteBus(name: string): void {
    this.#write({ kind: "bus-deleted", name });
  }

  rules(bus?: string): Rule[] {
    return [...this.#rules.values()].filter((rule) => bus === undefined || rule.bus === bus);
  }

  rule(bus: string, name: string): Rule {
    const rule = this.#rules.get(keyOf({ bus, name }));
    if (rule !== undefined) return rule;
    throw new ServiceFault("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${bus}.`);
  }

  hasRule(bus: string, name: string): boolean {
    return this.#rules.has(keyOf({ bus, name }));
  }

  saveRule(rule: Rule): void {
    this.#write({ kind: "rule", rule });
  }

  deleteRule({ bus, name }: Rule): void {
    this.#write({ kind: "rule-deleted", bus, name });
  }

  /** Takes deliveries into the log in one step, together with how far a schedule has come if they come from one. */
  accept(deliveries: readonly Delivery[], fired?: Rule): void {
    const moved: Entry[] = fired === undefined ? [] : [{ kind: "rule", rule: fired }];
    this.#write(...moved, ...deliveries.map((delivery) => ({ kind: "delivery", delivery }) as const));
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
    if (entry.kind === "bus") this.#buses.set(entry.bus.name, entry.bus);
    if (entry.kind === "bus-deleted") this.#buses.delete(entry.name);
    if (entry.kind === "rule") this.#rules.set(keyOf(entry.rule), entry.rule);
    if (entry.kind === "rule-deleted") this.#rules.delete(keyOf(entry));
    if (entry.kind === "delivery") this.#pending.set(entry.delivery.id, entry.delivery);
    if (entry.kind === "done") this.#pending.delete(entry.id);
    if (entry.kind !== "retry") return;
    const known = this.#pending.get(entry.id);
    if (known !== undefined) this.#pending.set(entry.id, { ...known, attempts: entry.attempts, nextAt: entry.nextAt });
  }

  #compact(): void {
    this.#log.compact([
      ...this.buses().map((bus) => ({ kind: "bus", bus }) as const),
      ...this.rules().map((rule) => ({ kind: "rule", rule }) as const),
      ...this.pending().map((delivery) => ({ kind: "delivery", delivery }) as const),
    ]);
    this.#written = 0;
  }
}
