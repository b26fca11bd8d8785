import type { CreditCode } from "../kernel/credit-code.ts";
import type { Day } from "../kernel/day.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { Role } from "../platform/principal.ts";
import { type Description, type Institution, type Kind, type Mode, placeOf } from "./institution.ts";

/** Which kind of body plays a part; parts that are not here are given in another way or to persons. */
const PLAYED_BY: Readonly<Partial<Record<Role, Kind>>> = {
  "competent-authority": "general-office",
  "big-data-center": "big-data-center",
  "opening-lead": "economy-informatisation",
  "item-review": "approval-reform",
  "network-security": "cyberspace",
  "district-authority": "district-authority",
};

/** Kinds that exist once in the city; a district has only its authority among the bodies with a part of their own. */
const OF_THE_CITY: readonly Kind[] = [
  "general-office",
  "big-data-center",
  "economy-informatisation",
  "approval-reform",
  "cyberspace",
  "municipal-department",
];

const BY_REFERENCE: readonly Kind[] = ["central-body", "funded-body"];

/** Departments of the municipal government: of these the General Office names who is responsible for a system. */
const DEPARTMENTS: readonly Kind[] = OF_THE_CITY.filter((kind) => kind !== "big-data-center");

/** A58, A59: how far the order binds a body of this kind. */
export const modeOf = (kind: Kind): Mode => {
  if (kind === "utility") return { bound: "for-public-service-data" };
  if (kind === "central-body") return { bound: "by-reference", for: ["data"] };
  return kind === "funded-body" ? { bound: "by-reference", for: ["data", "e-government"] } : { bound: "wholly" };
};

export const isOfItsLevel = bar("A5", "kind-of-another-level", ({ kind, level }: Description) => {
  if (kind === "district-authority" && level !== "district") return stop({ field: "/level", kind, level });
  return OF_THE_CITY.includes(kind) && level !== "city" ? stop({ field: "/level", kind, level }) : pass(level);
});

/** The General Office, the Big Data Center, the lead for opening and each district's authority play their own parts. */
export const playsPartsOfItsKind = bar("A5", "role-of-another-body", ({ kind, roles }: Description) => {
  const strange = roles.find((role) => role !== "institution" && PLAYED_BY[role] !== kind);
  if (strange !== undefined) return stop({ field: "/roles", role: strange, kind });
  return roles.includes("institution") && new Set(roles).size === roles.length
    ? pass(roles)
    : stop({ field: "/roles", role: "institution", kind });
});

/** A utility answers for the data of its public service; it takes no part in running the city's data. */
export const isMoreThanAUtility = bar("A58", "utility-plays-no-part", ({ kind, roles }: Description) =>
  kind === "utility" && roles.some((role) => role !== "institution") ? stop({ field: "/roles", kind }) : pass(roles),
);

/** Bodies that the order binds by reference play no part of their own under it. */
export const isMoreThanReferredTo = bar("A59", "referred-body-plays-no-part", ({ kind, roles }: Description) =>
  BY_REFERENCE.includes(kind) && roles.some((role) => role !== "institution")
    ? stop({ field: "/roles", kind })
    : pass(roles),
);

/** E-government (plans, projects, systems) binds central bodies not even by reference, and utilities not at all. */
export const isBoundInEGovernment = bar(
  "A59",
  "body-not-bound-in-e-government",
  ({ mode }: Pick<Institution, "mode">) =>
    mode.bound === "wholly" || (mode.bound === "by-reference" && mode.for.includes("e-government"))
      ? pass(mode)
      : stop({ bound: mode.bound }),
);

export const isMunicipalDepartment = bar(
  "A16",
  "department-not-municipal",
  ({ level, kind }: Pick<Institution, "level" | "kind">) =>
    level === "city" && DEPARTMENTS.includes(kind) ? pass(kind) : stop({ level, kind }),
);

/** Somebody must answer for a system at every time: its department goes only when another has taken over. */
export const isFreeOfCharges = bar("A16", "department-still-responsible", ({ charges }: Institution, today: Day) => {
  const held = charges.filter(({ until }) => until === undefined || today <= until);
  return held.length === 0 ? pass(charges) : stop({ responsibilities: held.map(({ id }) => id) });
});

type DescribeRefusal =
  | typeof isOfItsLevel.code
  | typeof playsPartsOfItsKind.code
  | typeof isMoreThanAUtility.code
  | typeof isMoreThanReferredTo.code;

/** A description that the law allows: the closest reason is given where several speak against it. */
const lawful = (described: Description): Outcome<Description, DescribeRefusal> => {
  for (const judge of [isOfItsLevel, isMoreThanAUtility, isMoreThanReferredTo, playsPartsOfItsKind]) {
    const judged = judge(described);
    if (!judged.ok) return judged;
  }
  return accept(described);
};

/** A new body on record. */
export const register = (id: CreditCode, described: Description, today: Day): Outcome<Institution, DescribeRefusal> => {
  const written = lawful(described);
  if (!written.ok) return written;
  return accept({ ...described, id, mode: modeOf(described.kind), status: "active", registeredOn: today, charges: [] });
};

/** What is written about it anew; a department that answers for a system stays one. */
export const amend = (
  { id, status, registeredOn, charges, security }: Institution,
  described: Description,
  because: string,
): Outcome<Institution, DescribeRefusal | "institution-dissolved" | typeof isMunicipalDepartment.code> => {
  if (status === "dissolved") return refuse("institution-dissolved", { id });
  const written = lawful(described);
  if (!written.ok) return written;
  const department = charges.length === 0 ? accept(described.kind) : isMunicipalDepartment(described);
  if (!department.ok) return department;
  const kept = { id, status, registeredOn, charges, because, ...(security === undefined ? {} : { security }) };
  return accept({ ...described, ...kept, mode: modeOf(described.kind) });
};

type Turn = Readonly<{ from: readonly Institution["status"][]; to: Institution["status"] }>;

/** What may become of a body; a dissolved one stays on record and never comes back. */
const TURNS = {
  suspend: { from: ["active"], to: "suspended" },
  resume: { from: ["suspended"], to: "active" },
  dissolve: { from: ["active", "suspended"], to: "dissolved" },
} as const satisfies Record<string, Turn>;
export type TurnName = keyof typeof TURNS;

export const turn = (
  institution: Institution,
  name: TurnName,
  because: string,
  today: Day,
): Outcome<Institution, "institution-status-otherwise" | typeof isFreeOfCharges.code> => {
  const { from, to }: Turn = TURNS[name];
  if (!from.includes(institution.status)) {
    return refuse("institution-status-otherwise", { status: institution.status, needs: from });
  }
  const free = name === "dissolve" ? isFreeOfCharges(institution, today) : accept(undefined);
  return free.ok ? accept({ ...institution, status: to, because }) : free;
};

/** Who plays which part: the city's parts once, a district's authority once in each district (A5). */
export const partsHeld = (it: Institution): readonly string[] =>
  it.status === "dissolved"
    ? []
    : it.roles.filter((role) => role !== "institution").map((role) => `${role}#${placeOf(it)}`);
