import * as z from "zod";
import { Day, type Instant } from "../kernel/day.ts";
import type { EventEnvelope } from "../kernel/event.ts";
import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import type { Answer, Call, UseCases } from "../platform/operation.ts";
import type { Principal } from "../platform/principal.ts";
import type { Found } from "../platform/store/open.ts";
import type { contract } from "./contract.ts";
import type { TaskEvent } from "./events.ts";
import type { Tasks } from "./store.ts";
import {
  type About,
  decided,
  dueAnew,
  holdersFor,
  isItsHoldersToSee,
  type Opening,
  opened,
  type Task,
  TaskView,
  takenBy,
  taskIdOf,
  told,
} from "./task.ts";

export type Deps = Readonly<{
  tasks: Tasks;
  now: () => Instant;
  /** Completes the wait that holds this token; one that has ended already is as good as told. */
  tell: (token: string, outcome: string, about: About) => Promise<void>;
}>;

const view = ({ now, ...rest }: Answer<Task>): Answer<TaskView> => ({ ...rest, now: TaskView.parse(now) });

const isItsToSee = (found: Found<Task>, by: Principal): Outcome<Found<Task>, "record-unknown"> => {
  const its = isItsHoldersToSee(found.now, by);
  return its.ok ? accept(found) : its;
};

/** Takes an open item on for somebody, or gives it back to all. */
const hand =
  (
    { tasks }: Deps,
    person: (call: Call) => string | undefined,
    type: "inbox.task-taken.v1" | "inbox.task-given-back.v1",
  ) =>
  async ({ id }: { id: string }, call: Call) => {
    const found = await tasks.findUnchanged(id, call, (task) => isItsHoldersToSee(task, call.by));
    if (!found.ok) return found;
    const handed = takenBy(found.value.now, person(call));
    if (!handed.ok) return handed;
    const saved = await tasks.save(handed.value, found.value, { type, about: handed.value.about }, call);
    return saved.ok ? accept(view(saved.value)) : saved;
  };

export const useCases = (deps: Deps): UseCases<typeof contract> => ({
  listTasks: async ({ as, ...page }, { by }) => {
    const mine = holdersFor(by);
    const holder = as === undefined ? (mine[0] ?? "nobody") : mine.find((each) => each === as);
    if (holder === undefined) return refuse("holder-not-yours", { field: "/as", yours: mine });
    const found = await deps.tasks.list("byHolder", { hash: holder }, page);
    if (!found.ok) return found;
    return accept({ now: { ...found.value, items: found.value.items.map(({ now }) => TaskView.parse(now)) } });
  },

  readTask: async ({ id }, { by }) => {
    const found = await deps.tasks.find(id);
    if (!found.ok) return found;
    const its = isItsToSee(found.value, by);
    return its.ok ? accept(view(its.value)) : its;
  },

  takeTask: hand(deps, ({ by }) => by.id, "inbox.task-taken.v1"),
  giveTaskBack: hand(deps, () => undefined, "inbox.task-given-back.v1"),
});

/** Tells the waiting flow and closes the item. May run twice: the flow takes one answer, the item closes once. */
export const tellFlow = async (
  { tasks, tell }: Deps,
  { now: task, version }: Found<Task>,
  call: Call,
): Promise<Outcome<Answer<Task>>> => {
  if (task.status !== "telling") return accept({ now: task, version });
  await tell(task.token, task.outcome, task.about);
  const closing = { ...call, operation: `${call.operation}:told` };
  return tasks.save(told(task), { now: task, version }, { type: "inbox.flow-told.v1", about: task.about }, closing);
};

/** Changes the one item of a record, step and round by what has become known, and tells the flow if both sides are. */
const meet = async (
  deps: Deps,
  about: About,
  become: (known: Task | undefined) => Task,
  type: TaskEvent["type"],
  call: Call,
) => {
  const found = await deps.tasks.find(taskIdOf(about));
  if (!found.ok && found.refusal.code !== "record-unknown") return found;
  const before = found.ok ? found.value : undefined;
  const after = become(before?.now);
  if (before !== undefined && after === before.now) return tellFlow(deps, before, call);
  const event: TaskEvent =
    type === "inbox.task-decided.v1" && "outcome" in after
      ? { type, about, outcome: after.outcome }
      : { type: "inbox.task-opened.v1", about };
  const saved = await deps.tasks.save(after, before, event, call);
  if (!saved.ok) return saved;
  const { now, version = 1, replayed } = saved.value;
  // A repeat was answered with the item as it was then; it may have been decided since.
  return replayed ? tellAgain(deps, about, call) : tellFlow(deps, { now, version }, call);
};

const tellAgain = async (deps: Deps, about: About, call: Call) => {
  const found = await deps.tasks.find(taskIdOf(about));
  return found.ok ? tellFlow(deps, found.value, call) : found;
};

/** A flow begins to wait. */
export const openTask = (deps: Deps) => (opening: Opening, call: Call) =>
  meet(deps, opening.about, (known) => opened(known, opening, deps.now()), "inbox.task-opened.v1", call);

/** The record was decided. */
export const closeTask = (deps: Deps) => (about: About, outcome: string, call: Call) =>
  meet(deps, about, (known) => decided(known, about, outcome, deps.now()), "inbox.task-decided.v1", call);

/** The record's clock has moved. An item that has not opened yet is waited for: the event is heard again. */
const moveDueDay =
  ({ tasks }: Deps) =>
  async (about: About, dueOn: Day, call: Call) => {
    const found = await tasks.find(taskIdOf(about));
    if (!found.ok) return refuse("record-changed-meanwhile");
    const moved = dueAnew(found.value.now, dueOn);
    if (moved === found.value.now) return accept(found.value);
    return tasks.save(moved, found.value, { type: "inbox.task-due-day-moved.v1", about }, call);
  };

const Round = z.object({ round: z.int() });
const Moved = z.object({ dueOn: Day });

/**
 * An event that says for which steps of a flow it matters: they are decided, or due on another day. Each step is an act
 * under a key of its own: what fails makes the whole event be heard again, and what was done is not done twice.
 */
export const hearWait =
  (deps: Deps) =>
  async ({ source, subject, wait, data }: EventEnvelope, call: Call): Promise<Outcome<unknown> | undefined> => {
    if (wait === undefined) return undefined;
    const { kind, steps, outcome } = wait;
    const { round } = Round.parse(data);
    for (const step of steps) {
      const about: About = { context: source, kind, id: subject, step, round };
      const its = { ...call, key: `${call.key}#${step}` };
      const done =
        outcome === undefined
          ? await moveDueDay(deps)(about, Moved.parse(data).dueOn, its)
          : await closeTask(deps)(about, outcome, its);
      if (!done.ok) return done;
    }
    return accept({ steps });
  };

/** Items that were decided and whose flow may not know it yet, oldest first. */
export async function* untold({ tasks }: Deps): AsyncGenerator<Found<Task>> {
  let cursor: string | undefined;
  do {
    const page = await tasks.list("byUntold", { hash: "untold" }, { cursor, limit: LIMITS.pageSize });
    if (!page.ok) return;
    yield* page.value.items;
    cursor = page.value.next;
  } while (cursor !== undefined);
}
