import { refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import type { ordinary } from "../contract.ts";
import { record, withdraw } from "../demand.ts";
import { isOfADuty } from "../request/filing.ts";
import { isDemandToSee } from "../seeing.ts";
import type { Deps } from "./deps.ts";

type Listing = "readOffer" | "listOffers" | "recordDemand" | "withdrawDemand" | "listDemands";

const NOBODY = "nobody";

export const lists = (deps: Deps): Pick<UseCases<typeof ordinary>, Listing> => ({
  readOffer: ({ id }) => deps.stores.offers.find(id),

  listOffers: async ({ provider, list, ...page }) => {
    const span = { hash: `offer#${provider}`, from: `${list}#`, to: `${list}#~` };
    return listed(await deps.stores.offers.list("byProvider", span, page));
  },

  recordDemand: async ({ need }, call) => {
    const { institution } = call.by;
    if (institution === undefined) return refuse("record-unknown");
    const due = isOfADuty(need.duty.basis, deps.today());
    if (!due.ok) return due;
    const [offer] = need.resource === undefined ? [] : await deps.offersOf([need.resource]);
    const recorded = record(deps.newId(), institution, need, offer, deps.today());
    const event = { type: "sharing.demand-recorded.v1", institution: recorded.institution } as const;
    return deps.stores.demands.save(recorded, undefined, event, call);
  },

  withdrawDemand: async ({ id }, call) => {
    const found = await deps.stores.demands.findUnchanged(id, call, (demand) => isDemandToSee(demand, call.by));
    if (!found.ok) return found;
    const withdrawn = withdraw(found.value.now, call.by, deps.today());
    if (!withdrawn.ok) return withdrawn;
    const event = { type: "sharing.demand-withdrawn.v1", institution: withdrawn.value.institution } as const;
    return deps.stores.demands.save(withdrawn.value, found.value, event, call);
  },

  listDemands: async ({ status, of, ...page }, { by }) => {
    const city = of === "the-city";
    if (city && (status === undefined || !by.roles.includes("big-data-center")))
      return refuse("demands-of-others", { field: "/of" }, ["A26p3"]);
    const span = status === undefined ? {} : { from: `${status}#`, to: `${status}#~` };
    const { demands } = deps.stores;
    const found = city
      ? await demands.list("byState", { hash: `demand#${status}` }, page)
      : await demands.list("byConsumer", { hash: `demand#${by.institution ?? NOBODY}`, ...span }, page);
    return listed(found);
  },
});
