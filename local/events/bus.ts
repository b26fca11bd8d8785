import { randomUUID } from "node:crypto";
import type { MovableClock } from "../shared/clock.ts";
import type { Courier } from "./courier.ts";
import { eventPattern } from "./pattern.ts";
import { dueBetween, MOST_MISSED, type Schedule, schedule } from "./schedule.ts";
import type { BusEvent, Delivery, Rule } from "./shapes.ts";
import { DEFAULT_BUS, type EventStore } from "./store.ts";

export type BusOptions = {
  readonly store: EventStore;
  readonly clock: MovableClock;
  readonly courier: Courier;
  readonly say: (line: string) => void;
  /** `arn:aws-cn:events:cn-north-1:000000000000` */
  readonly prefix: string;
};

/** How many events a bus remembers for `heard`. */
const MEMORY = 10_000;

const seconds = (instant: number): string => new Date(instant).toISOString().replace(/\.\d+Z$/, "Z");

/** Matches events with rules and schedules with the clock; both become deliveries. */
export class Buses {
  readonly #options: BusOptions;
  readonly #patterns = new Map<string, (event: BusEvent) => boolean>();
  readonly #schedules = new Map<string, Schedule>();
  /** Per rule the moment it was last asked about and what came out: the clock ticks far more often than rules do. */
  readonly #next = new Map<string, { readonly after: number; readonly due: number | undefined }>();
  readonly #heard = new Map<string, BusEvent[]>();
  readonly #unwatch: () => void;

  constructor(options: BusOptions) {
    this.#options = options;
    this.#unwatch = options.clock.watch((now) => {
      this.#fire(now);
      options.courier.pump();
    });
  }

  arnOfRule({ bus, name }: Pick<Rule, "bus" | "name">): string {
    return `${this.#options.prefix}:rule/${bus === DEFAULT_BUS ? "" : `${bus}/`}${name}`;
  }

  /** Makes an event of what a caller said; account and region come from here, like the id. */
  event(said: Pick<BusEvent, "source" | "detail-type" | "detail" | "resources"> & { readonly at: number }): BusEvent {
    const [, , , region = "", account = ""] = this.#options.prefix.split(":");
    const { at, source, detail, resources } = said;
    const time = seconds(at);
    const rest = { source, account, time, region, resources, detail };
    return { version: "0", id: randomUUID(), "detail-type": said["detail-type"], ...rest };
  }

  /** Takes events into the log, addressed to the targets of all rules they match, and sets them on their way. */
  accept(bus: string, events: readonly BusEvent[]): void {
    const { store, courier } = this.#options;
    const rules = store.rules(bus).filter(({ enabled, pattern }) => enabled && pattern !== undefined);
    store.accept(
      events.flatMap((event) =>
        rules.filter((rule) => this.#matches(rule, event)).flatMap((it) => this.#to(it, event)),
      ),
    );
    const heard = this.#heard.get(bus) ?? [];
    heard.push(...events);
    if (heard.length > MEMORY) heard.splice(0, heard.length - MEMORY);
    this.#heard.set(bus, heard);
    courier.pump();
  }

  heard(bus: string): readonly BusEvent[] {
    return this.#heard.get(bus) ?? [];
  }

  close(): void {
    this.#unwatch();
  }

  #matches({ pattern = "" }: Rule, event: BusEvent): boolean {
    const test = this.#patterns.get(pattern) ?? eventPattern(pattern);
    this.#patterns.set(pattern, test);
    return test(event);
  }

  #to(rule: Rule, event: BusEvent): Delivery[] {
    const now = this.#options.clock.now();
    return rule.targets.map((target) => {
      const [id, attempts] = [randomUUID(), 0];
      return { id, rule: this.arnOfRule(rule), target, event, acceptedAt: now, attempts, nextAt: now };
    });
  }

  /** Fires every rule once for each moment that has come; after a long jump only for the last ones, and says so. */
  #fire(now: number): void {
    const { store, say } = this.#options;
    for (const rule of store.rules(DEFAULT_BUS)) {
      if (!rule.enabled || rule.schedule === undefined) continue;
      const when = this.#schedules.get(rule.schedule) ?? schedule(rule.schedule);
      this.#schedules.set(rule.schedule, when);
      const next = this.#nextOf(rule, rule.schedule, when);
      if (next === undefined || next > now) continue;
      const { moments, leftOut } = dueBetween(when, rule.firedUpTo, now);
      const resources = [this.arnOfRule(rule)];
      const about = { source: "aws.events", "detail-type": "Scheduled Event", detail: {}, resources };
      const deliveries = moments.flatMap((at) => this.#to(rule, this.event({ ...about, at })));
      store.accept(deliveries, { ...rule, firedUpTo: moments.at(-1) ?? now });
      if (leftOut > 0)
        say(
          `Rule ${rule.name} was due ${leftOut + moments.length} times in this jump; the last ${MOST_MISSED} are played.`,
        );
    }
  }

  #nextOf({ name, firedUpTo }: Rule, expression: string, when: Schedule): number | undefined {
    const key = `${name} ${expression}`;
    const known = this.#next.get(key);
    if (known?.after === firedUpTo) return known.due;
    const due = when.next(firedUpTo);
    this.#next.set(key, { after: firedUpTo, due });
    return due;
  }
}
