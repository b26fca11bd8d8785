import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import { openChildren } from "./children.ts";
import {
  type Choice,
  type Fail,
  Instant,
  type MapState,
  type Parallel,
  type State,
  type Task,
  type Wait,
  waitsForToken,
} from "./definition.ts";
import type { Draft } from "./draft.ts";
import { evaluate, evaluateWhole, queryFailure } from "./expressions.ts";
import { payloadOf, StateFailure } from "./failure.ts";
import { leave } from "./leave.ts";
import { sightOf } from "./sight.ts";
import type { Frame, Revision } from "./world.ts";

/** The service's own limit on the items of an inline Map that run at the same time. */
const MOST_CONCURRENT = 40;

/** Enters a state: writes it into the history, and begins its work. */
export const enter = async (draft: Draft, revision: Revision, frame: Frame, state: State): Promise<void> => {
  const input = payloadOf(frame.input, `The input of the state '${frame.state}'`);
  draft.transition();
  draft.put({ ...frame, enteredAt: draft.now, retries: [], retryCount: 0 });
  draft.event(frame, `${state.Type}StateEntered`, {
    stateEnteredEventDetails: { name: frame.state, input, inputDetails: { truncated: false } },
  });
  await begin(draft, revision, draft.turn(frame, { at: "start" }), state);
};

/** Begins, or begins again, the work of a state that has been entered. */
export const begin = async (draft: Draft, revision: Revision, frame: Frame, state: State): Promise<void> => {
  switch (state.Type) {
    case "Pass":
    case "Succeed":
      return leave(draft, revision, frame, state, undefined);
    case "Choice":
      return choose(draft, revision, frame, state);
    case "Fail":
      return fail(draft, revision, frame, state);
    case "Wait":
      return wait(draft, revision, frame, state);
    case "Task":
      return schedule(draft, revision, frame, state);
    case "Parallel":
      return branch(draft, revision, frame, state);
    case "Map":
      return iterate(draft, revision, frame, state);
  }
};

const choose = async (draft: Draft, revision: Revision, frame: Frame, state: Choice): Promise<void> => {
  const sight = sightOf(draft, revision, frame);
  for (const [index, rule] of state.Choices.entries()) {
    const place = `${frame.state}/Choices[${index}]/Condition`;
    const holds = await evaluate(rule.Condition, sight, place);
    if (typeof holds !== "boolean") throw queryFailure(place, `evaluated to ${JSON.stringify(holds)}, not a boolean`);
    if (holds) return leave(draft, revision, frame, { ...rule, Type: "Choice" }, undefined);
  }
  if (state.Default === undefined)
    throw new StateFailure("States.NoChoiceMatched", `No rule of '${frame.state}' matched and it has no Default.`);
  return leave(draft, revision, frame, { ...state, Next: state.Default }, undefined);
};

const fail = async (draft: Draft, revision: Revision, frame: Frame, state: Fail): Promise<void> => {
  const sight = sightOf(draft, revision, frame);
  const text = async (field: "Error" | "Cause") => {
    const value = await evaluate(state[field] ?? "", sight, `${frame.state}/${field}`);
    if (typeof value === "string") return value;
    throw queryFailure(`${frame.state}/${field}`, `evaluated to ${JSON.stringify(value)}, not a string`);
  };
  draft.turn(frame, { at: "failed", error: await text("Error"), cause: await text("Cause") });
};

const wait = async (draft: Draft, revision: Revision, frame: Frame, state: Wait): Promise<void> => {
  const sight = sightOf(draft, revision, frame);
  if (state.Seconds !== undefined) {
    const seconds = await evaluateWhole(state.Seconds, 0, sight, `${frame.state}/Seconds`);
    draft.turn(frame, { at: "waiting", until: draft.now + seconds * 1000 });
    return;
  }
  const place = `${frame.state}/Timestamp`;
  const at = Instant.safeParse(await evaluate(state.Timestamp, sight, place));
  if (!at.success) throw queryFailure(place, "did not give a timestamp of RFC 3339");
  draft.turn(frame, { at: "waiting", until: Date.parse(at.data) });
};

const Invocation = z.strictObject({ FunctionName: z.string().min(1), Payload: z.unknown().optional() });

const schedule = async (draft: Draft, revision: Revision, frame: Frame, state: Task): Promise<void> => {
  const token = waitsForToken(state) ? randomBytes(96).toString("base64") : undefined;
  const sight = sightOf(draft, revision, frame, { token });
  const given = await evaluate(state.Arguments, sight, `${frame.state}/Arguments`);
  const parsed = Invocation.safeParse(given);
  if (!parsed.success)
    throw new StateFailure("States.Runtime", `Arguments of '${frame.state}': ${z.prettifyError(parsed.error)}`);
  const seconds = async (field: "TimeoutSeconds" | "HeartbeatSeconds") =>
    state[field] === undefined ? undefined : evaluateWhole(state[field], 1, sight, `${frame.state}/${field}`);
  const [timeout, every] = [await seconds("TimeoutSeconds"), await seconds("HeartbeatSeconds")];
  const parameters = payloadOf(given, `The arguments of the state '${frame.state}'`);
  draft.event(frame, "TaskScheduled", {
    taskScheduledEventDetails: {
      ...resourceOf(state),
      region: "cn-north-1",
      parameters,
      ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
      ...(every === undefined ? {} : { heartbeatInSeconds: every }),
    },
  });
  draft.event(frame, "TaskStarted", { taskStartedEventDetails: resourceOf(state) });
  if (token !== undefined) draft.token(token);
  draft.turn(frame, {
    at: "task",
    attempt: randomUUID(),
    functionName: parsed.data.FunctionName,
    payload: parsed.data.Payload ?? {},
    submitted: false,
    ...(token === undefined ? {} : { token }),
    ...(timeout === undefined ? {} : { deadline: draft.now + timeout * 1000 }),
    ...(every === undefined ? {} : { heartbeat: { every: every * 1000, due: draft.now + every * 1000 } }),
  });
};

/** How the history names what a task calls. */
export const resourceOf = (state: State): { resourceType: string; resource: string } => ({
  resourceType: "lambda",
  resource: state.Type === "Task" && waitsForToken(state) ? "invoke.waitForTaskToken" : "invoke",
});

const branch = async (draft: Draft, revision: Revision, frame: Frame, state: Parallel): Promise<void> => {
  const input =
    state.Arguments === undefined
      ? frame.input
      : await evaluate(state.Arguments, sightOf(draft, revision, frame), `${frame.state}/Arguments`);
  payloadOf(input, `The arguments of the state '${frame.state}'`);
  draft.event(frame, "ParallelStateStarted");
  openChildren(
    draft,
    frame,
    state,
    state.Branches.map(() => input),
    state.Branches.length,
  );
};

const iterate = async (draft: Draft, revision: Revision, frame: Frame, state: MapState): Promise<void> => {
  const sight = sightOf(draft, revision, frame);
  const items = state.Items === undefined ? frame.input : await evaluate(state.Items, sight, `${frame.state}/Items`);
  if (!Array.isArray(items)) throw queryFailure(`${frame.state}/Items`, "did not give an array");
  const selected = items.map(async (Value: unknown, Index) =>
    state.ItemSelector === undefined
      ? Value
      : evaluate(
          state.ItemSelector,
          sightOf(draft, revision, frame, { item: { Index, Value } }),
          `${frame.state}/ItemSelector`,
        ),
  );
  const asked = await evaluateWhole(state.MaxConcurrency ?? 0, 0, sight, `${frame.state}/MaxConcurrency`);
  const inputs = await Promise.all(selected);
  for (const input of inputs) payloadOf(input, `An item of the state '${frame.state}'`);
  draft.event(frame, "MapStateStarted", { mapStateStartedEventDetails: { length: items.length } });
  if (items.length === 0) {
    draft.event(frame, "MapStateSucceeded");
    draft.turn(frame, { at: "succeeded", result: [] });
    return;
  }
  openChildren(draft, frame, state, inputs, Math.min(asked === 0 ? MOST_CONCURRENT : asked, MOST_CONCURRENT), items);
};
