import { declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
import { OfferEvent } from "../events/granting.ts";
import { Offer } from "../offer.ts";

/** On which of an institution's lists an offer stands (A26p3). */
export const listOf = (offer: Offer): "responsibility" | "negative" | "ended" => {
  if (offer.status === "ended") return "ended";
  return offer.sharing.type === "not-shared" ? "negative" : "responsibility";
};

export const offers = declareStore({
  kind: "offer",
  holds: Offer,
  announces: OfferEvent,
  id: ({ id }) => id,
  indexes: {
    byProvider: (it) => ({ hash: `offer#${it.provider}`, range: `${listOf(it)}#${it.code}` }),
  },
});
export type Offers = Store<typeof offers>;
