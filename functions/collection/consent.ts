import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { RecordId } from "../kernel/record-id.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { PlainText } from "../kernel/text.ts";
import { type Principal, Subject } from "../platform/principal.ts";
import { ResourceId } from "./record/id.ts";
import type { Statement } from "./record/record.ts";
import type { Terms } from "./row/terms.ts";

/** What proves that somebody has consented: their words, or the digest of a document that the institution keeps. */
const Proof = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("words"), words: PlainText(LIMITS.writtenCharacters) }),
  z.strictObject({
    kind: z.literal("document"),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    keptAt: PlainText(LIMITS.nameCharacters).meta({ description: "Where the institution keeps the document" }),
  }),
]);

/** What is written when a data subject has consented. */
export const Consenting = z.strictObject({
  purpose: PlainText(500).meta({ description: "履职需要：为什么采集" }),
  proof: Proof,
  givenOn: Day,
});
export type Consenting = z.infer<typeof Consenting>;

const Kept = z.object({
  ...Consenting.shape,
  id: RecordId,
  resource: ResourceId,
  compiledBy: CreditCode,
  from: CreditCode,
  /** Whose it is, where the key of the record says so: they withdraw it themselves. */
  subject: Subject.exactOptional(),
});
const Withdrawn = { status: z.literal("withdrawn"), withdrawnOn: Day };

/** That the subject of a record has consented to its collection, or has taken the consent back (A20). */
export const Consent = z.discriminatedUnion("status", [
  Kept.extend({ status: z.literal("given") }),
  Kept.extend(Withdrawn),
]);
export type Consent = z.infer<typeof Consent>;
export type Given = Extract<Consent, { status: "given" }>;

const Shown = Kept.omit({ subject: true });

/** As callers see it: pseudonyms are for rows. */
export const ShownConsent = z
  .discriminatedUnion("status", [Shown.extend({ status: z.literal("given") }), Shown.extend(Withdrawn)])
  .meta({ id: "Consent", description: "被采集人的同意。A data subject's consent to collection." });

/** A consent is its subject's to withdraw, and is recorded as withdrawn by who has asked for it or rests on it. */
export const isTheirsToWithdraw = bar(
  "A20",
  "record-unknown",
  (consent: Consent, subjects: readonly (string | undefined)[], { institution, subject }: Principal) => {
    const isBody = institution !== undefined && [consent.from, consent.compiledBy].includes(institution);
    const isSubject = subject !== undefined && [consent.subject, ...subjects].includes(subject);
    return isBody || isSubject ? pass(consent) : stop({ id: consent.id });
  },
);

/** Where a law or regulation provides for the data no consent is asked for: asking would feign a choice. */
export const needsConsent = bar("A20", "consent-not-needed", (terms: Terms) =>
  terms.providedForByLaw ? stop({ resource: terms.resource }) : pass(terms),
);

export const isStillGiven = bar("A20", "consent-withdrawn", (consent: Consent) =>
  consent.status === "given" ? pass(consent) : stop({ withdrawnOn: consent.withdrawnOn }),
);

/** On which basis a row is collected: a law or regulation, or its subject's consent, which then must be on record. */
export const restsOnABasis = bar(
  "A20",
  "consent-missing",
  ({ providedForByLaw }: Pick<Terms, "providedForByLaw">, consent: Consent | undefined) => {
    if (providedForByLaw) return pass<Statement["basis"]>("law");
    return consent?.status === "given"
      ? pass<Statement["basis"]>("consent")
      : stop({ consent: consent?.status ?? "none" });
  },
);

/** What rested on a consent goes with it; what a law provides for stays. */
export const restsOnConsent = ({ basis }: Statement): boolean => basis === "consent";
