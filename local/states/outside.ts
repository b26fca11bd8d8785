import { ServiceFault } from "../shared/fault.ts";
import { resourceOf } from "./begin.ts";
import type { Draft } from "./draft.ts";
import { payloadOf, StateFailure } from "./failure.ts";
import { stateOf } from "./sight.ts";
import type { Frame, Revision } from "./world.ts";

/** How an invocation ended: with the function's answer, or with what it or the service threw. */
export type Answer = { readonly payload: unknown } | { readonly fault: unknown };

/** A function has answered one attempt of a task. An answer to an attempt that is over is dropped. */
export const answered = (
  draft: Draft,
  revision: Revision,
  { id, attempt }: { readonly id: string; readonly attempt: string },
  answer: Answer,
): void => {
  const frame = draft.frame(id);
  if (frame?.phase.at !== "task" || frame.phase.attempt !== attempt) return;
  if ("fault" in answer) {
    taskFailed(draft, revision, frame, errorOf(answer.fault), causeOf(answer.fault));
    return;
  }
  const result = { ExecutedVersion: "$LATEST", Payload: answer.payload ?? null, StatusCode: 200 };
  if (frame.phase.token === undefined) {
    taskSucceeded(draft, revision, frame, result);
    return;
  }
  const resource = resourceOf(stateOf(draft, revision, frame));
  draft.event(frame, "TaskSubmitted", {
    taskSubmittedEventDetails: { ...resource, output: JSON.stringify(result), outputDetails: { truncated: false } },
  });
  draft.turn(frame, { ...frame.phase, submitted: true });
};

/** The task has its result: a function's answer, or what was handed in with its token. */
export const taskSucceeded = (draft: Draft, revision: Revision, frame: Frame, result: unknown): void => {
  try {
    const output = payloadOf(result, `The result of the state '${frame.state}'`);
    const resource = resourceOf(stateOf(draft, revision, frame));
    draft.event(frame, "TaskSucceeded", {
      taskSucceededEventDetails: { ...resource, output, outputDetails: { truncated: false } },
    });
    draft.turn(frame, { at: "succeeded", result });
  } catch (fault) {
    if (!(fault instanceof StateFailure)) throw fault;
    taskFailed(draft, revision, frame, fault.name, fault.message);
  }
};

export const taskFailed = (draft: Draft, revision: Revision, frame: Frame, error: string, cause: string): void => {
  const resource = resourceOf(stateOf(draft, revision, frame));
  draft.event(frame, "TaskFailed", { taskFailedEventDetails: { ...resource, error, cause } });
  draft.turn(frame, { at: "failed", error, cause });
};

export const failExecution = (draft: Draft, error: string, cause: string): void =>
  draft.close({ status: "FAILED", error, cause }, "ExecutionFailed", {
    executionFailedEventDetails: { error, cause },
  });

/** The machine's own time is over: no handler in it can catch this. */
export const timeOutExecution = (draft: Draft): void =>
  draft.close({ status: "TIMED_OUT", error: "States.Timeout" }, "ExecutionTimedOut", {
    executionTimedOutEventDetails: { error: "States.Timeout" },
  });

/** Refusals of the Lambda service itself carry its prefix; what a function throws keeps its own name. */
const errorOf = (fault: unknown): string => {
  if (!(fault instanceof Error)) return "Lambda.Unknown";
  if (!(fault instanceof ServiceFault) || fault.name.startsWith("Lambda.")) return fault.name;
  return fault.name === "AccessDeniedException" ? "Lambda.AWSLambdaException" : `Lambda.${fault.name}`;
};

/** As the service does it: what a function threw is told as the JSON document that Lambda answers with. */
const causeOf = (fault: unknown): string => {
  if (fault instanceof ServiceFault) return fault.message;
  const errorMessage = fault instanceof Error ? fault.message : String(fault);
  return JSON.stringify({ errorType: errorOf(fault), errorMessage });
};
