import type { BindingResource } from "../../catalog/index.ts";
import type { Day } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { sweepCall } from "../../platform/due.ts";
import type { Call } from "../../platform/operation.ts";
import type { Page } from "../../platform/page.ts";
import type { Found } from "../../platform/store/open.ts";
import type { PageWish } from "../../platform/store/pages.ts";
import { type Demand, reconciled } from "../demand.ts";
import { of } from "../events/granting.ts";
import { type Grant, isLive } from "../grant.ts";
import { fitted } from "../granting.ts";
import type { Offer } from "../offer.ts";
import { followed } from "../offering.ts";
import { heldAgainst } from "../request/holding.ts";
import { isOpen, type Request } from "../request/request.ts";
import type { Deps } from "./deps.ts";
import { givenAfterReview, savingOf } from "./saving.ts";

type Hearing = Pick<Deps, "stores" | "today" | "requestAndGrant" | "saveRequest">;
type Catalogue = (id: string) => Promise<Outcome<BindingResource, "record-unknown">>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * The catalogue has changed: the offer becomes what it says now, which may be ahead of the event. The offer is read
 * first: who has read an older edition than somebody else loses the race, and the event is heard again.
 */
export const follow =
  ({ stores, today, edition }: Pick<Deps, "stores" | "today"> & Readonly<{ edition: Catalogue }>) =>
  async (id: string, call: Call): Promise<Outcome<unknown>> => {
    const found = await stores.offers.find(id);
    const had = found.ok ? found.value : undefined;
    const resource = await edition(id);
    const offer = followed(had?.now, resource.ok ? resource.value : undefined, today());
    if (offer === undefined || isSame(offer, had?.now)) return accept("unchanged");
    const { provider, edition: its, status } = offer;
    return stores.offers.save(offer, had, { type: "sharing.offer-changed.v1", provider, edition: its, status }, call);
  };

/** Everything on an index, page by page. */
async function* each<T>(page: (wish: PageWish) => Promise<Outcome<Page<Found<T>>>>): AsyncGenerator<Found<T>> {
  let cursor: string | undefined;
  do {
    const read = await page({ cursor, limit: LIMITS.pageSize });
    if (!read.ok) return;
    yield* read.value.items;
    cursor = read.value.next;
  } while (cursor !== undefined);
}

const JOB = "follow-catalogue";

const refitted = ({ grants }: Deps["stores"], found: Found<Grant>, offer: Offer, today: Day) => {
  const { now, version } = found;
  const grant = isLive(now) ? fitted(now, offer, today) : now;
  if (grant === now) return undefined;
  const event =
    grant.status === "revoked"
      ? ({ type: "sharing.grant-revoked.v1", ...of(grant), cites: grant.because.cites } as const)
      : ({ type: "sharing.grant-fitted-to-edition.v1", ...of(grant), edition: grant.edition } as const);
  return grants.save(grant, found, event, sweepCall(JOB, grants.kind, grant.id, version));
};

/** A request as the offer leaves it; what needs nobody's leave any more becomes a grant with it, or widens one. */
const refiled = async (deps: Hearing, found: Found<Request>, offer: Offer) => {
  const { now, version } = found;
  const after = isOpen(now) ? heldAgainst(now, offer, deps.today()) : now;
  if (after === now) return undefined;
  const [call, save] = [sweepCall(JOB, deps.stores.requests.kind, now.id, version), savingOf(deps)];
  if (after.status === "granted") {
    const { grant } = await deps.requestAndGrant(now.id);
    const given = givenAfterReview(deps, after, grant, "unconditional", call);
    return save(after, found, "sharing.request-freed.v1", [given], call);
  }
  return save(
    after,
    found,
    isOpen(after) ? "sharing.request-fitted-to-edition.v1" : "sharing.request-lapsed.v1",
    [],
    call,
  );
};

const reconcile = ({ demands }: Deps["stores"], found: Found<Demand>, offer: Offer | undefined, grant?: Grant) => {
  const { now, version } = found;
  const demand = reconciled(now, offer, grant);
  if (demand === now) return undefined;
  const { institution, status } = demand;
  const event = { type: "sharing.demand-reconciled.v1", institution, status } as const;
  return demands.save(demand, found, event, sweepCall(JOB, demands.kind, now.id, version));
};

type Counted = Promise<Outcome<{ changed: number }, "record-changed-meanwhile">>;

/** Counts what was changed; what somebody else changed meanwhile makes the event be heard again. */
const counted = async (acts: AsyncGenerator<Outcome<unknown> | undefined>): Counted => {
  let [changed, lost] = [0, 0];
  for await (const outcome of acts) {
    if (outcome?.ok) changed++;
    else if (outcome !== undefined) lost++;
  }
  return lost === 0 ? accept({ changed }) : refuse("record-changed-meanwhile", { lost });
};

/** An offer has changed: grants, open requests and demands are held against it, each in a transaction of its own. */
export const holdAgainst =
  (deps: Hearing) =>
  async (id: string): Counted => {
    const { stores, today } = deps;
    const found = await stores.offers.find(id);
    if (!found.ok) return accept({ changed: 0 });
    const offer = found.value.now;
    async function* acts() {
      const on = (kind: string) => ({ hash: `${kind}#${id}` });
      for await (const it of each<Grant>((wish) => stores.grants.list("byResource", on("grant"), wish)))
        yield refitted(stores, it, offer, today());
      for await (const it of each<Request>((wish) => stores.requests.list("byResource", on("request"), wish)))
        yield refiled(deps, it, offer);
      for await (const it of each<Demand>((wish) => stores.demands.list("byResource", on("demand"), wish)))
        yield reconcile(stores, it, offer);
    }
    return counted(acts());
  };

/** A grant began or is over: what its consumer had on the demand list for it is met, or unmet again. */
export const meetDemands =
  ({ stores }: Pick<Deps, "stores">) =>
  async (id: string): Counted => {
    const found = await stores.grants.find(id);
    if (!found.ok) return accept({ changed: 0 });
    const grant = found.value.now;
    const offer = await stores.offers.find(grant.resource);
    const span = { hash: `demand#${grant.resource}`, from: `${grant.consumer}#`, to: `${grant.consumer}#~` };
    async function* acts() {
      for await (const it of each<Demand>((wish) => stores.demands.list("byResource", span, wish)))
        yield reconcile(stores, it, offer.ok ? offer.value.now : undefined, grant);
    }
    return counted(acts());
  };
