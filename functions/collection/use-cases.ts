import type { UseCases } from "../platform/operation.ts";
import type { ordinary } from "./contract.ts";
import { ofBatches } from "./use-cases/batches.ts";
import { ofConsents } from "./use-cases/consents.ts";
import { ofDatabases } from "./use-cases/databases.ts";
import type { Deps } from "./use-cases/deps.ts";
import type { Governing } from "./use-cases/governing.ts";
import { ofMethods } from "./use-cases/methods.ts";
import { ofQuality } from "./use-cases/quality.ts";
import { ofRecords } from "./use-cases/records.ts";
import { ofTracing } from "./use-cases/tracing.ts";
import { ofVerifying } from "./use-cases/verifying.ts";

export type { Deps };

/** What the ordinary operations of the context do. */
export const useCases = (deps: Deps & Governing): UseCases<typeof ordinary> => ({
  ...ofRecords(deps),
  ...ofConsents(deps),
  ...ofMethods(deps),
  ...ofBatches(deps),
  ...ofVerifying(deps),
  ...ofDatabases(deps),
  ...ofQuality(deps),
  ...ofTracing(deps),
});
