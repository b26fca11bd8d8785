import { type Because, recompute } from "../../kernel/clock.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { runOut, sweepCall } from "../../platform/due.ts";
import type { Answer, Call } from "../../platform/operation.ts";
import type { Found } from "../../platform/store/open.ts";
import { endRetirement } from "../resource/deciding.ts";
import type { Resource } from "../resource/resource.ts";
import { catalogueReviewedInTime } from "../resource/review.ts";
import type { Deps } from "./deps.ts";
import { about } from "./save.ts";

type Store = Pick<Deps, "resources">;
type Saved = Promise<Outcome<Answer<Resource>> | undefined>;

/** What a day that has begun does to a resource: its review is overdue, or its last day in force is over. */
export const dayHasBegun =
  ({ resources }: Store, today: Day, call: (found: Found<Resource>) => Call) =>
  async (found: Found<Resource>): Saved => {
    const { now } = found;
    if (now.status === "retiring") {
      if (now.retirement.endsOn >= today) return undefined;
      const event = { type: "catalog.resource-retired.v1", ...about(now) } as const;
      return resources.save(endRetirement(now, today), found, event, call(found));
    }
    const over = runOut(now, today);
    const [missed] = over?.missed ?? [];
    if (over === undefined || missed === undefined) return undefined;
    const event = { type: "catalog.review-overdue.v1", ...about(now), dueOn: missed.dueOn } as const;
    return resources.save({ ...now, clocks: over.clocks }, found, event, call(found));
  };

/**
 * Reckons every running review anew after the calendar has changed, each record in a transaction of its own. It may
 * end anywhere and begin again: what has been reckoned does not change twice. A record that somebody else changed
 * meanwhile makes the event be heard again.
 */
export const reckonAnew = async (
  { resources, calendar }: Pick<Deps, "resources" | "calendar">,
  due: AsyncGenerator<Found<Resource>>,
  why: Because,
): Promise<Outcome<{ moved: number }, "record-changed-meanwhile">> => {
  const official = await calendar();
  let [moved, lost] = [0, 0];
  for await (const found of due) {
    const { now, version } = found;
    const clocks = now.clocks.map((clock) => recompute(clock, official, why));
    const after = clocks.find((clock, at) => clock !== now.clocks[at] && clock.name === catalogueReviewedInTime.name);
    if (after === undefined) continue;
    const { dueOn } = after;
    const event = { type: "catalog.review-due-day-moved.v1", ...about(now), dueOn, because: why.because } as const;
    const saved = await resources.save({ ...now, clocks }, found, event, sweepCall("reckon-anew", now.id, version));
    if (saved.ok) moved++;
    else lost++;
  }
  return lost === 0 ? accept({ moved }) : refuse("record-changed-meanwhile", { lost });
};
