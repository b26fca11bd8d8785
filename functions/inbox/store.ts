import { declareStore } from "../platform/store/declare.ts";
import type { Store } from "../platform/store/open.ts";
import { TaskEvent } from "./events.ts";
import { Task } from "./task.ts";

/** Items without a due day come after those with one. */
const LAST = "9999-12-31";

export const tasks = declareStore({
  kind: "task",
  holds: Task,
  announces: TaskEvent,
  id: ({ id }) => id,
  secret: ["token"],
  indexes: {
    byHolder: (it) => (it.status === "open" ? { hash: it.holder, range: `${it.dueOn ?? LAST}#${it.id}` } : undefined),
    /** Decided, but the flow may not know it yet: what the reconciler looks for. */
    byUntold: (it) => (it.status === "telling" ? { hash: "untold", range: `${it.decidedAt}#${it.id}` } : undefined),
  },
});
export type Tasks = Store<typeof tasks>;
