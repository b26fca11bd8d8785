import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import type { Principal } from "../../platform/principal.ts";
import { type Consent, isStillGiven, isTheirsToWithdraw, restsOnConsent } from "../consent.ts";
import type { ordinary } from "../contract.ts";
import { delta } from "../record/counts.ts";
import { takeBack } from "../record/merge.ts";
import type { Deps } from "./deps.ts";

type OfConsents = "withdrawConsent" | "readConsent";

/** A consent is for who has asked for it, and for the department whose pool rests on it. */
const isTheirs = ({ from, compiledBy }: Consent, { institution }: Principal): boolean =>
  institution !== undefined && (institution === from || institution === compiledBy);

export const ofConsents = (deps: Deps): Pick<UseCases<typeof ordinary>, OfConsents> => ({
  withdrawConsent: async ({ id }, call) => {
    const known = await deps.intake.known([id], { consents: true });
    const before = known.consent(id);
    if (before === undefined) return refuse("record-unknown", { id });
    const record = known.record(id);
    const theirs = isTheirsToWithdraw(before.now, [record?.now.subject], call.by);
    if (!theirs.ok) return theirs;
    const given = isStillGiven(theirs.value);
    if (!given.ok) return given;
    const { resource, from } = given.value;
    const after: Consent = { ...given.value, status: "withdrawn", withdrawnOn: deps.today() };
    const event = { type: "collection.consent-withdrawn.v1", resource, from } as const;
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
