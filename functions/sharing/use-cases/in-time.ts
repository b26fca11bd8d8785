import { type Because, recompute } from "../../kernel/clock.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { runOut, sweepCall } from "../../platform/due.ts";
import type { Answer } from "../../platform/operation.ts";
import type { Found } from "../../platform/store/open.ts";
import { of } from "../events/granting.ts";
import { about, waitsAt } from "../events/requesting.ts";
import { type Grant, isLive } from "../grant.ts";
import { expire } from "../granting.ts";
import type { Request } from "../request/request.ts";
import type { Deps } from "./deps.ts";

type Hearing = Pick<Deps, "stores">;
type Saved = Promise<Outcome<Answer<unknown>> | undefined>;

/** A clock that has run out goes on record, and the request waits on: late is not lost. */
export const markOverdue =
  ({ stores: { requests } }: Hearing, today: Day, job: string) =>
  async (found: Found<Request>): Saved => {
    const { now, version } = found;
    const over = runOut(now, today);
    const [missed] = over?.missed ?? [];
    if (over === undefined || missed === undefined) return undefined;
    const event = { type: "sharing.request-overdue.v1", ...about(now, now), dueOn: missed.dueOn } as const;
    return requests.save({ ...now, clocks: over.clocks }, found, event, sweepCall(job, now.id, version));
  };

/** A grant whose last day is over. */
export const expireOver =
  ({ stores: { grants } }: Hearing, today: Day, job: string) =>
  async (found: Found<Grant>): Saved => {
    const { now, version } = found;
    if (!isLive(now) || now.until >= today) return undefined;
    const grant = expire(now, today);
    const event = { type: "sharing.grant-expired.v1", ...of(grant), cites: "A26p2" } as const;
    return grants.save(grant, found, event, sweepCall(job, now.id, version));
  };

/** Reckons every running clock anew after the calendar has changed, each request in a transaction of its own. */
export const reckonAnew = async (
  { stores: { requests }, calendar }: Pick<Deps, "stores" | "calendar">,
  due: AsyncGenerator<Found<Request>>,
  why: Because,
): Promise<Outcome<{ moved: number }, "record-changed-meanwhile">> => {
  const official = await calendar();
  let [moved, lost] = [0, 0];
  for await (const found of due) {
    const { now, version } = found;
    const clocks = now.clocks.map((clock) => recompute(clock, official, why));
    const after = clocks.find((clock, at) => clock !== now.clocks[at]);
    if (after === undefined) continue;
    const said = { ...about(now, now), steps: waitsAt(now), dueOn: after.dueOn, because: why.because };
    const event = { type: "sharing.request-due-day-moved.v1", ...said } as const;
    const saved = await requests.save({ ...now, clocks }, found, event, sweepCall("reckon-anew", now.id, version));
    if (saved.ok) moved++;
    else lost++;
  }
  return lost === 0 ? accept({ moved }) : refuse("record-changed-meanwhile", { lost });
};
