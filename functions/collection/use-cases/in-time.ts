import { type Because, type Clock, recompute } from "../../kernel/clock.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { dueBy, runOut, sweepCall } from "../../platform/due.ts";
import type { Answer, Call } from "../../platform/operation.ts";
import type { Fault } from "../quality/fault.ts";
import type { Verification } from "../verification/verification.ts";
import type { Governing } from "./governing.ts";

type Found<T> = Readonly<{ now: T; version: number }>;
type Saved = Promise<Outcome<Answer<unknown>> | undefined>;
type Clocked = Pick<Governing, "verifications" | "faults">;

/** Verifications that are due until this day. */
export const dueVerifications = ({ verifications }: Clocked, until: Day): AsyncGenerator<Found<Verification>> =>
  dueBy(verifications, until);

/** Faults that are to be mended until this day: they have an index of their own. */
export const dueFaults = ({ faults }: Clocked, until: Day): AsyncGenerator<Found<Fault>> =>
  dueBy<Fault>({ list: (_index, span, wish) => faults.list("byFixDay", span, wish) }, until);

const onVerification = ({ round, compiledBy }: Verification) => ({ round, compiledBy });
const onFault = ({ resource, responsible }: Fault) => ({ resource, responsible });

/** A verification that has run out goes on record, and blocks nothing. */
export const verificationOverdue =
  ({ verifications }: Clocked, today: Day, call: (found: Found<Verification>) => Call) =>
  async (found: Found<Verification>): Saved => {
    const over = runOut(found.now, today);
    const [missed] = over?.missed ?? [];
    if (over === undefined || missed === undefined) return undefined;
    const { dueOn } = missed;
    const event = { type: "collection.verification-overdue.v1", ...onVerification(found.now), dueOn } as const;
    return verifications.save({ ...found.now, clocks: over.clocks }, found, event, call(found));
  };

/** A fault that was not mended by its day goes on record, and stays open. */
export const faultOverdue =
  ({ faults }: Clocked, today: Day, call: (found: Found<Fault>) => Call) =>
  async (found: Found<Fault>): Saved => {
    const over = runOut(found.now, today);
    const [missed] = over?.missed ?? [];
    if (over === undefined || missed === undefined) return undefined;
    const event = { type: "collection.fault-overdue.v1", ...onFault(found.now), dueOn: missed.dueOn } as const;
    return faults.save({ ...found.now, clocks: over.clocks }, found, event, call(found));
  };

type Reckoned = Readonly<{ clocks: Clock[]; dueOn: Day }>;

/** Moves the due day of each record by the calendar that has changed; what somebody else changed is left for later. */
const reckonEach = async <T extends Readonly<{ id: string; clocks: Clock[] }>>(
  due: AsyncGenerator<Found<T>>,
  anew: (clock: Clock) => Clock,
  save: (found: Found<T>, reckoned: Reckoned, call: Call) => Promise<Outcome<unknown>>,
): Promise<{ moved: number; lost: number }> => {
  let [moved, lost] = [0, 0];
  for await (const found of due) {
    const clocks = found.now.clocks.map(anew);
    const after = clocks.find((clock, at) => clock !== found.now.clocks[at]);
    if (after === undefined) continue;
    const call = sweepCall("reckon-anew", found.now.id, found.version);
    const saved = await save(found, { clocks, dueOn: after.dueOn }, call);
    if (saved.ok) moved++;
    else lost++;
  }
  return { moved, lost };
};

/** Reckons all running clocks anew after the calendar has changed; may end anywhere and be heard again. */
export const reckonAnew = async (
  deps: Clocked & Pick<Governing, "calendar">,
  until: Day,
  why: Because,
): Promise<Outcome<{ moved: number }, "record-changed-meanwhile">> => {
  const official = await deps.calendar();
  const anew = (clock: Clock) => recompute(clock, official, why);
  const { because } = why;
  const verified = await reckonEach(dueVerifications(deps, until), anew, (found, { clocks, dueOn }, call) => {
    const type = "collection.verification-due-day-moved.v1" as const;
    const event = { type, ...onVerification(found.now), dueOn, because };
    return deps.verifications.save({ ...found.now, clocks }, found, event, call);
  });
  const mended = await reckonEach(dueFaults(deps, until), anew, (found, { clocks, dueOn }, call) => {
    const event = { type: "collection.fault-due-day-moved.v1", ...onFault(found.now), dueOn, because } as const;
    return deps.faults.save({ ...found.now, clocks }, found, event, call);
  });
  const lost = verified.lost + mended.lost;
  return lost === 0 ? accept({ moved: verified.moved + mended.moved }) : refuse("record-changed-meanwhile", { lost });
};
