import { unfitBasis } from "../../catalog/index.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Field } from "../grant.ts";
import type { Offer, OfferInForce } from "../offer.ts";
import { type Asking, fieldsFor, type Scenario } from "../scenario.ts";
import type { Plan, Wish } from "./request.ts";

/** What is no longer in the catalogue is shared no more. */
export const isOnOffer = bar("A26", "offer-not-in-force", (offer: Offer) =>
  offer.status === "in-force" ? pass(offer) : stop({ resource: offer.code, endedOn: offer.endedOn }),
);

/** Sharing is between institutions: one's own data is not asked for. */
export const isAnothers = bar("A26", "data-is-your-own", (offer: OfferInForce, { consumer }: Asking) =>
  offer.provider === consumer ? stop({ resource: offer.code }) : pass(offer),
);

/** Fields are asked for by the codes that the edition in force has. */
export const areOffered = bar("A26", "field-not-offered", (offer: OfferInForce, fields: readonly Field[]) => {
  const at = fields.findIndex(({ code }) => !offer.items.some((item) => item.code === code));
  const lacking = fields[at];
  if (lacking === undefined) return pass(fields);
  return stop({ field: `/fields/${at}/code`, code: lacking.code, edition: offer.edition });
});

/**
 * What stands on the negative list is refused, with its reason and basis. An entry whose law no longer holds forbids
 * nothing: without a basis in force no request is refused (A26), and it goes to review.
 */
export const isNotForbidden = bar("A26p3", "resource-not-shared", (offer: OfferInForce, today: Day) => {
  const { code, sharing } = offer;
  if (sharing.type !== "not-shared") return pass(offer);
  if (unfitBasis(sharing.basis, "law-regulation-or-rule", today, "/sharing/basis") !== undefined) return pass(offer);
  const basis = sharing.basis.map(({ act, article }) => `${act} ${article}`);
  return stop({ resource: code, reason: sharing.reason, basis });
});

/** What the law may say no to at once; everything else is granted or reviewed. */
type AtOnceRefused =
  | typeof isOnOffer.code
  | typeof isAnothers.code
  | typeof areOffered.code
  | typeof isNotForbidden.code;

/** What a scenario covers of a field: all of it, the masked form of it, or nothing. */
const covered = (wanted: Field, given: readonly Field[]): Field | undefined => {
  const its = given.find(({ code }) => code === wanted.code);
  return its && { code: wanted.code, plain: wanted.plain && its.plain };
};

const isBeyond = (wanted: Field, given: readonly Field[]): boolean => {
  const its = covered(wanted, given);
  return its === undefined || its.plain !== wanted.plain;
};

type Way = Omit<Plan, "consent">;
type Asked = Pick<Wish, "fields" | "manner" | "purpose">;

/** A28: the fields of the scenario at once, and no other; those beyond are reviewed. Without any, all are. */
const byScenario = (scenario: Scenario | undefined, { fields, purpose }: Asked, given: readonly Field[]): Way => {
  const atOnce = fields.flatMap((field) => covered(field, given) ?? []);
  if (scenario === undefined || atOnce.length === 0)
    return { by: "authorised", purpose, atOnce: [], review: [...fields] };
  const review = fields.filter((field) => isBeyond(field, given));
  return { by: "scenario", scenario: scenario.id, purpose: scenario.definition.purpose, atOnce, review };
};

/**
 * What the law makes of a wish: unconditional data is granted at once (A27p2), what fits a scenario is (A28), the rest
 * is reviewed (A27p3), the negative list is refused with its basis (A26p3). A data copy needs consent besides (A25p3).
 */
export const decide = (
  offer: Offer,
  scenario: Scenario | undefined,
  wish: Asked,
  asking: Asking,
  today: Day,
): Outcome<Plan, AtOnceRefused> => {
  const inForce = isOnOffer(offer);
  if (!inForce.ok) return inForce;
  const anothers = isAnothers(inForce.value, asking);
  if (!anothers.ok) return anothers;
  const allowed = isNotForbidden(inForce.value, today);
  if (!allowed.ok) return allowed;
  const offered = areOffered(inForce.value, wish.fields);
  if (!offered.ok) return offered;
  const way: Way =
    allowed.value.sharing.type === "unconditional"
      ? { by: "unconditional", purpose: wish.purpose, atOnce: wish.fields, review: [] }
      : byScenario(scenario, wish, fieldsFor(scenario, asking, today));
  return accept({ ...way, consent: needsConsent(wish) });
};

/** A25p2: request and response is how institutions share; any other manner needs consent first (A25p3). */
const needsConsent = ({ manner }: Pick<Wish, "manner">): boolean => manner !== "request-response";
