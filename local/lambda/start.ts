import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { listen } from "../shared/server.ts";
import { checkPayload, lambdaApi, noSuchFunction } from "./api.ts";
import { FunctionError, type FunctionSettings, functionNameOf, type Invoked, roleNameOf } from "./function.ts";
import { LaterInvocations } from "./later.ts";
import { FunctionLogs } from "./logs.ts";
import type { CallFault } from "./meddler.ts";
import { FunctionPool } from "./pool.ts";
import { compileWorker, moduleOf } from "./worker-code.ts";

type LambdaOptions = {
  /** Where logs and accepted asynchronous invocations are kept. */
  readonly folder: string;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly port?: number;
  /** Real milliseconds after which a copy without work ends; one minute unless told. */
  readonly idle?: number;
  readonly log?: (line: string) => void;
};

/** An answer as other services take it: the payload parsed, and whether it describes an error. */
export type Answer = { readonly payload: unknown; readonly functionError?: "Unhandled" };

export type LocalLambda = {
  readonly url: string;
  /** Declares a function, or replaces it: copies of the old one end. Refuses a code folder without the handler. */
  register(settings: FunctionSettings): Promise<void>;
  /** Invokes and waits, as this role (its name or ARN, or "operator"). Errors of the function are answers. */
  invoke(nameOrArn: string, payload: unknown, asRole: string): Promise<Answer>;
  /** Like `invoke`, for services that go on by name: gives what the function returned, throws what it threw. */
  call(nameOrArn: string, payload: unknown, asRole: string): Promise<unknown>;
  /** Accepts an asynchronous invocation: durable, repeated twice. Answers the request id. */
  invokeLater(nameOrArn: string, payload: unknown, asRole: string): string;
  /** Invokes for a service that has checked rights itself (an event source mapping acts for the function). */
  run(nameOrArn: string, payload: unknown): Promise<Answer>;
  settingsOf(nameOrArn: string): FunctionSettings;
  /** The last lines that a function wrote, oldest first. */
  logsOf(name: string): readonly string[];
  /** Orders faults at AWS calls of the function's next invocation; answers whether all have happened. */
  faultAt(name: string, ...faults: readonly CallFault[]): () => boolean;
  /** Ends the function's next invocation at its n-th AWS call, before the service hears of it or after it answered. */
  killAt(name: string, call: number, when: "before" | "after"): () => boolean;
  /** Invocations that run or are due. */
  busy(): number;
  stop(): Promise<void>;
};

const Thrown = z.object({ errorType: z.string(), errorMessage: z.string() });

/** Starts Lambda on 127.0.0.1: the deployed bundles, unchanged, in worker threads. */
export const startLambda = async (options: LambdaOptions): Promise<LocalLambda> => {
  const { folder, clock, authorise, callerOf, log = () => undefined } = options;
  const workerFile = compileWorker(folder);
  const logs = new FunctionLogs(join(folder, "logs"));
  const pools = new Map<string, FunctionPool>();

  const poolOf = (nameOrArn: string): FunctionPool => {
    const pool = pools.get(functionNameOf(nameOrArn));
    if (pool === undefined) throw noSuchFunction(nameOrArn);
    return pool;
  };
  const runText = (nameOrArn: string, payload: string, clientContext?: unknown): Promise<Invoked> =>
    poolOf(nameOrArn).invoke({ requestId: randomUUID(), payload, clientContext });
  const run = async (nameOrArn: string, payload: unknown): Promise<Answer> => {
    const text = JSON.stringify(payload ?? {});
    checkPayload(text);
    const { payload: answer, functionError } = await runText(nameOrArn, text);
    return { payload: JSON.parse(answer), ...(functionError && { functionError }) };
  };
  const allow = (nameOrArn: string, as: string): FunctionSettings => {
    const { settings } = poolOf(nameOrArn);
    const role = roleNameOf(as);
    authorise({ accessKeyId: role, role }, { action: "lambda:InvokeFunction", resource: settings.arn });
    return settings;
  };

  const later = new LaterInvocations({
    folder,
    clock,
    log,
    knows: (name) => pools.has(name),
    run: (name, call) => poolOf(name).invoke(call),
  });
  const listening = await listen(
    lambdaApi({
      authorise,
      callerOf,
      settingsOf: (nameOrArn) => poolOf(nameOrArn).settings,
      all: () => [...pools.values()].map((it) => it.settings),
      run: runText,
      later: (name, payload) => later.accept(name, payload),
      logsOf: (name) => logs.of(name),
    }),
    options.port,
  );

  return {
    url: listening.url,
    register: async (settings) => {
      const [file = "index"] = settings.handler.split(".");
      moduleOf(settings.codeFolder, file);
      const before = pools.get(settings.name);
      pools.set(
        settings.name,
        new FunctionPool({ settings, workerFile, clock: clock.offset, logs, idle: options.idle ?? 60_000 }),
      );
      await before?.stop();
    },
    invoke: async (nameOrArn, payload, asRole) => {
      allow(nameOrArn, asRole);
      return run(nameOrArn, payload);
    },
    call: async (nameOrArn, payload, asRole) => {
      allow(nameOrArn, asRole);
      const answer = await run(nameOrArn, payload);
      if (answer.functionError === undefined) return answer.payload;
      const { errorType, errorMessage } = Thrown.parse(answer.payload);
      throw new FunctionError(errorType, errorMessage);
    },
    invokeLater: (nameOrArn, payload, asRole) => {
      const { name } = allow(nameOrArn, asRole);
      const text = JSON.stringify(payload ?? {});
      checkPayload(text, true);
      return later.accept(name, text);
    },
    run,
    settingsOf: (nameOrArn) => poolOf(nameOrArn).settings,
    logsOf: (name) => logs.of(functionNameOf(name)),
    faultAt: (name, ...faults) => poolOf(name).order(...faults),
    killAt: (name, call, when) =>
      poolOf(name).order({ call, kind: when === "before" ? "crash-before" : "crash-after" }),
    busy: () => later.busy + [...pools.values()].reduce((sum, pool) => sum + pool.busy, 0),
    stop: async () => {
      later.stop();
      await listening.close();
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
};
