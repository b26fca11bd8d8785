import { dayOf } from "../../functions/kernel/day.ts";
import type { Role } from "../../functions/platform/principal.ts";
import { seededInstitutions, seededStaff } from "../../local/seed/bodies.ts";
import type { Person } from "./caller.ts";
import type { Named } from "./operations.ts";

const today = dayOf(Date.parse("2026-11-24T01:00:00Z"));
const rolesOf = new Map(
  seededInstitutions(today).map(({ id, roles, charges }): [string, Role[]] => [
    id,
    charges.length > 0 ? [...roles, "responsible-department"] : roles,
  ]),
);

/** Staff of education come first: it compiles and provides what the examples of the contracts are about. */
const staff = seededStaff(today).sort(
  (one, other) => Number(other.id.startsWith("education.")) - Number(one.id.startsWith("education.")),
);

/** Somebody who is let in, by what the operation says of role and post: what the fields hold is looked at only then. */
export const competent = ({ operation: { post, who } }: Named): Person | undefined => {
  if (who === "nobody-known") return undefined;
  const its = staff.find(
    ({ institution, posts }) =>
      (post === undefined || posts.includes(post)) &&
      (who === "everyone" || who.some((role) => rolesOf.get(institution)?.includes(role))),
  );
  return its?.id ?? "person.lin";
};
