import { LIMITS } from "../../kernel/limits.ts";
import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import { convergesDirectly, isItsOwn, isItsToSee, submit } from "../batch/life.ts";
import { type Consent, needsConsent, restsOnABasis } from "../consent.ts";
import { Receipt } from "../contract/records.ts";
import type { receiving } from "../contract.ts";
import type { BatchEvent } from "../events.ts";
import { delta } from "../record/counts.ts";
import { merge } from "../record/merge.ts";
import { legalNumberOf } from "../row/check.ts";
import { checked, entryFor, institutionOf, mayCollect, named, poolTerms } from "./collecting.ts";
import type { ReceivingDeps } from "./deps.ts";
import { aboutOf, openFiles } from "./files.ts";

/** What comes in: a record or a consent, which are named under the pepper; a file, which is put into the quarantine. */
export const receivingUseCases = (deps: ReceivingDeps): UseCases<typeof receiving> => {
  const file = openFiles(deps.batches);
  return {
    collectRecord: async ({ resource, values, method, collectedOn }, call) => {
      const direct = convergesDirectly(call.by);
      if (!direct.ok) return direct;
      const institution = institutionOf(call.by);
      if (!institution.ok) return refuse("not-a-registered-collector");
      const terms = await poolTerms(deps, resource);
      if (!terms.ok) return terms;
      const row = await checked(deps, terms.value, values);
      if (!row.ok) return row;
      const { id } = row.value;
      const from = institution.value;
      const entry = entryFor(terms.value, from, method);
      const known = await deps.intake.known([id], { consents: !terms.value.providedForByLaw, method: entry });
      const may = mayCollect(terms.value, from, method, known.method(), deps.today());
      if (!may.ok) return may;
      const basis = restsOnABasis(terms.value, known.consent(id)?.now);
      if (!basis.ok) return basis;
      const number = legalNumberOf(terms.value, row.value.values);
      const subject = number === undefined ? {} : { subject: await deps.subjectOf(number) };
      const { edition } = terms.value;
      const before = known.record(id);
      const statement = { from, values: row.value.values, method, collectedOn, basis: basis.value };
      const merged = merge(before?.now, statement, { id, resource, edition, at: deps.now(), ...subject });
      if (!merged.ok) return merged;
      if (merged.value.outcome === "unchanged") {
        const items = before?.now.items ?? {};
        return accept({ now: { id, resource, edition, outcome: "unchanged" as const, items } });
      }
      const { record: after, outcome } = merged.value;
      if (Buffer.byteLength(JSON.stringify(after)) > LIMITS.recordBytes) return refuse("record-too-large");
      const event = {
        type: "collection.record-collected.v1",
        resource,
        from,
        delta: delta(before?.now, after),
      } as const;
      const told: Receipt = { id, resource, edition, outcome, items: after.items };
      return deps.intake.saveRecord({ before, after, event }, told, (answer) => Receipt.parse(answer), call);
    },

    recordConsent: async ({ resource, keys, purpose, proof, givenOn }, call) => {
      const institution = institutionOf(call.by);
      if (!institution.ok) return refuse("not-a-registered-collector");
      const from = institution.value;
      const terms = await poolTerms(deps, resource);
      if (!terms.ok) return terms;
      const needed = needsConsent(terms.value);
      if (!needed.ok) return needed;
      const record = await named(deps, terms.value, keys);
      if (!record.ok) return record;
      const { id } = record.value;
      const { method, compiledBy } = terms.value;
      const known = await deps.intake.known([id], { consents: true, method: entryFor(terms.value, from, method) });
      const may = mayCollect(terms.value, from, method, known.method(), deps.today());
      if (!may.ok) return may;
      const before = known.consent(id);
      if (before?.now.status === "given") return refuse("consent-exists", { id }, ["A20"]);
      const number = legalNumberOf(terms.value, record.value.values);
      const subject = number === undefined ? {} : { subject: await deps.subjectOf(number) };
      const about = { id, resource, compiledBy, from, purpose, proof, givenOn };
      const given: Consent = { status: "given", ...about, ...subject };
      return deps.consents.save(given, before, { type: "collection.consent-given.v1", resource, from }, call);
    },

    readUpload: async ({ id }, { by }) => {
      const found = await deps.batches.find(id);
      if (!found.ok) return found;
      const { now } = found.value;
      const seen = isItsToSee(now, by);
      if (!seen.ok) return seen;
      const its = isItsOwn(now, by);
      if (!its.ok) return its;
      if (now.status !== "awaiting-upload") {
        return refuse("batch-status-otherwise", { status: now.status, needs: ["awaiting-upload"] });
      }
      return accept({ now: await deps.addressFor(now) });
    },

    submitBatch: async ({ id }, call) => {
      const found = await file.own(id, call);
      if (!found.ok) return found;
      const submitted = submit(found.value.now, await deps.sent(found.value.now), deps.today());
      if (!submitted.ok) return submitted;
      const { route } = submitted.value;
      const waits = route.by === "by-district" ? { waitsFor: route.authority } : {};
      const event: BatchEvent = { type: "collection.batch-submitted.v1", ...aboutOf(submitted.value), ...waits };
      return file.save(submitted.value, found.value, event, call);
    },
  };
};
