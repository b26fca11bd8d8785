import { begin, enter, resourceOf } from "./begin.ts";
import type { Catcher, State } from "./definition.ts";
import type { Draft } from "./draft.ts";
import { answersTo, delayBefore, StateFailure } from "./failure.ts";
import { leave } from "./leave.ts";
import { stateOf } from "./sight.ts";
import type { Frame, Revision } from "./world.ts";

const READY: ReadonlySet<string> = new Set(["entry", "start", "succeeded", "failed"]);

/** The next frame that can go on without anybody, or nothing. */
export const nextReady = (frames: Iterable<Frame>): Frame | undefined => {
  for (const frame of frames) if (READY.has(frame.phase.at)) return frame;
  return undefined;
};

/** When a frame that waits must be looked at again, in milliseconds since 1970. */
export const dueAt = ({ phase }: Frame): number => {
  if (phase.at === "waiting" || phase.at === "retrying") return phase.until;
  if (phase.at !== "task") return Number.POSITIVE_INFINITY;
  return Math.min(phase.deadline ?? Number.POSITIVE_INFINITY, phase.heartbeat?.due ?? Number.POSITIVE_INFINITY);
};

/** Makes the one next step of a frame that is ready. */
export const advance = async (draft: Draft, revision: Revision, frame: Frame): Promise<void> => {
  const state = stateOf(draft, revision, frame);
  const { phase } = frame;
  try {
    if (phase.at === "entry") await enter(draft, revision, frame, state);
    else if (phase.at === "start") await begin(draft, revision, frame, state);
    else if (phase.at === "succeeded") await leave(draft, revision, frame, state, { result: phase.result });
    else if (phase.at === "failed") await handle(draft, revision, frame, state, phase.error, phase.cause);
  } catch (fault) {
    if (!(fault instanceof StateFailure)) throw fault;
    draft.dropBelow(frame.id);
    if (fault.name === "States.QueryEvaluationError")
      draft.event(frame, "EvaluationFailed", {
        evaluationFailedEventDetails: { error: fault.name, cause: fault.message, state: frame.state },
      });
    // A catcher that cannot be evaluated is not caught again: that would never end.
    if (phase.at === "failed") propagate(draft, frame, fault.name, fault.message);
    else draft.turn(frame, { at: "failed", error: fault.name, cause: fault.message });
  }
};

/** What becomes of a frame whose instant has come: a wait or a pause ends, a task is out of time. */
export const expire = (draft: Draft, revision: Revision, frame: Frame): void => {
  const { phase } = frame;
  if (phase.at === "waiting") {
    draft.turn(frame, { at: "succeeded", result: frame.input });
    return;
  }
  if (phase.at === "retrying") {
    draft.transition();
    draft.turn(frame, { at: "start" });
    return;
  }
  if (phase.at !== "task") return;
  const missed = phase.heartbeat !== undefined && phase.heartbeat.due < (phase.deadline ?? Number.POSITIVE_INFINITY);
  const error = missed ? "States.HeartbeatTimeout" : "States.Timeout";
  const cause = missed ? "No heartbeat came in time." : "The task ran longer than its TimeoutSeconds.";
  const resource = resourceOf(stateOf(draft, revision, frame));
  draft.event(frame, "TaskTimedOut", { taskTimedOutEventDetails: { ...resource, error, cause } });
  draft.turn(frame, { at: "failed", error, cause });
};

const handle = async (
  draft: Draft,
  revision: Revision,
  frame: Frame,
  state: State,
  error: string,
  cause: string,
): Promise<void> => {
  if (state.Type !== "Task" && state.Type !== "Parallel" && state.Type !== "Map")
    return propagate(draft, frame, error, cause);
  const place = (state.Retry ?? []).findIndex(({ ErrorEquals }) => answersTo(ErrorEquals, error));
  const retrier = state.Retry?.[place];
  const retried = frame.retries[place] ?? 0;
  if (retrier !== undefined && retried < (retrier.MaxAttempts ?? 3)) {
    const retries = (state.Retry ?? []).map((_, at) => (frame.retries[at] ?? 0) + (at === place ? 1 : 0));
    const until = draft.now + delayBefore(retrier, retried);
    draft.put({ ...frame, retries, retryCount: frame.retryCount + 1, phase: { at: "retrying", until } });
    return;
  }
  const catcher = state.Catch?.find(({ ErrorEquals }: Catcher) => answersTo(ErrorEquals, error));
  if (catcher === undefined) return propagate(draft, frame, error, cause);
  await leave(
    draft,
    revision,
    frame,
    { ...catcher, Type: state.Type },
    { errorOutput: { Error: error, Cause: cause } },
  );
};

/** An error that its state does not handle ends the execution, or fails the state around it. */
const propagate = (draft: Draft, frame: Frame, error: string, cause: string): void => {
  const parent = frame.parent === undefined ? undefined : draft.frame(frame.parent);
  if (parent === undefined) {
    draft.close({ status: "FAILED", error, cause }, "ExecutionFailed", {
      executionFailedEventDetails: { error, cause },
    });
    return;
  }
  draft.dropBelow(parent.id);
  if (frame.item === undefined) draft.event(parent, "ParallelStateFailed");
  else {
    draft.event(parent, "MapIterationFailed", {
      mapIterationFailedEventDetails: { name: parent.state, index: frame.index },
    });
    draft.event(parent, "MapStateFailed");
  }
  draft.turn(parent, { at: "failed", error, cause });
};
