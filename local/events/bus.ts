import { randomUUID } from "node:crypto";
import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import type { Courier } from "./courier.ts";
import { eventPattern } from "./pattern.ts";
import { rate } from "./rate.ts";
import type { BusEvent, Delivery, Rule } from "./shapes.ts";
import type { EventStore } from "./store.ts";

type BusOptions = {
  readonly store: EventStore;
  readonly clock: MovableClock;
  readonly courier: Courier;
  /** `arn:aws-cn:events:cn-north-1:000000000000` */
  readonly prefix: string;
};

export const DEFAULT_BUS = "default";

/** How many events a bus remembers for `heard`. */
const MEMORY = 10_000;

type Hearing = { readonly arn: string; readonly rule: Rule; readonly matches: (event: BusEvent) => boolean };
type Timed = { readonly arn: string; readonly rule: Rule; readonly period: number };

const seconds = (instant: number): string => new Date(instant).toISOString().replace(/\.\d+Z$/, "Z");

/** Matches events with rules and schedules with the clock; both become deliveries. */
export class Buses {
  readonly #options: BusOptions;
  readonly #heard = new Map<string, BusEvent[]>([[DEFAULT_BUS, []]]);
  readonly #hearing: Hearing[] = [];
  readonly #timed: Timed[] = [];
  readonly #unwatch: () => void;

  constructor(options: BusOptions) {
    this.#options = options;
    this.#unwatch = options.clock.watch((now) => {
      for (const timed of this.#timed) this.#fire(timed, now);
      options.courier.pump();
    });
  }

  declareBus(name: string): void {
    this.#heard.set(name, this.#heard.get(name) ?? []);
  }

  /** Puts a rule in place; what is not done here is refused by name. A new schedule counts from now. */
  declareRule(rule: Rule): void {
    for (const { arn } of rule.targets) {
      if (!/^arn:[^:]+:(sqs|lambda):/.test(arn)) throw unsupported("EventBridge", `targets like ${arn}`);
    }
    if (!this.has(rule.bus)) throw new ServiceFault("ResourceNotFoundException", `Event bus ${rule.bus} is not there.`);
    const arn = `${this.#options.prefix}:rule/${rule.bus === DEFAULT_BUS ? "" : `${rule.bus}/`}${rule.name}`;
    const matches = rule.pattern && eventPattern(rule.pattern);
    const period = rule.schedule === undefined ? undefined : rate(rule.schedule);
    if (period !== undefined && rule.bus !== DEFAULT_BUS)
      throw new ServiceFault("ValidationException", "A schedule is supported only on the default event bus.");
    if (!rule.enabled) return;
    if (matches !== undefined) this.#hearing.push({ arn, rule, matches });
    if (period === undefined) return;
    this.#timed.push({ arn, rule, period });
    const { store, clock } = this.#options;
    if (store.firedUpTo(arn) === undefined) store.fired(arn, clock.now());
  }

  has(bus: string): boolean {
    return this.#heard.has(bus);
  }

  /** Makes an event of what a caller said; account and region come from here, like the id. */
  event(said: Pick<BusEvent, "source" | "detail-type" | "detail" | "resources"> & { readonly at: number }): BusEvent {
    const [, , , region = "", account = ""] = this.#options.prefix.split(":");
    const { at, source, detail, resources } = said;
    const rest = { source, account, time: seconds(at), region, resources, detail };
    return { version: "0", id: randomUUID(), "detail-type": said["detail-type"], ...rest };
  }

  /** Takes events into the log, addressed to the targets of all rules they match, and sets them on their way. */
  accept(bus: string, events: readonly BusEvent[]): void {
    const { store, courier } = this.#options;
    const hearing = this.#hearing.filter(({ rule }) => rule.bus === bus);
    store.accept(events.flatMap((event) => hearing.flatMap((it) => (it.matches(event) ? this.#to(it, event) : []))));
    const heard = this.#heard.get(bus) ?? [];
    heard.push(...events);
    if (heard.length > MEMORY) heard.splice(0, heard.length - MEMORY);
    courier.pump();
  }

  heard(bus: string): readonly BusEvent[] {
    return this.#heard.get(bus) ?? [];
  }

  close(): void {
    this.#unwatch();
  }

  #to({ arn, rule }: Hearing | Timed, event: BusEvent): Delivery[] {
    const now = this.#options.clock.now();
    return rule.targets.map((target) => {
      const [id, attempts] = [randomUUID(), 0];
      return { id, rule: arn, target, event, acceptedAt: now, attempts, nextAt: now };
    });
  }

  /** A rule that a jump of the clock makes due many times is due once: its function would find nothing left to do. */
  #fire(timed: Timed, now: number): void {
    const { store } = this.#options;
    const { arn, period } = timed;
    const before = store.firedUpTo(arn) ?? now;
    const at = before + Math.floor((now - before) / period) * period;
    if (at <= before) return;
    const about = { source: "aws.events", "detail-type": "Scheduled Event", detail: {}, resources: [arn] };
    store.fired(arn, at, this.#to(timed, this.event({ ...about, at })));
  }
}
