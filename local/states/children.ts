import type { MapState, Parallel } from "./definition.ts";
import type { Draft } from "./draft.ts";
import type { Frame, Phase } from "./world.ts";

/** Opens a Parallel or Map state: keeps the inputs of its children, and starts as many as may run at once. */
export const openChildren = (
  draft: Draft,
  frame: Frame,
  state: Parallel | MapState,
  inputs: readonly unknown[],
  concurrent: number,
  items?: readonly unknown[],
): void => {
  const children = { at: "children", inputs: [...inputs], outputs: {}, started: 0 } as const satisfies Phase;
  draft.turn(frame, { ...children, ...(items === undefined ? {} : { items: [...items] }) });
  for (let more = Math.min(concurrent, inputs.length); more > 0; more -= 1) startChild(draft, frame.id, state);
};

/** Starts the next branch or item of a frame that has some left. */
export const startChild = (draft: Draft, parentId: string, state: Parallel | MapState): void => {
  const parent = draft.frame(parentId);
  if (parent?.phase.at !== "children") return;
  const { phase } = parent;
  const index = phase.started;
  const startAt = state.Type === "Map" ? state.ItemProcessor.StartAt : state.Branches[index]?.StartAt;
  if (index >= phase.inputs.length || startAt === undefined) return;
  if (state.Type === "Map")
    draft.event(parent, "MapIterationStarted", { mapIterationStartedEventDetails: { name: parent.state, index } });
  const lastEvent = draft.frame(parentId)?.lastEvent ?? parent.lastEvent;
  draft.turn(parent, { ...phase, started: index + 1 });
  draft.put({
    id: `${parentId}/${index}`,
    parent: parentId,
    index,
    ...(phase.items === undefined ? {} : { item: { Index: index, Value: phase.items[index] } }),
    state: startAt,
    input: phase.inputs[index],
    variables: {},
    enteredAt: draft.now,
    retries: [],
    retryCount: 0,
    lastEvent,
    phase: { at: "entry" },
  });
};
