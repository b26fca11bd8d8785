import { isActInForce } from "../catalog/index.ts";
import { fitsItsItem, type Terms, type Values } from "../collection/index.ts";
import type { CreditCode } from "../kernel/credit-code.ts";
import type { Day } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { Principal } from "../platform/principal.ts";
import { isOpen } from "./filing.ts";
import { isItsDepartmentsToDecide, isTheRecord, type Named, nameRecord } from "./handing.ts";
import { ended, missedBy } from "./in-time.ts";
import type { Decided, Decision, Objection, Open, Withdrawn } from "./objection.ts";

/** A48(1): the Center decides what it has power to correct; the rest it hands over, and does not decide for others. */
export const isTheCentersToDecide = bar(
  "A48(1)",
  "objection-not-yours-to-decide",
  (objection: Open, { roles }: Principal) =>
    objection.status === "with-center" && objection.route.power === "center" && roles.includes("big-data-center")
      ? pass(objection)
      : stop({ status: objection.status, power: objection.route.power }),
);

/** Nothing is refused for its own sake: whoever does not correct names the act in force on which that rests. */
export const citesABasis = bar(
  "A48",
  "refusal-cites-no-basis",
  ({ outcome, basis = [] }: Pick<Decision, "outcome" | "basis">, today: Day) => {
    if (outcome !== "not-corrected") return pass(basis);
    if (basis.length === 0) return stop({ field: "/decision/basis" });
    const over = basis.findIndex(({ act }) => !isActInForce(act, today));
    return over < 0 ? pass(basis) : stop({ field: `/decision/basis/${over}`, act: basis[over]?.act ?? "" });
  },
);

/** What is corrected has a name and another value; what is not, has none. */
export const saysWhatIsCorrected = bar(
  "A48",
  "correction-not-said",
  ({ record }: Pick<Objection, "record">, { outcome, corrections = {} }: Decision) => {
    const corrects = outcome === "corrected" || outcome === "partly-corrected";
    const some = Object.keys(corrections).length > 0;
    if (corrects !== some) return stop({ field: "/decision/corrections" });
    return outcome !== "not-corrected" && record === undefined ? stop({ field: "/record" }) : pass(corrections);
  },
);

/** Data that was unlawfully collected or opened is withdrawn; a mere error in it is corrected. */
export const isUnlawfullyHeld = bar("A20", "data-not-unlawfully-held", (objection: Objection, decision: Decision) =>
  decision.outcome === "data-withdrawn" && (objection.kind === "error" || objection.kind === "omission")
    ? stop({ kind: objection.kind })
    : pass(objection),
);

/** Items of the resource, but those that tell its records apart: another key is another record. */
export const correctsItems = bar("A48", "correction-of-no-item", (corrections: Values, terms: Terms | undefined) => {
  const strange = Object.keys(corrections).find((code) => !terms?.items.has(code) || terms.keys.includes(code));
  return strange === undefined ? pass(corrections) : stop({ field: `/decision/corrections/${strange}` });
});

/** A department that does not provide the data itself asks whoever does before it decides. */
export const isVerifiedWithProvider = bar(
  "A48(2)",
  "not-verified-with-provider",
  ({ verifiedWith }: Decision, provider: CreditCode | undefined, department: CreditCode | undefined) => {
    if (department === undefined || provider === undefined || provider === department) return pass(provider);
    return verifiedWith?.institution === provider ? pass(provider) : stop({ provider });
  },
);

/** The corrections in the one spelling of each item. */
const spelt = (corrections: Values, terms: Terms | undefined): Outcome<Values, typeof fitsItsItem.code> => {
  const values: Record<string, string | number | boolean> = {};
  for (const [code, given] of Object.entries(corrections)) {
    const item = terms?.items.get(code);
    if (item === undefined) continue;
    const fits = fitsItsItem(item, given);
    if (!fits.ok) return fits;
    values[code] = fits.value;
  }
  return accept(values);
};

type DecidingRefused =
  | typeof isOpen.code
  | typeof isTheCentersToDecide.code
  | typeof isTheRecord.code
  | typeof citesABasis.code
  | typeof saysWhatIsCorrected.code
  | typeof isUnlawfullyHeld.code
  | typeof correctsItems.code
  | typeof isVerifiedWithProvider.code
  | typeof fitsItsItem.code;

/** What a decision is judged by; `terms` are of the record's resource, where one is known. */
export type Circumstances = Readonly<{ by: Principal; today: Day; terms: Terms | undefined }>;

/** Whether to correct, by whoever has the power: with reasons and what was looked at, in time or late. */
export const decide = (
  objection: Objection,
  decision: Decision,
  named: Named,
  { by, today, terms }: Circumstances,
): Outcome<Decided, DecidingRefused> => {
  const open = isOpen(objection);
  if (!open.ok) return open;
  const its =
    open.value.status === "with-center"
      ? isTheCentersToDecide(open.value, by)
      : isItsDepartmentsToDecide(open.value, by);
  if (!its.ok) return its;
  const same = isTheRecord(its.value, named);
  if (!same.ok) return same;
  const known: Open = nameRecord<Open>(its.value, named);
  const founded = citesABasis(decision, today);
  if (!founded.ok) return founded;
  const said = saysWhatIsCorrected(known, decision);
  if (!said.ok) return said;
  const unlawful = isUnlawfullyHeld(known, decision);
  if (!unlawful.ok) return unlawful;
  const items = correctsItems(said.value, terms);
  if (!items.ok) return items;
  const corrections = spelt(items.value, terms);
  if (!corrections.ok) return corrections;
  const department = known.status === "with-department" ? known.department : undefined;
  const verified = isVerifiedWithProvider(decision, terms?.provider, department);
  if (!verified.ok) return verified;
  return accept(decidedBy(known, { ...decision, ...correcting(corrections.value) }, by, today));
};

const correcting = (corrections: Values) => (Object.keys(corrections).length === 0 ? {} : { corrections });

const decidedBy = (known: Open, decision: Decision, by: Principal, today: Day): Decided => ({
  ...known,
  ...decision,
  status: "decided",
  decidedBy: by.id,
  decidedOn: today,
  clocks: ended(known.clocks, today),
});

/** The objector's own, until it is decided. */
export const isTheirsToWithdraw = bar("A48", "objection-not-yours", ({ objector, filed }: Objection, by: Principal) =>
  objector.subject === by.subject || (filed.channel === "agent" && filed.by === by.id)
    ? pass(by)
    : stop({ channel: filed.channel }),
);

export const withdraw = (
  objection: Objection,
  by: Principal,
  today: Day,
): Outcome<Withdrawn, typeof isOpen.code | typeof isTheirsToWithdraw.code> => {
  const theirs = isTheirsToWithdraw(objection, by);
  if (!theirs.ok) return theirs;
  const open = isOpen(objection);
  if (!open.ok) return open;
  return accept({ ...open.value, status: "withdrawn", withdrawnOn: today, clocks: ended(open.value.clocks, today) });
};

/** Late is not lost, and has a cause: whoever has missed a clock says which. */
export const isTheirsToExplain = bar(
  "A48",
  "clock-not-yours-to-explain",
  (objection: Objection, clock: string, { institution, roles }: Principal) => {
    const its = objection.clocks.find(({ name, missedOn }) => name === clock && missedOn !== undefined);
    if (its === undefined) return stop({ clock, because: "not-missed" });
    const missing = missedBy(objection, its);
    const own = missing === "center" ? roles.includes("big-data-center") : missing === institution;
    return own ? pass(its) : stop({ clock, because: "missed-by-another" });
  },
);

/** The cause of a missed clock, on record; one that is said again is added, not replaced. */
export const explainDelay = (
  objection: Objection,
  { clock, cause }: Readonly<{ clock: string; cause: string }>,
  by: Principal,
  today: Day,
): Outcome<Objection, typeof isTheirsToExplain.code> => {
  const theirs = isTheirsToExplain(objection, clock, by);
  if (!theirs.ok) return theirs;
  return accept({ ...objection, missedBecause: [...objection.missedBecause, { clock, cause, by: by.id, on: today }] });
};
