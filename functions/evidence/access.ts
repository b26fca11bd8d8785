import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Instant } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { RecordId } from "../kernel/record-id.ts";
import { PlainText } from "../kernel/text.ts";
import { type Principal, Subject } from "../platform/principal.ts";

/** SHA-256 of a value's canonical JSON in base64url, as platform/digest.ts makes it. */
const Digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** A resource has no more items. */
const MOST_FIELDS = 60;

/** What the access rested on, as it was said then: a law that has left the register since is still what was said. */
const Basis = z.strictObject({ act: z.string().min(1).max(100), article: PlainText(100) });

/**
 * One reading of one record's personal data: who read which fields, why, by whose leave, and what was asked and
 * answered (digests, never the data). One call that read several records has one receipt and a row for each.
 */
export const Access = z
  .object({
    receipt: z.uuidv7().meta({ description: "Names the call; its answer carried it too" }),
    record: RecordId,
    resource: z.uuidv7(),
    at: Instant,
    by: z.string().min(1).max(200).meta({ description: "The principal that called" }),
    consumer: CreditCode,
    provider: CreditCode,
    responsible: CreditCode.meta({ description: "The department that compiles the resource" }),
    grant: z.uuidv7().exactOptional(),
    purpose: PlainText(LIMITS.purposeCharacters),
    legalBasis: Basis.exactOptional(),
    fields: z.array(z.string().min(1).max(64)).max(MOST_FIELDS),
    asked: Digest,
    answered: Digest,
    subject: Subject.exactOptional(),
  })
  .meta({ id: "Access", description: "访问记录。One reading of one record." });
export type Access = z.infer<typeof Access>;

/** What bodies are shown: whose record it is stays with the ledger. */
export const AccessView = Access.omit({ subject: true }).meta({
  id: "AccessView",
  description: "访问记录（机构视图）。An access as the bodies concerned see it.",
});

/** What the person concerned is shown: which body, why, when, which fields; not which of its clerks or systems. */
export const MyAccess = Access.omit({ subject: true, by: true, asked: true, answered: true }).meta({
  id: "MyAccess",
  description: "本人数据的访问记录。An access to my data.",
});

/** Provider and responsible department answer for the record, the Center for all (A24). */
export const isItsKeepers = ({ provider, responsible }: Access, by: Principal): boolean =>
  by.roles.includes("big-data-center") || provider === by.institution || responsible === by.institution;

/** Use is reported to both sides of a grant, and to nobody else. */
export const isItsParties = ({ consumer, provider }: Access, by: Principal): boolean =>
  consumer === by.institution || provider === by.institution;
