import { startChild } from "./children.ts";
import type { State } from "./definition.ts";
import type { Draft } from "./draft.ts";
import { evaluate } from "./expressions.ts";
import { payloadOf } from "./failure.ts";
import { sightOf, stateOf } from "./sight.ts";
import type { Frame, Revision } from "./world.ts";

/** How a state may be left: by its own fields, by a rule of a Choice, or by a catcher. */
export type Way = {
  readonly Type: State["Type"];
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Next?: string;
};

/** What the state has come to: a result, or the error that a catcher takes. */
type Came = { readonly result: unknown } | { readonly errorOutput: unknown };

/**
 * Leaves a state: Output and Assign are evaluated over the same old variables, then the frame goes on to the next
 * state or ends. Without Output a state hands on its result or error, and without those its input.
 */
export const leave = async (
  draft: Draft,
  revision: Revision,
  frame: Frame,
  way: Way,
  came: Came | undefined,
): Promise<void> => {
  const sight = sightOf(draft, revision, frame, came);
  const unsaid = came === undefined ? frame.input : "result" in came ? came.result : came.errorOutput;
  const output = way.Output === undefined ? unsaid : await evaluate(way.Output, sight, `${frame.state}/Output`);
  const assigned = new Map<string, unknown>();
  for (const [name, template] of Object.entries(way.Assign ?? {}))
    assigned.set(name, await evaluate(template, sight, `${frame.state}/Assign/${name}`));
  const text = payloadOf(output, `The output of the state '${frame.state}'`);
  const texts = [...assigned].map(([name, value]) => [name, payloadOf(value, `The variable '${name}'`)] as const);
  draft.event(frame, `${way.Type}StateExited`, {
    stateExitedEventDetails: {
      name: frame.state,
      output: text,
      outputDetails: { truncated: false },
      ...(texts.length === 0 ? {} : { assignedVariables: Object.fromEntries(texts) }),
    },
  });
  const left = draft.frame(frame.id) ?? frame;
  if (way.Next === undefined) return finish(draft, revision, left, output, text);
  draft.put({
    ...left,
    state: way.Next,
    input: output,
    variables: { ...left.variables, ...Object.fromEntries(assigned) },
    phase: { at: "entry" },
  });
};

const finish = (draft: Draft, revision: Revision, frame: Frame, output: unknown, text: string): void => {
  if (frame.parent === undefined) {
    draft.close({ status: "SUCCEEDED", output: text }, "ExecutionSucceeded", {
      executionSucceededEventDetails: { output: text, outputDetails: { truncated: false } },
    });
    return;
  }
  const parent = draft.frame(frame.parent);
  if (parent?.phase.at !== "children") return;
  const state = stateOf(draft, revision, parent);
  if (state.Type !== "Parallel" && state.Type !== "Map") return;
  draft.drop(frame.id);
  const outputs: Record<string, unknown> = { ...parent.phase.outputs, [frame.index]: output };
  const phase = { ...parent.phase, outputs };
  const mine = draft.turn(parent, phase);
  if (state.Type === "Map")
    draft.event(mine, "MapIterationSucceeded", {
      mapIterationSucceededEventDetails: { name: parent.state, index: frame.index },
    });
  if (Object.keys(outputs).length < phase.inputs.length) {
    startChild(draft, parent.id, state);
    return;
  }
  draft.event(mine, `${state.Type}StateSucceeded`);
  draft.turn(mine, { at: "succeeded", result: phase.inputs.map((_, index) => outputs[index]) });
};
