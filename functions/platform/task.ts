import type * as z from "zod";
import type { Outcome } from "../kernel/outcome.ts";
import { recorder } from "./aws.ts";
import { digestOf } from "./digest.ts";
import { log, logFault } from "./log.ts";
import type { Call } from "./operation.ts";
import { PLATFORM } from "./principal.ts";

/** A refusal on its way into a state machine: `Catch` knows it by its name, which is the refusal's code. */
class TaskRefused extends Error {
  constructor(code: string, facts: unknown) {
    super(JSON.stringify(facts));
    this.name = code;
  }
}

/**
 * A step of a state machine. Takes last month's input too (unknown fields are let through), may run twice with the
 * same effect, and never reports failure in its result: a refusal is thrown under its own code.
 */
export const task =
  <S extends z.ZodType, T>(name: string, takes: S, act: (input: z.output<S>, call: Call) => Promise<Outcome<T>>) =>
  async (event: unknown): Promise<T> => {
    recorder.start();
    const digest = digestOf(event);
    const call: Call = { by: PLATFORM, operation: `task:${name}`, key: digest, digest, traceId: digest.slice(0, 32) };
    log("started", { task: name, traceId: call.traceId });
    try {
      const outcome = await act(takes.parse(event), call);
      log("completed", { task: name, traceId: call.traceId, code: outcome.ok ? "ok" : outcome.refusal.code });
      if (outcome.ok) return outcome.value;
      throw new TaskRefused(outcome.refusal.code, outcome.refusal.facts);
    } catch (fault) {
      if (!(fault instanceof TaskRefused)) logFault(fault, { task: name, traceId: call.traceId });
      throw fault;
    }
  };
