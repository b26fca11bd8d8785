import { declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
import { ScenarioEvent } from "../events/requesting.ts";
import { Scenario } from "../scenario.ts";

export const scenarios = declareStore({
  kind: "scenario",
  holds: Scenario,
  announces: ScenarioEvent,
  id: ({ id }) => id,
  indexes: {
    byState: (it) => ({ hash: `scenario#${it.status}`, range: `${it.definition.area}#${it.id}` }),
  },
});
export type Scenarios = Store<typeof scenarios>;
