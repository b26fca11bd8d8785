import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { PlainText } from "../kernel/text.ts";
import type { Charge, Institution } from "./institution.ts";
import { isMunicipalDepartment } from "./parts.ts";

/** What the General Office writes when it names a responsible department. */
export const Naming = z.strictObject({
  system: PlainText(LIMITS.nameCharacters).meta({ description: "The system whose public data it answers for" }),
  duty: PlainText(LIMITS.writtenCharacters).meta({ description: "The statutory duty that makes it this department's" }),
  document: PlainText(LIMITS.nameCharacters).meta({ description: "The document by which it was named" }),
  from: Day,
  until: Day.exactOptional(),
});
export type Naming = z.infer<typeof Naming>;

const Named = z.object({ ...Naming.shape, id: z.uuid(), department: CreditCode, namedOn: Day });

/** One system and the municipal department that answers for its public data. */
export const Responsibility = z
  .discriminatedUnion("status", [
    Named.extend({ status: z.literal("in-force") }),
    Named.extend({
      status: z.literal("ended"),
      endedOn: Day,
      because: PlainText(LIMITS.writtenCharacters),
    }),
  ])
  .meta({ id: "Responsibility", description: "市级责任部门的确定。A system's responsible department." });
export type Responsibility = z.infer<typeof Responsibility>;
type InForce = Extract<Responsibility, { status: "in-force" }>;
type Ended = Extract<Responsibility, { status: "ended" }>;

export const isInOrder = bar("A16", "responsibility-ends-before-it-begins", ({ from, until }: Naming) =>
  until !== undefined && until < from ? stop({ field: "/until", from, until }) : pass(from),
);

export const isAtWork = bar("A16", "institution-not-active", ({ status, id }: Institution) =>
  status === "active" ? pass(id) : stop({ status }),
);

export const isInForce = bar("A16", "responsibility-ended", (it: Responsibility) =>
  it.status === "in-force" ? pass(it) : stop({ endedOn: it.endedOn }),
);

type NameRefusal = typeof isInOrder.code | typeof isAtWork.code | typeof isMunicipalDepartment.code;
type Changed<R> = Readonly<{ responsibility: R; department: Institution }>;

const withCharges = (institution: Institution, charges: readonly Charge[]): Institution => ({
  ...institution,
  charges: [...charges],
});

/** The department is named: the system's record, and the department's own record with its new charge. */
export const name = (
  department: Institution,
  naming: Naming,
  id: string,
  today: Day,
): Outcome<Changed<InForce>, NameRefusal> => {
  for (const judged of [isAtWork(department), isMunicipalDepartment(department), isInOrder(naming)]) {
    if (!judged.ok) return judged;
  }
  const { from, until } = naming;
  const charge = { id, from, ...(until === undefined ? {} : { until }) };
  return accept({
    responsibility: { ...naming, id, department: department.id, namedOn: today, status: "in-force" },
    department: withCharges(department, [...department.charges, charge]),
  });
};

/** The responsibility ends today; the department stops being responsible at once. */
export const end = (
  responsibility: Responsibility,
  department: Institution,
  because: string,
  today: Day,
): Outcome<Changed<Ended>, typeof isInForce.code> => {
  const inForce = isInForce(responsibility);
  if (!inForce.ok) return inForce;
  const rest = department.charges.filter(({ id }) => id !== responsibility.id);
  return accept({
    responsibility: { ...inForce.value, status: "ended", endedOn: today, because },
    department: withCharges(department, rest),
  });
};
