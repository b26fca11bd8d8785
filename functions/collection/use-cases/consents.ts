import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import type { Principal } from "../../platform/principal.ts";
import { type Consent, isStillGiven, needsConsent, restsOnConsent } from "../consent.ts";
import type { contract } from "../contract.ts";
import { delta } from "../record/counts.ts";
import { takeBack } from "../record/merge.ts";
import { entryFor, institutionOf, mayCollect, named, poolTerms } from "./collecting.ts";
import type { Deps } from "./deps.ts";

type OfConsents = "recordConsent" | "withdrawConsent" | "readConsent";

/** A consent is for who has asked for it, and for the department whose pool rests on it. */
const isTheirs = ({ from, compiledBy }: Consent, { institution }: Principal): boolean =>
  institution !== undefined && (institution === from || institution === compiledBy);

export const ofConsents = (deps: Deps): Pick<UseCases<typeof contract>, OfConsents> => ({
  recordConsent: async ({ resource, keys, purpose, proof, givenOn }, call) => {
    const institution = institutionOf(call.by);
    if (!institution.ok) return refuse("not-a-registered-collector");
    const from = institution.value;
    const terms = await poolTerms(deps, resource);
    if (!terms.ok) return terms;
    const needed = needsConsent(terms.value);
    if (!needed.ok) return needed;
    const record = named(terms.value, keys);
    if (!record.ok) return record;
    const { id } = record.value;
    const { method, compiledBy } = terms.value;
    const known = await deps.intake.known([id], { consents: true, method: entryFor(terms.value, from, method) });
    const may = mayCollect(terms.value, from, method, known.method(), deps.today());
    if (!may.ok) return may;
    const before = known.consent(id);
    if (before?.now.status === "given") return refuse("consent-exists", { id }, ["A20"]);
    const given: Consent = { status: "given", id, resource, compiledBy, from, purpose, proof, givenOn };
    return deps.consents.save(given, before, { type: "collection.consent-given.v1", resource, from }, call);
  },

  withdrawConsent: async ({ id }, call) => {
    const known = await deps.intake.known([id], { consents: true });
    const before = known.consent(id);
    if (before === undefined || !isTheirs(before.now, call.by)) return refuse("record-unknown", { id });
    const given = isStillGiven(before.now);
    if (!given.ok) return given;
    const { resource, from } = given.value;
    const after: Consent = { ...given.value, status: "withdrawn", withdrawnOn: deps.today() };
    const event = { type: "collection.consent-withdrawn.v1", resource, from } as const;
    const record = known.record(id);
    const without = record === undefined ? undefined : takeBack(record.now, restsOnConsent, deps.now());
    const gone =
      record === undefined || without === undefined
        ? []
        : [
            {
              before: record,
              after: without,
              event: {
                type: "collection.record-withdrawn.v1",
                resource,
                from,
                because: "consent",
                delta: delta(record.now, without),
              } as const,
            },
          ];
    return deps.intake.saveConsent({ before, after, event }, gone, call);
  },

  readConsent: async ({ id }, { by }) => {
    const found = await deps.consents.find(id);
    if (!found.ok) return found;
    return isTheirs(found.value.now, by) ? accept(found.value) : refuse("record-unknown", { id });
  },
});
