import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Call, Takes, UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import type { ordinary } from "../contract.ts";
import { decide, isOnOffer } from "../request/decide.ts";
import { file, isAskedRightly } from "../request/filing.ts";
import { agree, consent, refuseCopy, refuseSharing, withdrawRequest } from "../request/reviewing.ts";
import { isRequestToSee } from "../seeing.ts";
import type { Deps } from "./deps.ts";
import { historyOf } from "./history.ts";
import { givenAfterReview, givenAtOnce, savingOf } from "./saving.ts";

type Requesting =
  | "requestData"
  | "consentToCopy"
  | "reviewRequest"
  | "withdrawRequest"
  | "readRequest"
  | "readRequestHistory"
  | "listRequests";

/**
 * Of two who act in the same moment one loses the race: what they do is judged once more against what the other has made
 * of it, unless they have said which version they mean.
 */
const onceMore = async <T extends Outcome<unknown>>({ ifMatch }: Call, act: () => Promise<T>): Promise<T> => {
  const first = await act();
  const lost = !first.ok && first.refusal.code === "record-changed-meanwhile";
  return lost && ifMatch === undefined ? act() : first;
};

export const requesting = (deps: Deps): Pick<UseCases<typeof ordinary>, Requesting> => {
  const { requests } = deps.stores;

  const save = savingOf(deps);

  const visible = (id: string, call: Call) =>
    requests.findUnchanged(id, call, (request) => isRequestToSee(request, call.by));

  const review = async ({ id, reason, basis }: Takes<typeof ordinary.reviewRequest>, call: Call) => {
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
    const given = givenAfterReview(deps, agreed.value, grant, "authorised", call);
    return save(agreed.value, request, "sharing.request-granted.v1", [given], call);
  };

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

    reviewRequest: (takes, call) => onceMore(call, () => review(takes, call)),

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

    readRequestHistory: ({ id, cursor }, { by }) =>
      historyOf(requests, { id, cursor }, by, (request) => isRequestToSee(request, by)),

    listRequests: async ({ as = "consumer", status, ...page }, { by }) => {
      const span = status === undefined ? {} : { from: `${status}#`, to: `${status}#~` };
      const index = as === "consumer" ? "byConsumer" : "byResponsible";
      return listed(await requests.list(index, { hash: `request#${by.institution ?? "nobody"}`, ...span }, page));
    },
  };
};
