import { type Clock, clock, isRunning } from "../kernel/clock.ts";
import type { CreditCode } from "../kernel/credit-code.ts";
import type { Day } from "../kernel/day.ts";
import type { Objection } from "./objection.ts";

type Received = Readonly<{ receivedOn: Day }>;
const receipt = ({ receivedOn }: Received) => receivedOn;

/** The lengths are the law's own, so no setting touches them; the day of receipt is not counted. */
export const dataMarkedInTime = clock("data-marked-in-time", "A48", { workingDays: 1, startsOn: receipt });
export const decidedByCenterInTime = clock("objection-decided-by-center-in-time", "A48(1)", {
  workingDays: 2,
  startsOn: receipt,
});
export const handedOverInTime = clock("objection-handed-over-in-time", "A48(2)", { workingDays: 2, startsOn: receipt });
/** On the platform to hand over is to receive. */
export const decidedByDepartmentInTime = clock("objection-decided-by-department-in-time", "A48(2)", {
  workingDays: 5,
  startsOn: ({ handedOverOn }: Readonly<{ handedOverOn: Day }>) => handedOverOn,
});

/** Every clock that the decision ends, whoever takes it; a withdrawal ends them too. */
export const ended = (clocks: readonly Clock[], on: Day): Clock[] =>
  [dataMarkedInTime, decidedByCenterInTime, handedOverInTime, decidedByDepartmentInTime].reduce(
    (left, each) => each.stop(left, on),
    [...clocks],
  );

/** The clock of the step in hand: marking goes on beside it. */
export const clockInHand = ({ clocks }: Pick<Objection, "clocks">): Clock | undefined =>
  clocks.findLast((it) => isRunning(it) && it.name !== dataMarkedInTime.name);

/** The department that held it on the first day on which the clock was over; without one the Center has missed it. */
export const missedBy = ({ held }: Pick<Objection, "held">, { name, missedOn }: Clock): CreditCode | "center" => {
  if (missedOn === undefined || name !== decidedByDepartmentInTime.name) return "center";
  const holding = held.find(
    ({ handedOverOn, sentBack }) => handedOverOn < missedOn && (sentBack === undefined || missedOn <= sentBack.on),
  );
  return holding?.department ?? "center";
};
