import type { Retrier } from "./definition.ts";

/** A state came to grief: `name` is what ErrorEquals is compared with, the message is the Cause. */
export class StateFailure extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** The largest payload between states, in bytes of UTF-8. */
export const LARGEST_PAYLOAD = 262_144;

/** The names that a definition may wait for; others beginning with `States.` do not exist or never arise here. */
export const RESERVED_ERRORS: ReadonlySet<string> = new Set([
  "States.ALL",
  "States.DataLimitExceeded",
  "States.HeartbeatTimeout",
  "States.NoChoiceMatched",
  "States.Permissions",
  "States.QueryEvaluationError",
  "States.Runtime",
  "States.TaskFailed",
  "States.Timeout",
]);

const TIMEOUTS: ReadonlySet<string> = new Set(["States.Timeout", "States.HeartbeatTimeout"]);

/**
 * Whether a handler answers to an error. States.Runtime is never handled; States.DataLimitExceeded only by name; a
 * missed heartbeat is a time-out too; States.TaskFailed means every error but a time-out.
 */
export const answersTo = (errorEquals: readonly string[], error: string): boolean => {
  if (error === "States.Runtime") return false;
  return errorEquals.some((wanted) => {
    if (wanted === error) return true;
    if (wanted === "States.Timeout") return TIMEOUTS.has(error);
    if (error === "States.DataLimitExceeded") return false;
    if (wanted === "States.TaskFailed") return !TIMEOUTS.has(error);
    return wanted === "States.ALL";
  });
};

/** Milliseconds before the next attempt, after `retried` earlier retries by this retrier. */
export const delayBefore = (retrier: Retrier, retried: number): number => {
  const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** retried;
  const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Number.MAX_SAFE_INTEGER) * 1000;
  return Math.round(retrier.JitterStrategy === "FULL" ? Math.random() * delay : delay);
};

/** JSON text of a value, refused when it is larger than a payload may be. */
export const payloadOf = (value: unknown, what: string): string => {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > LARGEST_PAYLOAD)
    throw new StateFailure(
      "States.DataLimitExceeded",
      `${what} has a size exceeding the maximum number of bytes service limit.`,
    );
  return text;
};
