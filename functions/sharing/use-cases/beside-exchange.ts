import { dayOf } from "../../kernel/day.ts";
import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import {
  follow,
  isInItsTime,
  isNotExpired,
  isNotRevoked,
  isNotSuspended,
  isOfferInForce,
  isOfThisResource,
} from "../chain/link.ts";
import { LINKS } from "../contract/links.ts";
import type { ordinary } from "../contract.ts";
import { isItsProviders, isOnAConnectedPlatform } from "../store/source/address.ts";
import type { Deps } from "./deps.ts";

type Beside = Pick<Deps, "stores" | "chain" | "pool" | "connected" | "need" | "now" | "today">;

export const beside = (
  deps: Beside,
): Pick<UseCases<typeof ordinary>, "diagnoseExchange" | "listChanges" | "registerSource"> => ({
  diagnoseExchange: async ({ resource, grant: id, fields }, { by }) => {
    const [at, today] = [deps.now(), deps.today()];
    const { grant, offer, usage } = await deps.chain({ grant: id, resource, day: today, records: [] });
    const { institution } = by;
    if (grant === undefined || institution === undefined) return refuse("record-unknown", { id });
    if (institution !== grant.consumer && institution !== grant.provider) return refuse("record-unknown", { id });
    // As a token would say it that was asked for now.
    const { provider: producer, consumer, purpose, edition } = grant;
    const bound = { id, producer, consumer, resource: grant.resource, edition, purpose };
    const chain = follow(
      { bound, institution: consumer, resource, keys: [], fields, records: 1 },
      { grant, offer, usage, at, today, need: deps.need },
    );
    const told = { grant: id, day: today, holds: chain.ok, quotaPerDay: grant.quotaPerDay, usage };
    if (chain.ok) return accept({ now: told });
    const { code, cites, facts } = chain.refusal;
    const { zh, en } = LINKS[code];
    return accept({ now: { ...told, broken: { code, cites: [...cites], zh, en, facts } } });
  },

  listChanges: async ({ resource, grant: id, since, ...page }, { by }) => {
    const found = await deps.stores.grants.find(id);
    if (!found.ok) return found;
    const grant = found.value.now;
    if (grant.consumer !== by.institution) return refuse("record-unknown", { id });
    for (const link of [isNotSuspended, isNotRevoked, isNotExpired]) {
      const holds = link(grant);
      if (!holds.ok) return holds;
    }
    const inTime = isInItsTime(grant, dayOf(deps.now()));
    if (!inTime.ok) return inTime;
    const its = isOfThisResource(grant, resource);
    if (!its.ok) return its;
    const changes = await deps.pool.changes(resource, since, page);
    return changes.ok ? accept({ now: { ...changes.value, items: [...changes.value.items] } }) : changes;
  },

  registerSource: async ({ id, source }, call) => {
    const found = await deps.stores.offers.findUnchanged(id, call);
    if (!found.ok) return found;
    const offer = isOfferInForce(found.value.now, deps.today());
    if (!offer.ok) return offer;
    const theirs = isItsProviders(offer.value, call.by.institution);
    if (!theirs.ok) return theirs;
    const connected = isOnAConnectedPlatform(source, deps.connected);
    if (!connected.ok) return connected;
    const event = { type: "sharing.source-registered.v1", provider: theirs.value, kind: source.kind } as const;
    return deps.stores.offers.save({ ...offer.value, source }, found.value, event, call);
  },
});
