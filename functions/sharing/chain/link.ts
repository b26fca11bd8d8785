import { fitsItsItem, type Values } from "../../collection/index.ts";
import { addDays, type Day, type Instant, startOf } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { BoundGrant } from "../../platform/principal.ts";
import type { Active, Grant, Usage } from "../grant.ts";
import { servesItsPurpose } from "../granting.ts";
import type { Offer, OfferInForce } from "../offer.ts";
import { isNotForbidden } from "../request/decide.ts";
import { isWithinNeed, type Need } from "./need.ts";

/** What an exchange wants, and by which leave. */
export type Wanted = Readonly<{
  bound: BoundGrant | undefined;
  institution: string | undefined;
  resource: string;
  keys: readonly Values[];
  /** Without them, all that are granted. */
  fields: readonly string[] | undefined;
  /** How many different records that is. */
  records: number;
}>;

/** What is on record of it, and how it stands now. */
export type OnRecord = Readonly<{
  grant: Grant | undefined;
  offer: Offer | undefined;
  usage: Usage;
  at: Instant;
  today: Day;
  need: Need;
}>;

export const isBoundToAGrant = bar("A47p2", "token-not-bound-to-a-grant", (bound: BoundGrant | undefined) =>
  bound === undefined ? stop({ ask: "authorization_details=[{type:onenet_exchange,grant}]" }) : pass(bound),
);

/** Grants of others look as if they were not there. */
export const isTheCallers = bar(
  "A47p2",
  "grant-unknown",
  (grant: Grant | undefined, { id, consumer }: BoundGrant, institution: string | undefined) =>
    grant?.id === id && grant.consumer === consumer && consumer === institution ? pass(grant) : stop({ grant: id }),
);

export const isOfThisResource = bar("A26p2", "grant-of-another-resource", (grant: Grant, resource: string) =>
  grant.resource === resource ? pass(grant) : stop({ granted: grant.resource }),
);

const why = (grant: Exclude<Grant, Active>) => ({
  because: grant.because.reason,
  article: grant.because.cites,
  by: grant.because.by,
  since: grant.because.on,
});

export const isNotSuspended = bar("A26p2", "grant-suspended", (grant: Grant) =>
  grant.status === "suspended" ? stop(why(grant)) : pass(grant),
);
export const isNotRevoked = bar("A26p2", "grant-revoked", (grant: Grant) =>
  grant.status === "revoked" ? stop(why(grant)) : pass(grant),
);
export const isNotExpired = bar("A26p2", "grant-expired", (grant: Grant) =>
  grant.status === "expired" ? stop(why(grant)) : pass(grant),
);

/** From the start of its first day to the end of its last one, whenever its expiry goes on record. */
export const isInItsTime = bar("A26p2", "grant-out-of-time", ({ from, until }: Grant, today: Day) =>
  from <= today && today <= until ? pass(today) : stop({ from, until, today }),
);

/** The catalogue is what sharing rests on: what has retired is shared no more, its last day included. */
export const isOfferInForce = bar("A26", "offer-not-in-force", (offer: Offer | undefined, today: Day) => {
  if (offer === undefined) return stop();
  if (offer.status === "ended") return stop({ endedOn: offer.endedOn });
  return offer.retiresOn !== undefined && offer.retiresOn < today ? stop({ endedOn: offer.retiresOn }) : pass(offer);
});

/** Token, grant and catalogue speak of one edition, or the fields may mean something else by now. */
export const isOfItsEdition = bar(
  "A17",
  "edition-gone",
  ({ edition: granted }: Grant, { edition: bound }: BoundGrant, { edition }: OfferInForce) =>
    granted === edition && bound === edition ? pass(edition) : stop({ inForce: edition, granted, bound }),
);

/** Exactly what was granted: nothing that another grant, or the same body's other duty, gives. */
export const areGranted = bar("A26p2", "field-not-granted", (grant: Grant, fields: readonly string[] | undefined) => {
  const granted = grant.fields.map(({ code }) => code);
  const beyond = fields?.find((code) => !granted.includes(code));
  return beyond === undefined
    ? pass(fields ?? granted)
    : stop({ field: `/fields/${fields?.indexOf(beyond)}`, granted });
});

/** A record is named by all its key items and nothing else, each as its pool writes it: one record, one name. */
const nameRecords = bar("A25p2", "key-not-of-its-resource", (offer: OfferInForce, keys: readonly Values[]) => {
  const items = offer.items.filter(({ key }) => key);
  const wrong = keys.findIndex(
    (one) => Object.keys(one).length !== items.length || items.some((it) => !names(it, one)),
  );
  return wrong === -1
    ? pass(keys)
    : stop({ field: `/keys/${wrong}`, keyItems: items.map(({ code, type }) => `${code}:${type}`) });
});

const names = (item: OfferInForce["items"][number], one: Values): boolean => {
  const spelt = fitsItsItem(item, one[item.code]);
  return spelt.ok && spelt.value === one[item.code];
};

const ONE_DAY = 1;
/** Whole seconds until the day in Shanghai is over. */
export const secondsLeft = ({ at, today }: Pick<OnRecord, "at" | "today">): number =>
  Math.ceil((Date.parse(startOf(addDays(today, ONE_DAY))) - Date.parse(at)) / 1000);

/** As many records a day as its duty needs (A26p2); it says when there are more. */
export const isWithinQuota = bar(
  "A26p2",
  "quota-used-up",
  ({ quotaPerDay }: Grant, used: number, records: number, retryAfterSeconds: number) =>
    used + records <= quotaPerDay
      ? pass(quotaPerDay - used - records)
      : stop({ quotaPerDay, used, asked: records, retryAfterSeconds }),
);

/** What holds from the caller to the record: the grant in use, the offer, and the fields that are answered. */
export type Chain = Readonly<{ grant: Grant; offer: OfferInForce; fields: readonly string[] }>;

export type Broken =
  | typeof isBoundToAGrant.code
  | typeof isTheCallers.code
  | typeof isOfThisResource.code
  | typeof isNotSuspended.code
  | typeof isNotRevoked.code
  | typeof isNotExpired.code
  | typeof isInItsTime.code
  | typeof servesItsPurpose.code
  | typeof isOfferInForce.code
  | typeof isNotForbidden.code
  | typeof isOfItsEdition.code
  | typeof areGranted.code
  | typeof nameRecords.code
  | typeof isWithinNeed.code
  | typeof isWithinQuota.code;

/** Refusals of which many in a day show that somebody tries what they were not given. */
export const TRIED: ReadonlySet<Broken> = new Set<Broken>([
  isOfThisResource.code,
  servesItsPurpose.code,
  areGranted.code,
  nameRecords.code,
]);

type Links = readonly (() => Outcome<unknown, Broken>)[];

const firstBroken = (links: Links): Outcome<true, Broken> => {
  for (const link of links) {
    const holds = link();
    if (!holds.ok) return holds;
  }
  return accept(true);
};

/** Follows the chain from the caller to the record, link by link; the first broken one is the refusal. Pure. */
export const follow = (wanted: Wanted, known: OnRecord): Outcome<Chain, Broken> => {
  const { today, usage, need } = known;
  const bound = isBoundToAGrant(wanted.bound);
  if (!bound.ok) return bound;
  const theirs = isTheCallers(known.grant, bound.value, wanted.institution);
  if (!theirs.ok) return theirs;
  const grant = theirs.value;
  const holds = firstBroken([
    () => isNotSuspended(grant),
    () => isNotRevoked(grant),
    () => isNotExpired(grant),
    () => isInItsTime(grant, today),
    () => isWithinNeed(grant, usage, need),
    () => isOfThisResource(grant, wanted.resource),
    () => servesItsPurpose(grant, bound.value),
  ]);
  if (!holds.ok) return holds;
  const inForce = isOfferInForce(known.offer, today);
  if (!inForce.ok) return inForce;
  const offer = inForce.value;
  const fields = areGranted(grant, wanted.fields);
  const rest = firstBroken([
    () => isNotForbidden(offer, today),
    () => isOfItsEdition(grant, bound.value, offer),
    () => fields,
    () => nameRecords(offer, wanted.keys),
    () => isWithinQuota(grant, usage.used, wanted.records, secondsLeft(known)),
  ]);
  if (!rest.ok) return rest;
  return fields.ok ? accept({ grant, offer, fields: fields.value }) : fields;
};
