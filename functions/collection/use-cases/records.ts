import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import type { ordinary } from "../contract.ts";
import { delta } from "../record/counts.ts";
import { saidBy, takeBack } from "../record/merge.ts";
import { institutionOf } from "./collecting.ts";
import type { Deps } from "./deps.ts";

type OfRecords = "withdrawRecord" | "listPoolRecords";

/** Sorts after every moment and id. */
const END = "~";

export const ofRecords = (deps: Deps): Pick<UseCases<typeof ordinary>, OfRecords> => ({
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
