import { clockwork } from "../../platform/clockwork.ts";
import type { Fault } from "../quality/fault.ts";
import type { Verification } from "../verification/verification.ts";
import type { Governing } from "./governing.ts";

const onVerification = ({ round, compiledBy }: Verification) => ({ round, compiledBy });
const onFault = ({ resource, responsible }: Fault) => ({ resource, responsible });

type Clocked = Pick<Governing, "verifications" | "faults" | "calendar" | "today">;

/** What time does to verifications and to faults: they are overdue, or due on another day, and nothing is blocked by it. */
export const inTime = ({ verifications, faults, calendar, today }: Clocked) => ({
  verifications: clockwork({ store: verifications, calendar, today })({
    overdue: (it, { dueOn }) => ({ type: "collection.verification-overdue.v1", ...onVerification(it), dueOn }),
    moved: (it, { dueOn }, because) => ({
      type: "collection.verification-due-day-moved.v1",
      ...onVerification(it),
      dueOn,
      because,
    }),
  }),
  faults: clockwork({ store: faults, calendar, today })({
    overdue: (it, { dueOn }) => ({ type: "collection.fault-overdue.v1", ...onFault(it), dueOn }),
    moved: (it, { dueOn }, because) => ({
      type: "collection.fault-due-day-moved.v1",
      ...onFault(it),
      dueOn,
      because,
    }),
  }),
});
