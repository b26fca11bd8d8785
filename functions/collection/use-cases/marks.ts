import type { UseCases } from "../../platform/operation.ts";
import type { ordinary } from "../contract.ts";
import { mark, unmark } from "../record/marking.ts";
import type { PoolRecord } from "../record/record.ts";
import type { Deps } from "./deps.ts";

/** Beside its marks nothing of a record is told: the Center marks, and need not see what it marks. */
const told = ({ id, disputed }: PoolRecord) => ({ id, disputed });

export const ofMarks = ({
  records,
  now,
}: Pick<Deps, "records" | "now">): Pick<UseCases<typeof ordinary>, "markRecord" | "unmarkRecord"> => ({
  markRecord: async ({ id, objection }, call) => {
    const found = await records.findUnchanged(id, call);
    if (!found.ok) return found;
    const marked = mark(found.value.now, objection, now());
    if (!marked.ok) return marked;
    const event = { type: "collection.record-marked.v1", resource: marked.value.resource, objection } as const;
    const saved = await records.save(marked.value, found.value, event, call);
    return saved.ok ? { ...saved, value: { ...saved.value, now: told(saved.value.now) } } : saved;
  },

  unmarkRecord: async ({ id, objection }, call) => {
    const found = await records.findUnchanged(id, call);
    if (!found.ok) return found;
    const unmarked = unmark(found.value.now, objection, now());
    if (!unmarked.ok) return unmarked;
    const event = { type: "collection.record-unmarked.v1", resource: unmarked.value.resource, objection } as const;
    const saved = await records.save(unmarked.value, found.value, event, call);
    return saved.ok ? { ...saved, value: { ...saved.value, now: told(saved.value.now) } } : saved;
  },
});
