import type { UseCases } from "../platform/operation.ts";
import type { ordinary } from "./contract.ts";
import { beside } from "./use-cases/beside-exchange.ts";
import type { Deps } from "./use-cases/deps.ts";
import { granting } from "./use-cases/grants.ts";
import { lists } from "./use-cases/lists.ts";
import { requesting } from "./use-cases/requests.ts";
import { scenarios } from "./use-cases/scenarios.ts";

export type { Deps };

export const useCases = (deps: Deps): UseCases<typeof ordinary> => ({
  ...scenarios(deps),
  ...lists(deps),
  ...requesting(deps),
  ...granting(deps),
  ...beside(deps),
});
