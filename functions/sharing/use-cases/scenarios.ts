import type { UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import type { ordinary } from "../contract.ts";
import { publish, withdraw } from "../scenario.ts";
import type { Deps } from "./deps.ts";

type Defining = "publishScenario" | "withdrawScenario" | "readScenario" | "listScenarios";

export const scenarios = (deps: Deps): Pick<UseCases<typeof ordinary>, Defining> => ({
  publishScenario: async ({ definition }, call) => {
    const offers = await deps.offersOf(definition.needs.map(({ resource }) => resource));
    const published = publish(deps.newId(), definition, offers, deps.today());
    if (!published.ok) return published;
    return deps.stores.scenarios.save(published.value, undefined, { type: "sharing.scenario-published.v1" }, call);
  },

  withdrawScenario: async ({ id, because }, call) => {
    const found = await deps.stores.scenarios.findUnchanged(id, call);
    if (!found.ok) return found;
    const withdrawn = withdraw(found.value.now, because, deps.today());
    if (!withdrawn.ok) return withdrawn;
    return deps.stores.scenarios.save(withdrawn.value, found.value, { type: "sharing.scenario-withdrawn.v1" }, call);
  },

  readScenario: ({ id }) => deps.stores.scenarios.find(id),

  listScenarios: async ({ area, ...page }) => {
    const span = area === undefined ? {} : { from: `${area}#`, to: `${area}#~` };
    return listed(await deps.stores.scenarios.list("byState", { hash: "scenario#published", ...span }, page));
  },
});
