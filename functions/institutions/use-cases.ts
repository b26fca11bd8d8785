import type { Day } from "../kernel/day.ts";
import { SHANGHAI } from "../kernel/division-code.ts";
import { type Outcome, refuse } from "../kernel/outcome.ts";
import type { Answer, Call, Takes, UseCases } from "../platform/operation.ts";
import { listed } from "../platform/page.ts";
import type { Change, CommitRefusal } from "../platform/store/commit.ts";
import type { Span } from "../platform/store/pages.ts";
import type { contract } from "./contract.ts";
import { amend, register, type TurnName, turn } from "./parts.ts";
import { end, name, type Responsibility } from "./responsibility.ts";
import {
  appoint,
  endPosts,
  isItsSecurityOfficer,
  isTheirsToSee,
  keepsThesePosts,
  securesItself,
  train,
  worksThere,
} from "./staff.ts";
import type { Stores } from "./store.ts";

type Claimed = "role-taken" | "system-has-a-department";

export type Deps = Readonly<{
  stores: Stores;
  /** Saves the changes of a responsibility and its department in one transaction. */
  saveTogether: (
    changes: readonly Change<Claimed>[],
    answer: Answer<Responsibility>,
    call: Call,
  ) => Promise<Outcome<Answer<Responsibility>, CommitRefusal | Claimed>>;
  today: () => Day;
  newId: () => string;
}>;

/** The part of the index that a wish names: places sort as the city, then its districts. */
const spanOf = ({ level, district, kind }: Takes<typeof contract.listInstitutions>): Span => {
  const hash = kind === undefined ? "institution" : `institution#${kind}`;
  if (level === "city" && district !== undefined) return { hash, from: "none", to: "none" };
  const place = level === "city" ? SHANGHAI : district;
  if (place !== undefined) return { hash, from: `${place}#`, to: `${place}#~` };
  return level === "district" ? { hash, from: `${SHANGHAI}#~` } : { hash };
};

const bodiesOver = ({ stores: { institutions, staff }, today }: Deps) => {
  const turning =
    (
      turned: TurnName,
      type:
        | "institutions.institution-suspended.v1"
        | "institutions.institution-resumed.v1"
        | "institutions.institution-dissolved.v1",
    ) =>
    async ({ id, because }: { id: string; because: string }, call: Call) => {
      const found = await institutions.findUnchanged(id, call);
      if (!found.ok) return found;
      const next = turn(found.value.now, turned, because, today());
      return next.ok ? institutions.save(next.value, found.value, { type }, call) : next;
    };

  return {
    registerInstitution: async ({ id, institution }, call) => {
      const registered = register(id, institution, today());
      if (!registered.ok) return registered;
      const event = { type: "institutions.institution-registered.v1" } as const;
      const saved = await institutions.save(registered.value, undefined, event, call);
      const exists = !saved.ok && saved.refusal.code === "record-changed-meanwhile";
      return exists ? refuse("institution-exists", { field: "/id", id }) : saved;
    },

    amendInstitution: async ({ id, institution, because }, call) => {
      const found = await institutions.findUnchanged(id, call);
      if (!found.ok) return found;
      const amended = amend(found.value.now, institution, because);
      if (!amended.ok) return amended;
      return institutions.save(amended.value, found.value, { type: "institutions.institution-amended.v1" }, call);
    },

    suspendInstitution: turning("suspend", "institutions.institution-suspended.v1"),
    resumeInstitution: turning("resume", "institutions.institution-resumed.v1"),
    dissolveInstitution: turning("dissolve", "institutions.institution-dissolved.v1"),

    setSecurity: async ({ id, ...security }, call) => {
      const own = securesItself(id, call.by);
      if (!own.ok) return own;
      const found = await institutions.findUnchanged(id, call);
      if (!found.ok) return found;
      const person = await staff.find(security.responsiblePerson);
      const officer = isItsSecurityOfficer(person.ok ? person.value.now : undefined, security, id, today());
      if (!officer.ok) return officer;
      const secured = { ...found.value.now, security };
      return institutions.save(secured, found.value, { type: "institutions.security-set.v1" }, call);
    },

    readInstitution: ({ id }) => institutions.find(id),

    listInstitutions: async ({ cursor, limit, ...wish }) => {
      const index = wish.kind === undefined ? "byRegister" : "byGroup";
      return listed(await institutions.list(index, spanOf(wish), { cursor, limit }));
    },
  } satisfies Partial<UseCases<typeof contract>>;
};

const chargesOver = ({ stores: { institutions, responsibilities }, saveTogether, today, newId }: Deps) =>
  ({
    nameResponsibleDepartment: async ({ id, ...naming }, call) => {
      const found = await institutions.findUnchanged(id, call);
      if (!found.ok) return found;
      const named = name(found.value.now, naming, newId(), today());
      if (!named.ok) return named;
      const { responsibility, department } = named.value;
      const received = { type: "institutions.charge-received.v1", responsibility: responsibility.id } as const;
      const event = { type: "institutions.responsibility-named.v1", department: department.id } as const;
      return saveTogether(
        [
          responsibilities.change(responsibility, undefined, event, call),
          institutions.change(department, found.value, received, call),
        ],
        { now: responsibility, version: 1 },
        call,
      );
    },

    endResponsibility: async ({ responsibility: id, because }, call) => {
      const found = await responsibilities.findUnchanged(id, call);
      if (!found.ok) return found;
      const body = await institutions.find(found.value.now.department);
      if (!body.ok) return body;
      const ended = end(found.value.now, body.value.now, because, today());
      if (!ended.ok) return ended;
      const { responsibility, department } = ended.value;
      const event = { type: "institutions.responsibility-ended.v1", department: department.id } as const;
      const lost = { type: "institutions.charge-lost.v1", responsibility: id } as const;
      return saveTogether(
        [
          responsibilities.change(responsibility, found.value, event, call),
          institutions.change(department, body.value, lost, call),
        ],
        { now: responsibility, version: found.value.version + 1 },
        call,
      );
    },

    readResponsibility: ({ responsibility }) => responsibilities.find(responsibility),

    listResponsibilities: async ({ department, ...wish }) => {
      const found =
        department === undefined
          ? await responsibilities.list("byRegister", { hash: "responsibility" }, wish)
          : await responsibilities.list("byGroup", { hash: `responsibility#${department}` }, wish);
      return listed(found);
    },
  }) satisfies Partial<UseCases<typeof contract>>;

const postsOver = ({ stores: { institutions, staff }, today }: Deps) => {
  /** Somebody's record, for whoever keeps the posts of the institution that they work in. */
  const theirs = async (id: string, person: string, call: Call) => {
    const keeps = keepsThesePosts(id, call.by);
    return keeps.ok ? staff.findUnchanged(person, call, (it) => worksThere(it, id)) : keeps;
  };

  return {
    appointStaff: async ({ id, person, ...appointment }, call) => {
      const keeps = keepsThesePosts(id, call.by);
      if (!keeps.ok) return keeps;
      const body = await institutions.find(id);
      if (!body.ok) return body;
      const found = await staff.findUnchanged(person, call);
      if (!found.ok && found.refusal.code !== "record-unknown") return found;
      const known = found.ok ? found.value : undefined;
      const about = { known: known?.now, institution: body.value.now, by: call.by, today: today() };
      const appointed = appoint(person, appointment, about);
      if (!appointed.ok) return appointed;
      const event = { type: "institutions.staff-appointed.v1", institution: body.value.now.id } as const;
      return staff.save(appointed.value, known, event, call);
    },

    renewTraining: async ({ id, person, trainedUntil }, call) => {
      const found = await theirs(id, person, call);
      if (!found.ok) return found;
      const trained = train(found.value.now, trainedUntil, { institution: id, by: call.by, today: today() });
      if (!trained.ok) return trained;
      return staff.save(trained.value, found.value, { type: "institutions.staff-trained.v1", institution: id }, call);
    },

    endPosts: async ({ id, person, because }, call) => {
      const found = await theirs(id, person, call);
      if (!found.ok) return found;
      const ended = endPosts(found.value.now, because, { institution: id, by: call.by, today: today() });
      if (!ended.ok) return ended;
      return staff.save(ended.value, found.value, { type: "institutions.staff-ended.v1", institution: id }, call);
    },

    readStaff: async ({ id, person }, { by }) => {
      const seen = isTheirsToSee(id, by);
      if (!seen.ok) return seen;
      const found = await staff.find(person);
      if (!found.ok) return found;
      const there = worksThere(found.value.now, id);
      return there.ok ? found : there;
    },

    listStaff: async ({ id, ...wish }, { by }) => {
      const seen = isTheirsToSee(id, by);
      if (!seen.ok) return seen;
      return listed(await staff.list("byGroup", { hash: `staff#${id}` }, wish));
    },
  } satisfies Partial<UseCases<typeof contract>>;
};

export const useCases = (deps: Deps): UseCases<typeof contract> => ({
  ...bodiesOver(deps),
  ...chargesOver(deps),
  ...postsOver(deps),
});
