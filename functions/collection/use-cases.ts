import type { UseCases } from "../platform/operation.ts";
import type { contract } from "./contract.ts";
import { ofBatches } from "./use-cases/batches.ts";
import { ofConsents } from "./use-cases/consents.ts";
import type { Deps } from "./use-cases/deps.ts";
import { ofMethods } from "./use-cases/methods.ts";
import { ofRecords } from "./use-cases/records.ts";

export type { Deps };

/** What the operations of the context do. */
export const useCases = (deps: Deps): UseCases<typeof contract> => ({
  ...ofRecords(deps),
  ...ofConsents(deps),
  ...ofMethods(deps),
  ...ofBatches(deps),
});
