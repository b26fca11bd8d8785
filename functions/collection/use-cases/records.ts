import { LIMITS } from "../../kernel/limits.ts";
import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import { convergesDirectly } from "../batch/life.ts";
import { restsOnABasis } from "../consent.ts";
import { Receipt } from "../contract/records.ts";
import type { contract } from "../contract.ts";
import { delta } from "../record/counts.ts";
import { merge, saidBy, takeBack } from "../record/merge.ts";
import { legalNumberOf } from "../row/check.ts";
import { checked, entryFor, institutionOf, mayCollect, poolTerms } from "./collecting.ts";
import type { Deps } from "./deps.ts";

type OfRecords = "collectRecord" | "withdrawRecord" | "listPoolRecords";

/** Sorts after every moment and id. */
const END = "~";

export const ofRecords = (deps: Deps): Pick<UseCases<typeof contract>, OfRecords> => ({
  collectRecord: async ({ resource, values, method, collectedOn }, call) => {
    const direct = convergesDirectly(call.by);
    if (!direct.ok) return direct;
    const institution = institutionOf(call.by);
    if (!institution.ok) return refuse("not-a-registered-collector");
    const terms = await poolTerms(deps, resource);
    if (!terms.ok) return terms;
    const row = checked(terms.value, values);
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

  withdrawRecord: async ({ id }, call) => {
    const institution = institutionOf(call.by);
    if (!institution.ok) return institution;
    const found = await deps.records.findUnchanged(id, call);
    if (!found.ok) return found;
    const { now } = found.value;
    const after = takeBack(now, saidBy(institution.value), deps.now());
    // Whether a record is there is nobody's to know who has said nothing of it.
    if (after === undefined) return refuse("record-unknown", { id });
    const event = {
      type: "collection.record-withdrawn.v1",
      resource: now.resource,
      from: institution.value,
      because: "source",
      delta: delta(now, after),
    } as const;
    const told = { id, status: after.status };
    const parse = () => told;
    return deps.intake.saveRecord({ before: found.value, after, event }, told, parse, call);
  },

  listPoolRecords: async ({ resource, since, ...page }, { by }) => {
    const binding = await deps.catalogue(resource);
    if (!binding.ok) return binding;
    const { compiledBy, content } = binding.value;
    const isTheirs = by.institution === compiledBy || by.institution === content.provider.code;
    if (!isTheirs) return refuse("record-unknown", { id: resource });
    const span = { hash: resource, ...(since === undefined ? {} : { from: since }), to: END };
    const found = await deps.records.list("byChange", span, page);
    if (!found.ok) return found;
    const items = found.value.items.map(({ now, version }) => ({
      id: now.id,
      version,
      changedAt: now.changedAt,
      status: now.status,
      sources: now.statements.length,
      conflicting: Object.keys(now.items).filter((code) => now.items[code] === "conflicting"),
    }));
    return accept({ now: { ...found.value, items } });
  },
});
