import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Begun } from "../../platform/due.ts";
import type { Found } from "../../platform/store/open.ts";
import type { Resource } from "../resource/resource.ts";
import type { Deps } from "./deps.ts";

type Store = Pick<Deps, "resources">;

/** What begins a flow: the record, the flow's name and the round; beside them what its inbox item shows. */
export type Flow = Readonly<{ record: string; flow: "review"; round: number; title: string; dueOn?: Day }>;

/** A resource was submitted: its review begins, once per round. One that is over by now is not begun. */
export const beginReview =
  ({ resources, start }: Store & Readonly<{ start: (flow: Flow) => Promise<Begun> }>) =>
  async (record: string, round: number): Promise<Outcome<Begun | "over", "record-unknown">> => {
    const found = await resources.find(record);
    if (!found.ok) return found;
    const { now } = found.value;
    if (now.status !== "submitted" || now.round !== round) return accept("over");
    // The clock of this round is the last one, and shows its day even where the event is heard after it.
    const [clock] = now.clocks.slice(-1);
    const due = clock === undefined ? {} : { dueOn: clock.dueOn };
    return accept(await start({ record, flow: "review", round, title: now.work.content.name, ...due }));
  };

type Projecting = (found: Found<Resource>) => Promise<Outcome<"projected" | "known", "record-changed-meanwhile">>;

/** Something came into force or ceased to be: search shows the record as it stands, which may be ahead of the event. */
export const follow =
  ({ resources, project }: Store & Readonly<{ project: Projecting }>) =>
  async (record: string) => {
    const found = await resources.find(record);
    return found.ok ? project(found.value) : found;
  };
