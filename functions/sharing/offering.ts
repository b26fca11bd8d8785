import type { BindingResource } from "../catalog/index.ts";
import { Day } from "../kernel/day.ts";
import type { Offer, OfferInForce, Source } from "./offer.ts";

/** What the catalogue states of sharing; complete for an edition in force, since it is judged before (A27). */
const sharingOf = ({ content: { sharing } }: BindingResource): OfferInForce["sharing"] => {
  const { type, reason = "", basis, condition } = sharing;
  // Without reason and basis nothing keeps data back: sharing is the rule (A26).
  if (type === "unconditional" || basis === undefined) return { type: "unconditional" };
  if (type === "not-shared") return { type, reason, basis };
  return { type, reason, basis, ...(condition === undefined ? {} : { condition }) };
};

/** The offer of an edition in force; where the records come from stays as it was registered. */
export const offerOf = (resource: BindingResource, source: Source): OfferInForce => {
  const { id, code, compiledBy, edition, content, retiresOn } = resource;
  const { name, provider, catalogue, items } = content;
  return {
    id,
    code,
    name,
    provider: provider.code,
    compiledBy,
    ...(catalogue.kind === "city" ? {} : { district: catalogue.district }),
    edition,
    sharing: sharingOf(resource),
    items: items.map((it) => ({
      code: it.code,
      name: it.name,
      type: it.type,
      ...(it.length === undefined ? {} : { length: it.length }),
      ...(it.precision === undefined ? {} : { precision: it.precision }),
      grade: it.grade,
      key: it.key,
      personal: it.personal,
    })),
    source,
    status: "in-force",
    ...(retiresOn === undefined ? {} : { retiresOn: Day.parse(retiresOn) }),
  };
};

/** The offer after the catalogue has spoken; undefined if there was none and is none. */
export const followed = (
  had: Offer | undefined,
  resource: BindingResource | undefined,
  today: Day,
): Offer | undefined => {
  if (resource !== undefined) return offerOf(resource, had?.source ?? { kind: "pool" });
  if (had === undefined || had.status === "ended") return had;
  const { retiresOn: _retiresOn, ...last } = had;
  return { ...last, status: "ended", endedOn: today };
};
