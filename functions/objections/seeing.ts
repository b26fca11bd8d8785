import type { CreditCode } from "../kernel/credit-code.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { Principal } from "../platform/principal.ts";
import type { Objection } from "./objection.ts";

/** The Center, and every department that has had it. */
export const isItsKeepers = ({ held }: Pick<Objection, "held">, { institution, roles }: Principal): boolean =>
  roles.includes("big-data-center") || held.some(({ department }) => department === institution);

/** The person it is from, and whoever has filed it for them. */
const isItsObjector = ({ objector, filed }: Objection, by: Principal): boolean =>
  objector.subject === by.subject || filed.by === by.id;

/** A47: an objection is about somebody; it is for them, the Center and its department. To others it is not there. */
export const isObjectionToSee = bar("A47", "record-unknown", (objection: Objection, by: Principal) =>
  isItsObjector(objection, by) || isItsKeepers(objection, by) ? pass(objection) : stop({ id: objection.id }),
);

/** What stands beside it (other objections, who holds the data) is for those who keep it. */
export const isObjectionToKeep = bar("A47", "record-unknown", (objection: Objection, by: Principal) =>
  isItsKeepers(objection, by) ? pass(objection) : stop({ id: objection.id }),
);

/** By whose name it is listed among the open ones: the Center's part, or the department. */
export const holderOf = (objection: Objection): CreditCode | "center" =>
  objection.status === "with-department" ? objection.department : "center";
