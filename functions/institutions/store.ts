import { sameName } from "../kernel/text.ts";
import { declareStore } from "../platform/store/declare.ts";
import type { Store } from "../platform/store/open.ts";
import { InstitutionEvent, ResponsibilityEvent, StaffEvent } from "./events.ts";
import { Institution, placeOf } from "./institution.ts";
import { partsHeld } from "./parts.ts";
import { Responsibility } from "./responsibility.ts";
import { Staff } from "./staff.ts";

/** Bodies by place (city first, then districts), and by kind and place. */
export const institutions = declareStore({
  kind: "institution",
  holds: Institution,
  announces: InstitutionEvent,
  id: ({ id }) => id,
  indexes: {
    byRegister: (it) => ({ hash: "institution", range: `${placeOf(it)}#${it.id}` }),
    byGroup: (it) => ({ hash: `institution#${it.kind}`, range: `${placeOf(it)}#${it.id}` }),
  },
  /** The city's parts are each played by one body, a district's authority is one of that district (A5). */
  claims: (it) =>
    partsHeld(it).map((part) => ({
      name: `part#${part}`,
      holds: true,
      refusal: "role-taken" as const,
      cites: "A5" as const,
      label: "/roles",
    })),
});

/** Systems with their departments; a system has one at a time (A16). */
export const responsibilities = declareStore({
  kind: "responsibility",
  holds: Responsibility,
  announces: ResponsibilityEvent,
  id: ({ id }) => id,
  indexes: {
    byRegister: (it) => ({ hash: "responsibility", range: `${it.from}#${it.id}` }),
    byGroup: (it) => ({ hash: `responsibility#${it.department}`, range: `${it.from}#${it.id}` }),
  },
  claims: (it) =>
    it.status === "ended"
      ? []
      : [
          {
            name: `system#${sameName(it.system)}`,
            holds: true,
            refusal: "system-has-a-department" as const,
            cites: "A16" as const,
            label: "/system",
          },
        ],
});

/** People in posts, listed by their institution; those whose posts have ended are in no list. */
export const staff = declareStore({
  kind: "staff",
  holds: Staff,
  announces: StaffEvent,
  id: ({ id }) => id,
  indexes: {
    byGroup: (it) => (it.status === "in-post" ? { hash: `staff#${it.institution}`, range: it.id } : undefined),
  },
});

/** Every store of the context's table. */
export const stores = [institutions, responsibilities, staff] as const;

export type Stores = Readonly<{
  institutions: Store<typeof institutions>;
  responsibilities: Store<typeof responsibilities>;
  staff: Store<typeof staff>;
}>;
