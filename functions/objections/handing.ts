import type { Calendar } from "../kernel/calendar.ts";
import { type Clock, isRunning } from "../kernel/clock.ts";
import type { CreditCode } from "../kernel/credit-code.ts";
import type { Day } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import type { RecordId } from "../kernel/record-id.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { Principal } from "../platform/principal.ts";
import { isOpen } from "./filing.ts";
import { decidedByCenterInTime, decidedByDepartmentInTime, handedOverInTime } from "./in-time.ts";
import type { Objection, Open, WithCenter, WithDepartment } from "./objection.ts";

/** What the Center has found out: of which record of which resource it is. */
export type Named = Readonly<{
  resource?: Readonly<{ id: string; name: string }> | undefined;
  record?: RecordId | undefined;
}>;

/** The Center names the record that the objector could only describe; what has a name keeps it. */
export const nameRecord = <O extends Open>(objection: O, { resource, record }: Named): O => ({
  ...objection,
  ...(objection.resource !== undefined || resource === undefined
    ? {}
    : { resource: resource.id, resourceName: resource.name }),
  ...(objection.record !== undefined || record === undefined ? {} : { record }),
});

/** A record that has a name is not given another: that would be an objection to something else. */
export const isTheRecord = bar("A48", "objection-names-another-record", (objection: Objection, named: Named) => {
  const [resource, record] = [named.resource?.id, named.record];
  const other =
    (objection.record !== undefined && record !== undefined && record !== objection.record) ||
    (objection.resource !== undefined && resource !== undefined && resource !== objection.resource);
  return other ? stop({ field: "/record" }) : pass(named);
});

/** The Center alone hands over, and what lies with a department lies there. */
export const isWithTheCenter = bar("A48(2)", "objection-with-department", (objection: Open) =>
  objection.status === "with-center" ? pass(objection) : stop({ department: objection.department }),
);

/** A department does not hand over to itself what the Center has to correct: the Center decides what it compiles. */
export const isAnothersToCorrect = bar(
  "A48(2)",
  "objection-for-the-center",
  (department: CreditCode, { institution }: Principal) =>
    department === institution ? stop({ field: "/department" }) : pass(department),
);

/**
 * The clock of the hand-over ends and that of the department begins. What was taken for the Center's own had a clock of
 * the same length from the same day: it gives way, unless it was missed, which stays on record. A second hand-over
 * begins no clock: the five days go on.
 */
const clocksOf = (objection: WithCenter, today: Day, calendar: Calendar): Clock[] => {
  const own = objection.clocks.find(({ name }) => name === decidedByCenterInTime.name);
  const kept = objection.clocks.filter((it) => it !== own || !isRunning(it));
  const replaced = own !== undefined && isRunning(own);
  const handing = replaced ? [...kept, handedOverInTime.start(objection, calendar)] : kept;
  const handed = handedOverInTime.stop(handing, today);
  const begun = handed.some(({ name }) => name === decidedByDepartmentInTime.name);
  return begun ? handed : [...handed, decidedByDepartmentInTime.start({ handedOverOn: today }, calendar)];
};

type HandingRefused =
  | typeof isOpen.code
  | typeof isTheRecord.code
  | typeof isWithTheCenter.code
  | typeof isAnothersToCorrect.code;

/** A48(2): within a department's power, so it goes there, in time or late; another round begins. */
export const handOver = (
  objection: Objection,
  { department, ...named }: Named & Readonly<{ department: CreditCode }>,
  { by, today, calendar }: Readonly<{ by: Principal; today: Day; calendar: Calendar }>,
): Outcome<WithDepartment, HandingRefused> => {
  const open = isOpen(objection);
  if (!open.ok) return open;
  const center = isWithTheCenter(open.value);
  if (!center.ok) return center;
  const another = isAnothersToCorrect(department, by);
  if (!another.ok) return another;
  const its = isTheRecord(center.value, named);
  if (!its.ok) return its;
  const { route } = center.value;
  const known = route.power === "department" && route.department === department;
  return accept({
    ...nameRecord(center.value, named),
    status: "with-department",
    department,
    handedOverOn: today,
    held: [...center.value.held, { department, handedOverOn: today }],
    route: known ? route : { power: "department", department, because: "named-by-center", cites: "A48(2)" },
    round: center.value.round + 1,
    clocks: clocksOf(center.value, today, calendar),
  });
};

/** A48(2): what lies with a department is that department's, and nobody else's. */
export const isItsDepartmentsToDecide = bar(
  "A48(2)",
  "objection-not-yours-to-decide",
  (objection: Open, { institution }: Principal) =>
    objection.status === "with-department" && objection.department === institution
      ? pass(objection)
      : stop({ status: objection.status }),
);

/** A wrong route is sent back once: two bodies that send it to and fro would leave the objector between them. */
export const hasNotBeenSentBackYet = bar("A48(2)", "objection-sent-back-already", (objection: WithDepartment) =>
  objection.held.some(({ sentBack }) => sentBack !== undefined) ? stop({ id: objection.id }) : pass(objection),
);

type SendingRefused = typeof isOpen.code | typeof isItsDepartmentsToDecide.code | typeof hasNotBeenSentBackYet.code;

/** Back to the Center, with a reason. No clock is reset: the five days go on, whoever has it now. */
export const sendBack = (
  objection: Objection,
  reason: string,
  { by, today }: Readonly<{ by: Principal; today: Day }>,
): Outcome<WithCenter, SendingRefused> => {
  const open = isOpen(objection);
  if (!open.ok) return open;
  const its = isItsDepartmentsToDecide(open.value, by);
  if (!its.ok) return its;
  const first = hasNotBeenSentBackYet(its.value);
  if (!first.ok) return first;
  const { department: _department, handedOverOn: _on, ...rest } = first.value;
  const sentBack = { by: by.id, on: today, reason };
  return accept({
    ...rest,
    status: "with-center",
    held: rest.held.map((spell, at) => (at === rest.held.length - 1 ? { ...spell, sentBack } : spell)),
    route: { power: "center", because: "sent-back", cites: "A48(1)" },
    round: rest.round + 1,
  });
};
