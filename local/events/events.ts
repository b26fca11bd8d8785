import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { Faults, serveJsonWithFaults } from "../shared/faults.ts";
import { Buses } from "./bus.ts";
import { Courier, type Deliver } from "./courier.ts";
import { putOperations } from "./put.ts";
import type { BusEvent, Rule } from "./shapes.ts";
import { EventStore } from "./store.ts";

type EventsOptions = {
  readonly folder: string;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly deliver: Deliver;
  /** Told what was lost. */
  readonly say?: (line: string) => void;
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
};

export type Events = {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** Puts in place what the templates have; `default` is always there. */
  declareBus(name: string): void;
  declareRule(rule: Rule): void;
  /** What was put on a bus since the start, oldest first; at most the last 10,000. */
  heard(busName: string): readonly BusEvent[];
  /** Resolves when nothing is under way and nothing is due at this moment. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/** Starts EventBridge on one machine; buses, rules and what is on its way lie in `folder`. */
export const startEvents = async ({
  folder,
  clock,
  authorise,
  callerOf,
  deliver,
  say = () => undefined,
  partition = "aws-cn",
  region = "cn-north-1",
  account = "000000000000",
}: EventsOptions): Promise<Events> => {
  const prefix = `arn:${partition}:events:${region}:${account}`;
  const store = new EventStore(folder);
  const courier = new Courier({ store, clock, deliver, say });
  const buses = new Buses({ store, clock, courier, prefix });
  const operations = putOperations({ buses, clock, authorise, callerOf, prefix });
  const faults = new Faults();
  const listening = await serveJsonWithFaults({ service: "EventBridge", operations, faults });
  return {
    url: listening.url,
    port: listening.port,
    faults,
    declareBus: (name) => buses.declareBus(name),
    declareRule: (rule) => buses.declareRule(rule),
    heard: (busName) => buses.heard(busName),
    settled: () => courier.settled(),
    close: async () => {
      buses.close();
      courier.close();
      await listening.close();
      store.close();
    },
  };
};
