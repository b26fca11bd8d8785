import type { Day } from "../../kernel/day.ts";
import type { Offer, OfferInForce } from "../offer.ts";
import { isNotForbidden } from "./decide.ts";
import { grantedNow, reviewedInTime } from "./filing.ts";
import type { Open, Request } from "./request.ts";
import { lapse } from "./reviewing.ts";

/** What has become unconditional waits for nobody (A27p2), but for the authority that consents to a copy (A25p3). */
const freed = (request: Open, today: Day): Request => {
  if (request.status === "under-review")
    return grantedNow({ ...request, clocks: reviewedInTime.stop(request.clocks, today) }, today);
  const { plan, wish } = request;
  if (plan.review.length === 0) return request;
  const { scenario: _scenario, ...rest } = plan;
  return { ...request, plan: { ...rest, by: "unconditional", purpose: wish.purpose, atOnce: wish.fields, review: [] } };
};

/** Of the edition in force, under which what was asked for may have another name or department. */
const fitted = (request: Open, offer: OfferInForce): Open => {
  const { code, name, edition, provider, compiledBy: responsible } = offer;
  return edition === request.edition ? request : { ...request, code, name, edition, provider, responsible };
};

/**
 * An open request beside what is offered now: overtaken, granted since nobody has to be asked any more, of the edition
 * in force, or as it is (the same object).
 */
export const heldAgainst = (request: Open, offer: Offer, on: Day): Request => {
  if (offer.status === "ended")
    return lapse(request, { cites: "A17", reason: "资源已停用。The resource has retired.", on });
  if (!isNotForbidden(offer, on).ok)
    return lapse(request, { cites: "A26p3", reason: "资源已列入负面清单。The resource is shared no more.", on });
  const gone = request.wish.fields.some(({ code }) => !offer.items.some((item) => item.code === code));
  if (gone) return lapse(request, { cites: "A17", reason: "信息项已不在目录中。A field is no longer there.", on });
  const its = fitted(request, offer);
  return offer.sharing.type === "unconditional" ? freed(its, on) : its;
};
