import { join } from "node:path";
import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { DurableLog } from "../shared/durable.ts";
import { Faults, serveJsonWithFaults } from "../shared/faults.ts";
import type { Listening } from "../shared/server.ts";
import { Engine, type Invoke, type Journal } from "./engine.ts";
import { executionOperations } from "./executions.ts";
import { historyOperations, pathOf } from "./history.ts";
import { machineOperations } from "./machines.ts";
import { allowWith, executionArn, isRemembered, type Service } from "./service.ts";
import { tokenOperations } from "./tokens.ts";
import { Entry, type Execution, World } from "./world.ts";

/** Step Functions of the local cloud, running. */
export type LocalStates = Listening & {
  readonly faults: Faults;
  /** The names of the states that an execution has entered so far, joined by a space; "" if there is none. */
  path(machineName: string, executionName: string): string;
  /** How many transitions of an execution would be billed: states entered, and retries. */
  transitions(machineName: string, executionName: string): number;
  /** Resolves once nothing goes on without time passing or a token coming in. */
  settled(): Promise<void>;
};

type StatesOptions = {
  /** Where the log lies, or "memory" to forget everything at the end. */
  readonly folder: string | "memory";
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly port?: number;
  /** Invokes a function as the machine's role; rejects with an error whose `name` is the function's error type. */
  readonly invoke: Invoke;
};

/** Starts Step Functions and goes on with every execution that its log says has not ended. */
export const startStates = async (options: StatesOptions): Promise<LocalStates> => {
  const { clock, invoke } = options;
  const world = new World();
  const journal = openJournal(options.folder, world, clock.now());
  const engine = new Engine({ world, journal, clock, invoke });
  const service: Service = { engine, allow: allowWith(options.authorise, options.callerOf) };
  const operations = {
    ...machineOperations(service),
    ...executionOperations(service),
    ...historyOperations(service),
    ...tokenOperations(service),
  };
  const faults = new Faults();
  const listening = await serveJsonWithFaults({ service: "Step Functions", operations, faults }, options.port);
  engine.resume();
  const find = (machineName: string, name: string): Execution | undefined =>
    world.executions.get(executionArn(machineName, name));
  return {
    ...listening,
    faults,
    path: (machineName, name) => {
      const execution = find(machineName, name);
      return execution === undefined ? "" : pathOf(execution);
    },
    transitions: (machineName, name) => find(machineName, name)?.transitions ?? 0,
    settled: () => engine.settled(),
    close: async () => {
      await listening.close();
      await engine.close();
      journal.close();
    },
  };
};

/** Folds the log into the world, leaves out what is no longer remembered, and writes the rest back shorter. */
const openJournal = (folder: string, world: World, now: number): Journal & { close(): void } => {
  if (folder === "memory") return { append: () => undefined, close: () => undefined };
  const log = new DurableLog<Entry>(join(folder, "states.log"));
  for (const entry of log.entries((line) => Entry.parse(line))) world.apply(entry);
  for (const execution of world.executions.values())
    if (!isRemembered(execution, now)) world.apply({ kind: "execution-gone", arn: execution.arn });
  log.compact(world.entries());
  return log;
};
