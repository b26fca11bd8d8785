import type { UseCases } from "../platform/operation.ts";
import type { contract } from "./contract.ts";
import { deciding } from "./use-cases/deciding.ts";
import type { Deps } from "./use-cases/deps.ts";
import { reading } from "./use-cases/reading.ts";
import { writing } from "./use-cases/writing.ts";

export type { Deps };

export const useCases = (deps: Deps): UseCases<typeof contract> => ({
  ...writing(deps),
  ...deciding(deps),
  ...reading(deps),
});
