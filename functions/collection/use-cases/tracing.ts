import { accept } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import type * as governing from "../contract/governing.ts";
import { isTheirsToTrace } from "../quality/trace.ts";
import { resourceOf } from "../record/id.ts";
import type { Governing } from "./governing.ts";

export const ofTracing = (deps: Governing): Pick<UseCases<typeof governing>, "readRecordTrace"> => ({
  readRecordTrace: async ({ id, ...page }, { by }) => {
    const [found, tally] = await Promise.all([deps.records.find(id), deps.tallies.find(resourceOf(id))]);
    if (!found.ok) return found;
    const { now, version } = found.value;
    const measured = tally.ok ? tally.value.measured : undefined;
    const may = isTheirsToTrace(now, measured ?? {}, by);
    if (!may.ok) return may;
    const history = await deps.records.history(id, page);
    if (!history.ok) return history;
    const { resource, edition, status, items, decided } = now;
    const sources = now.statements.map(({ values, ...said }) => ({ ...said, items: Object.keys(values).sort() }));
    return accept({
      now: {
        id,
        resource,
        edition,
        version,
        status,
        sources,
        items,
        decided,
        ...(measured === undefined ? {} : { compiledBy: measured.compiledBy }),
        accesses: `/evidence/records/${id}/accesses`,
        history: { ...history.value, items: [...history.value.items] },
      },
      version,
    });
  },
});
