import * as z from "zod";
import { isActInForce, type LegalBasis } from "../../catalog/index.ts";
import type { Calendar } from "../../kernel/calendar.ts";
import { asAllowed, clock, TimeAllowed } from "../../kernel/clock.ts";
import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { isFreeOfCharge } from "../free.ts";
import type { OfferInForce } from "../offer.ts";
import type { Granted, Level, Plan, Request, UnderReview, Wish } from "./request.ts";

/** How long the consent to a data copy may take, and whose level is meant where the two are not of the same (A25p3). */
export const ConsentAllowed = TimeAllowed.extend({ at: z.enum(["consumer", "provider"]) });

/** What the sharing context is told of time. */
export type Terms = Readonly<{ review: TimeAllowed; consent: z.infer<typeof ConsentAllowed>; mostDays: number }>;

const sameDay = (day: Day) => day;

/** The day of filing, or of the consent before it, is not counted. */
export const reviewedInTime = clock("sharing-request-reviewed-in-time", "A27p3", {
  workingDays: asAllowed,
  startsOn: sameDay,
});
export const consentedInTime = clock("data-copy-consented-in-time", "A25p3", {
  workingDays: asAllowed,
  startsOn: sameDay,
});

/** A duty is one that an act in force gives: without it nothing is needed. */
export const isOfADuty = bar("A27p2", "duty-without-basis", ({ act, article }: LegalBasis, today: Day) =>
  isActInForce(act, today) ? pass(act) : stop({ field: "/duty/basis", act, article }),
);

/** Nobody is granted more time than the stage allows; what is still needed then is asked for again. */
export const isForATime = bar("A26p2", "too-many-days", (days: number, most: number) =>
  days <= most ? pass(days) : stop({ field: "/days", most }),
);

type FilingRefused = typeof isFreeOfCharge.code | typeof isOfADuty.code | typeof isForATime.code;

/** What is asked of every wish, whatever it is for. */
export const isAskedRightly = (wish: Wish, today: Day, { mostDays }: Terms): Outcome<Wish, FilingRefused> => {
  const free = isFreeOfCharge({ purpose: wish.purpose, duty: wish.duty.text });
  if (!free.ok) return free;
  const due = isOfADuty(wish.duty.basis, today);
  if (!due.ok) return due;
  const timely = isForATime(wish.days, mostDays);
  return timely.ok ? accept(wish) : timely;
};

/** Who asks, on which day, for what, of which offer. */
type Filing = Readonly<{
  id: string;
  consumer: CreditCode;
  applicant: Level;
  filedBy: string;
  wish: Wish;
  offer: OfferInForce;
  plan: Plan;
  today: Day;
}>;

const levelOf = ({ offer, applicant }: Filing, at: Terms["consent"]["at"]): Level => {
  if (at === "consumer") return applicant;
  return offer.district === undefined ? { level: "city" } : { level: "district", district: offer.district };
};

/** A request that is granted at once, or waits for consent to a copy, or for its reviewers. */
export const file = (filing: Filing, terms: Terms, calendar: Calendar): Request => {
  const { offer, plan, today, ...its } = filing;
  const base = {
    ...its,
    filedOn: today,
    code: offer.code,
    name: offer.name,
    edition: offer.edition,
    provider: offer.provider,
    responsible: offer.compiledBy,
    plan,
  };
  if (plan.consent) {
    const clocks = [consentedInTime.start(today, calendar, terms.consent)];
    const authority = levelOf(filing, terms.consent.at);
    return { ...base, status: "awaiting-consent", authority, clocks, timeBasis: terms.consent.basis };
  }
  if (plan.review.length === 0) return { ...base, status: "granted", grantedOn: today, agreed: [], clocks: [] };
  return underReview({ ...base, clocks: [] }, today, terms, calendar);
};

type Before = Omit<UnderReview, "status" | "agreed">;

/** Its reviewers' turn: their clock starts. */
export const underReview = (
  before: Before,
  today: Day,
  { review }: Pick<Terms, "review">,
  calendar: Calendar,
): UnderReview => ({
  ...before,
  status: "under-review",
  agreed: [],
  clocks: [...before.clocks, reviewedInTime.start(today, calendar, review)],
  timeBasis: review.basis,
});

export const grantedNow = (before: Omit<Granted, "status" | "grantedOn">, today: Day): Granted => ({
  ...before,
  status: "granted",
  grantedOn: today,
});
