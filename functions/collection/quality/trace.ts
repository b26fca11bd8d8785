import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Principal } from "../../platform/principal.ts";
import type { PoolRecord } from "../record/record.ts";

type Keepers = Readonly<{ compiledBy?: string; provider?: string }>;

/** Whoever answers for a record may trace it: its sources, its department, its provider, and the Center. */
export const isTheirsToTrace = bar(
  "A47",
  "record-unknown",
  ({ id, statements }: PoolRecord, { compiledBy, provider }: Keepers, { institution, roles }: Principal) => {
    const answering: readonly (string | undefined)[] = [compiledBy, provider, ...statements.map(({ from }) => from)];
    const answers = institution !== undefined && answering.includes(institution);
    return answers || roles.includes("big-data-center") ? pass(id) : stop({ id });
  },
);
