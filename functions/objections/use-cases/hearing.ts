import { dayOf, type Instant } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Call } from "../../platform/operation.ts";
import { about } from "../events/objecting.ts";
import { countedOf } from "../figures.ts";
import { dataMarkedInTime } from "../in-time.ts";
import type { Deps } from "./deps.ts";

/** The record bears the mark of this objection: the clock of the mark ends, on the day on which it was made. */
export const markMade =
  ({ objections, save }: Pick<Deps, "objections" | "save">) =>
  async (id: string, at: Instant, call: Call): Promise<Outcome<unknown>> => {
    const found = await objections.find(id);
    // Nobody else marks; a mark of an objection that is not there would be somebody's mistake, and ends here.
    if (!found.ok) return found;
    const { now } = found.value;
    const clocks = dataMarkedInTime.stop(now.clocks, dayOf(at));
    if (JSON.stringify(clocks) === JSON.stringify(now.clocks)) return accept("known");
    const marked = { ...now, clocks };
    return save(marked, found.value, { type: "objections.marked.v1", ...about(marked, now) }, call);
  };

/** Something has happened to an objection: it counts for what it is now, once (A24). */
export const countAnew =
  ({ objections, figures, calendar }: Pick<Deps, "objections" | "figures" | "calendar">) =>
  async (id: string, call: Call): Promise<Outcome<unknown>> => {
    const [found, official] = await Promise.all([objections.find(id), calendar()]);
    if (!found.ok) return found;
    const { now, version } = found.value;
    return figures.count(id, version, countedOf(now, official), { ...call, operation: `${call.operation}:count` });
  };
