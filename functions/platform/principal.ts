import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { PlainText } from "../kernel/text.ts";

/** Parts that a body plays under the order; a body may play several. `person` is anybody with real-name sign-in. */
export const ROLES = [
  "person",
  "institution",
  "responsible-department",
  "big-data-center",
  "competent-authority",
  "opening-lead",
  "item-review",
  "network-security",
  "district-authority",
] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Posts of staff that some acts demand, with training in date (A46). */
export const POSTS = [
  "catalogue-editor",
  "catalogue-reviewer",
  "secrecy-reviewer",
  "sharing-reviewer",
  "registrar",
  "calendar-keeper",
  "law-keeper",
  "objection-handler",
  "security-officer",
] as const;
export const Post = z.enum(POSTS);
export type Post = z.infer<typeof Post>;

/** A person or legal person without their number: see platform/subject.ts. */
export const Subject = z.string().regex(/^[0-9a-f]{64}$/);
export type Subject = z.infer<typeof Subject>;

/** What a token was issued for, beside who holds it: one grant of one resource, from one body to another. */
export const BoundGrant = z.strictObject({
  id: z.uuidv7(),
  producer: CreditCode,
  consumer: CreditCode,
  resource: z.uuidv7(),
  edition: z.int().min(1),
  purpose: PlainText(LIMITS.purposeCharacters),
});
export type BoundGrant = z.infer<typeof BoundGrant>;

/**
 * Who calls, as the authoriser established it on this very call: the token says who, the registers say what they may.
 * `id` is a pseudonym of the issuer, never a name or an identity number.
 */
export const Principal = z.object({
  kind: z.enum(["staff", "agency", "person", "platform"]),
  id: z.string().min(1).max(200),
  institution: CreditCode.exactOptional(),
  level: z.enum(["city", "district"]).exactOptional(),
  district: z.string().exactOptional(),
  roles: z.array(Role),
  posts: z.array(Post),
  trainedUntil: Day.exactOptional(),
  /** Of a person whose issuer has vouched for their number. */
  subject: Subject.exactOptional(),
  /** Of a system that came with a token bound to a grant. */
  grant: BoundGrant.exactOptional(),
});
export type Principal = z.infer<typeof Principal>;

/** The platform itself: listeners, tasks and sweeps act under this name. */
export const PLATFORM: Principal = { kind: "platform", id: "platform", roles: [], posts: [] };

/** A47p2: people are known by the pseudonym of their number; of whom nobody has verified it, nothing is theirs to list. */
export const hasAVerifiedNumber = bar("A47p2", "number-not-verified", ({ subject }: Principal) =>
  subject === undefined ? stop() : pass(subject),
);
