import { accept, refuse } from "../../kernel/outcome.ts";
import type { Call, UseCases } from "../../platform/operation.ts";
import type { Change } from "../../platform/store/commit.ts";
import type { Found } from "../../platform/store/open.ts";
import type { contract } from "../contract.ts";
import { of } from "../events/granting.ts";
import { about, type RequestEvent } from "../events/requesting.ts";
import { type Grant, isLive } from "../grant.ts";
import { give, giveReviewed } from "../granting.ts";
import { decide, isOnOffer } from "../request/decide.ts";
import { file, isAskedRightly } from "../request/filing.ts";
import type { Granted, Request } from "../request/request.ts";
import { agree, consent, refuseCopy, refuseSharing, withdrawRequest } from "../request/reviewing.ts";
import { isRequestToSee } from "../seeing.ts";
import type { Deps } from "./deps.ts";

type Requesting =
  | "requestData"
  | "consentToCopy"
  | "reviewRequest"
  | "withdrawRequest"
  | "readRequest"
  | "listRequests";

/** The grant of what needs nobody's leave (any more): with the request that it comes from, in one transaction. */
const givenAtOnce = ({ stores, today }: Deps, request: Request, call: Call): Change<never>[] => {
  const { plan, status } = request;
  if (status === "awaiting-consent" || plan.atOnce.length === 0) return [];
  const grant = give(request, plan.atOnce, plan.by, today());
  const event = { type: "sharing.grant-given.v1", ...of(grant), until: grant.until } as const;
  return [stores.grants.change(grant, undefined, event, call)];
};

/** The grant, or the wider grant, of what both reviewers have agreed to. */
const givenOnReview = (deps: Deps, request: Granted, had: Found<Grant> | undefined, call: Call): Change<never> => {
  const grant = giveReviewed(request, had?.now, deps.today());
  const widened = had !== undefined && isLive(had.now);
  const event = widened
    ? ({ type: "sharing.grant-widened.v1", ...of(grant) } as const)
    : ({ type: "sharing.grant-given.v1", ...of(grant), until: grant.until } as const);
  return deps.stores.grants.change(grant, had, event, call);
};

type Type = Exclude<RequestEvent["type"], "sharing.request-overdue.v1" | "sharing.request-due-day-moved.v1">;

export const requesting = (deps: Deps): Pick<UseCases<typeof contract>, Requesting> => {
  const { requests } = deps.stores;

  const save = (
    request: Request,
    before: Found<Request> | undefined,
    type: Type,
    more: Change<never>[],
    call: Call,
  ) => {
    const event: RequestEvent = { type, ...about(request, before?.now) };
    const answer = { now: request, version: (before?.version ?? 0) + 1 };
    return deps.saveRequest([requests.change(request, before, event, call), ...more], answer, call);
  };

  const visible = (id: string, call: Call) =>
    requests.findUnchanged(id, call, (request) => isRequestToSee(request, call.by));

  return {
    requestData: async ({ wish }, call) => {
      const { institution, level = "city", district } = call.by;
      const [{ offer, scenario }, calendar] = await Promise.all([
        deps.offerAndScenario(wish.resource, wish.scenario),
        deps.calendar(),
      ]);
      if (offer === undefined || institution === undefined) return refuse("record-unknown", { id: wish.resource });
      const today = deps.today();
      const asked = isAskedRightly(wish, today, deps.terms);
      if (!asked.ok) return asked;
      const asking = { consumer: institution, level, resource: wish.resource };
      const plan = decide(offer, scenario, wish, asking, today);
      if (!plan.ok) return plan;
      const inForce = isOnOffer(offer);
      if (!inForce.ok) return inForce;
      const applicant = district === undefined ? { level } : { level, district };
      const who = { id: deps.newId(), consumer: institution, applicant, filedBy: call.by.id };
      const filed = file({ ...who, wish, offer: inForce.value, plan: plan.value, today }, deps.terms, calendar);
      return save(filed, undefined, "sharing.request-filed.v1", givenAtOnce(deps, filed, call), call);
    },

    consentToCopy: async ({ id, reason }, call) => {
      const [found, calendar] = await Promise.all([visible(id, call), deps.calendar()]);
      if (!found.ok) return found;
      const { now } = found.value;
      if (reason !== undefined) {
        const refused = refuseCopy(now, reason, call.by, deps.today());
        return refused.ok ? save(refused.value, found.value, "sharing.data-copy-refused.v1", [], call) : refused;
      }
      const consented = consent(now, call.by, deps.today(), deps.terms, calendar);
      if (!consented.ok) return consented;
      const grants = givenAtOnce(deps, consented.value, call);
      return save(consented.value, found.value, "sharing.data-copy-consented.v1", grants, call);
    },

    reviewRequest: async ({ id, reason, basis }, call) => {
      const { request, grant } = await deps.requestAndGrant(id);
      if (request === undefined || !isRequestToSee(request.now, call.by).ok) return refuse("record-unknown", { id });
      if (call.ifMatch !== undefined && call.ifMatch !== request.version)
        return refuse("record-changed-meanwhile", { field: "If-Match", yours: call.ifMatch, now: request.version });
      if (reason !== undefined) {
        const refused = refuseSharing(request.now, { reason, basis }, call.by, deps.today());
        return refused.ok ? save(refused.value, request, "sharing.request-refused.v1", [], call) : refused;
      }
      const agreed = agree(request.now, call.by, deps.today());
      if (!agreed.ok) return agreed;
      if (agreed.value.status !== "granted") return save(agreed.value, request, "sharing.reviewer-agreed.v1", [], call);
      const given = givenOnReview(deps, agreed.value, grant, call);
      return save(agreed.value, request, "sharing.request-granted.v1", [given], call);
    },

    withdrawRequest: async ({ id }, call) => {
      const found = await visible(id, call);
      if (!found.ok) return found;
      const withdrawn = withdrawRequest(found.value.now, call.by, deps.today());
      return withdrawn.ok ? save(withdrawn.value, found.value, "sharing.request-withdrawn.v1", [], call) : withdrawn;
    },

    readRequest: async ({ id }, { by }) => {
      const found = await requests.find(id);
      if (!found.ok) return found;
      const seen = isRequestToSee(found.value.now, by);
      return seen.ok ? accept({ now: seen.value, version: found.value.version }) : seen;
    },

    listRequests: async ({ as = "consumer", status, ...page }, { by }) => {
      const span = status === undefined ? {} : { from: `${status}#`, to: `${status}#~` };
      const index = as === "consumer" ? "byConsumer" : "byResponsible";
      const found = await requests.list(index, { hash: `request#${by.institution ?? "nobody"}`, ...span }, page);
      return found.ok ? accept({ now: { ...found.value, items: found.value.items.map(({ now }) => now) } }) : found;
    },
  };
};
