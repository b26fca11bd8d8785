import type { UseCases } from "../../platform/operation.ts";
import { saveLosing } from "../../platform/store/losing.ts";
import type * as contract from "../contract/deciding.ts";
import type { CatalogEvent } from "../events.ts";
import { giveBack, publish, publishSupplement, retire, submit, withdraw } from "../resource/deciding.ts";
import type { Published } from "../resource/resource.ts";
import { ready } from "../resource/writing.ts";
import type { Deps } from "./deps.ts";
import { about } from "./save.ts";
import { visible } from "./writing.ts";

const published = (resource: Published): CatalogEvent => {
  const { name, provider, catalogue, sharing, opening } = resource.inForce.content;
  return {
    type: "catalog.resource-published.v1",
    ...about(resource),
    code: resource.code,
    name,
    provider: provider.code,
    catalogue,
    sharing: sharing.type,
    opening: opening.type,
  };
};

export const deciding = (deps: Deps): UseCases<typeof contract> => ({
  submitResource: async ({ id }, call) => {
    const { resources, calendar, today, reviewTime } = deps;
    const found = await visible(deps, id, call);
    if (!found.ok) return found;
    const its = ready(found.value.now, call.by, today());
    if (!its.ok) return its;
    if (its.value.work.content.catalogue.kind === "district-supplement") {
      const supplement = publishSupplement(its.value, today());
      return resources.save(supplement, found.value, published(supplement), call);
    }
    const submitted = submit(its.value, call.by, today(), await calendar(), reviewTime);
    const event: CatalogEvent = { type: "catalog.resource-submitted.v1", ...about(submitted) };
    return resources.save(submitted, found.value, event, call);
  },

  withdrawSubmission: async ({ id }, call) => {
    const found = await visible(deps, id, call);
    if (!found.ok) return found;
    const withdrawn = withdraw(found.value.now, call.by, deps.today());
    if (!withdrawn.ok) return withdrawn;
    const event: CatalogEvent = { type: "catalog.submission-withdrawn.v1", ...about(withdrawn.value) };
    return saveLosing(deps.resources)(withdrawn.value, found.value, event, call);
  },

  reviewResource: async ({ id, reasons }, call) => {
    const found = await visible(deps, id, call);
    if (!found.ok) return found;
    if (reasons === undefined) {
      const decided = publish(found.value.now, call.by, deps.today());
      const save = saveLosing(deps.resources, "item-already-shared");
      return decided.ok ? save(decided.value, found.value, published(decided.value), call) : decided;
    }
    const returned = giveBack(found.value.now, reasons, call.by, deps.today());
    if (!returned.ok) return returned;
    const event: CatalogEvent = { type: "catalog.resource-returned.v1", ...about(returned.value), reasons };
    return saveLosing(deps.resources)(returned.value, found.value, event, call);
  },

  retireResource: async ({ id, reason, endsOn }, call) => {
    const { resources, today, retirementGraceDays } = deps;
    const found = await visible(deps, id, call);
    if (!found.ok) return found;
    const retiring = retire(found.value.now, { reason, endsOn }, call.by, today(), retirementGraceDays);
    if (!retiring.ok) return retiring;
    const event: CatalogEvent = { type: "catalog.retirement-announced.v1", ...about(retiring.value), endsOn, reason };
    return saveLosing(resources)(retiring.value, found.value, event, call);
  },
});
