import { commit } from "../platform/store/commit.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { readTogether, wanted } from "../platform/store/together.ts";
import { Request } from "./request/request.ts";
import { demands } from "./store/demands.ts";
import { grants } from "./store/grants.ts";
import { offers } from "./store/offers.ts";
import { requests } from "./store/requests.ts";
import { scenarios } from "./store/scenarios.ts";
import { openUsage } from "./store/usage.ts";
import type { Deps } from "./use-cases.ts";

/** What the use cases take from the context's own table. */
export const depsOver = (
  table: Table,
): Pick<Deps, "stores" | "offersOf" | "offerAndScenario" | "requestAndGrant" | "saveRequest" | "usage"> => {
  const { dynamo, name } = table;
  const offer = (id: string) => wanted(offers, name, id);
  return {
    stores: {
      offers: openStore(offers, table),
      scenarios: openStore(scenarios, table),
      demands: openStore(demands, table),
      requests: openStore(requests, table),
      grants: openStore(grants, table),
    },
    offersOf: async (ids) => {
      const found = await readTogether(dynamo, ids.map(offer));
      return ids.map((id) => found(offer(id))?.now);
    },
    offerAndScenario: async (resource, its) => {
      const scenario = its === undefined ? [] : [wanted(scenarios, name, its)];
      const found = await readTogether(dynamo, [offer(resource), ...scenario]);
      const [named] = scenario;
      return { offer: found(offer(resource))?.now, scenario: named && found(named)?.now };
    },
    requestAndGrant: async (id) => {
      const [request, grant] = [wanted(requests, name, id), wanted(grants, name, id)];
      const found = await readTogether(dynamo, [request, grant]);
      return { request: found(request), grant: found(grant) };
    },
    saveRequest: (changes, answer, call) =>
      commit({ dynamo, table: name, parse: (earlier) => Request.parse(earlier) }, changes, answer, call),
    usage: openUsage(table),
  };
};
