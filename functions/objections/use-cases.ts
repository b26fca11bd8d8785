import type { UseCases } from "../platform/operation.ts";
import type { ordinary } from "./contract.ts";
import type { Deps } from "./use-cases/deps.ts";
import { filing } from "./use-cases/filing.ts";
import { handling } from "./use-cases/handling.ts";
import { reading } from "./use-cases/reading.ts";

export type { Deps };

export const useCases = (deps: Deps): UseCases<typeof ordinary> => ({
  ...filing(deps),
  ...handling(deps),
  ...reading(deps),
});
