import type { Container, State } from "./definition.ts";
import type { Draft } from "./draft.ts";
import type { Sight } from "./expressions.ts";
import { StateFailure } from "./failure.ts";
import type { Frame, Revision } from "./world.ts";

/** The part of the definition that a frame walks through. */
const containerOf = (draft: Draft, revision: Revision, frame: Frame): Container => {
  const parent = frame.parent === undefined ? undefined : draft.frame(frame.parent);
  if (parent === undefined) return revision.definition;
  const state = stateOf(draft, revision, parent);
  const container =
    state.Type === "Parallel" ? state.Branches[frame.index] : state.Type === "Map" ? state.ItemProcessor : undefined;
  if (container === undefined) throw new StateFailure("States.Runtime", `'${parent.state}' has no inner states.`);
  return container;
};

export const stateOf = (draft: Draft, revision: Revision, frame: Frame): State => {
  const state = containerOf(draft, revision, frame).States[frame.state];
  if (state === undefined) throw new StateFailure("States.Runtime", `There is no state '${frame.state}'.`);
  return state;
};

/** Inner states see the variables of the states around them; they can only assign their own. */
const variablesOf = (draft: Draft, frame: Frame): Readonly<Record<string, unknown>> => {
  const parent = frame.parent === undefined ? undefined : draft.frame(frame.parent);
  return parent === undefined ? frame.variables : { ...variablesOf(draft, parent), ...frame.variables };
};

const itemOf = (draft: Draft, frame: Frame): Frame["item"] => {
  if (frame.item !== undefined || frame.parent === undefined) return frame.item;
  const parent = draft.frame(frame.parent);
  return parent === undefined ? undefined : itemOf(draft, parent);
};

/** What the expressions of a frame's state can see; `more` is the result, the error, or a part of the context. */
export const sightOf = (
  draft: Draft,
  revision: Revision,
  frame: Frame,
  more: { result?: unknown; errorOutput?: unknown; token?: string | undefined; item?: Frame["item"] } = {},
): Sight => {
  const { execution, now } = draft;
  const { token, item = itemOf(draft, frame), ...rest } = more;
  const context = {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      Name: execution.name,
      RoleArn: revision.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    State: {
      EnteredTime: new Date(frame.enteredAt).toISOString(),
      Name: frame.state,
      RetryCount: frame.retryCount,
    },
    StateMachine: { Id: execution.machineArn, Name: nameIn(execution.machineArn) },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(item === undefined ? {} : { Map: { Item: item } }),
  };
  return { states: { input: frame.input, context, ...rest }, variables: variablesOf(draft, frame), now };
};

/** The last part of an ARN: the name of a machine or an execution. */
export const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);
