import * as z from "zod";
import { holdsOn, type Institution, rolesOn, type Staff, StaffId } from "../institutions/index.ts";
import { CreditCode, isCreditCode } from "../kernel/credit-code.ts";
import type { Day } from "../kernel/day.ts";
import { isResidentId, ResidentId } from "../kernel/resident-id.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { BoundGrant, Principal } from "../platform/principal.ts";
import type { Client } from "./client.ts";
import type { Issuer } from "./issuers.ts";

/**
 * What we read of an issuer's token. Roles, posts and names in it are not looked at: the registers say what is so. A
 * verified number that is no resident's of ours (a foreigner's papers) is none: its holder signs in without a subject.
 */
export const StaffClaims = z.object({ sub: StaffId, institution: CreditCode });
export const PersonClaims = z.object({
  sub: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/),
  acr: z.string().optional(),
  citizen_id: ResidentId.optional().catch(undefined),
});

/** Several sources vouch for people, each for its own audience; a source that nobody has named vouches for nobody. */
export const isFromATrustedSource = bar(
  "A35p2",
  "issuer-unknown",
  (issuers: readonly Issuer[], iss: string | undefined) => {
    const known = issuers.filter(({ url }) => url === iss);
    return known.length > 0 ? pass(known) : stop();
  },
);

/** Real-name: the source has verified the person at a level that counts, where it has levels. */
export const isRealName = bar("A35p2", "not-real-name", ({ acr: levels }: Issuer, acr: string | undefined) =>
  levels === undefined || (acr !== undefined && levels.includes(acr)) ? pass(acr) : stop(),
);

/** People are known by pseudonyms: an identity number in a token would end in every log and record. */
export const isAPseudonym = bar("A47p2", "subject-is-a-legal-number", (subject: string) =>
  isResidentId(subject.toUpperCase()) || isCreditCode(subject.toUpperCase()) ? stop() : pass(subject),
);

export const isAtWork = bar("A47p2", "body-not-active", (institution: Institution) =>
  institution.status === "active" ? pass(institution) : stop({ status: institution.status }),
);

/** Staff act from the first to the last day of their posts, for the body that has appointed them. */
export const isInPost = bar("A46", "staff-not-in-post", (staff: Staff | undefined, institution: string, today: Day) =>
  staff?.status === "in-post" && staff.institution === institution && holdsOn(staff, today) ? pass(staff) : stop(),
);

/** A revoked key counts at once, whatever token was issued before. */
export const isItsClient = bar("A47p2", "client-revoked", (client: Client | undefined, institution: string) =>
  client?.status === "active" && client.institution === institution ? pass(client) : stop(),
);

const bodyOf = (institution: Institution, today: Day) => ({
  institution: institution.id,
  level: institution.level,
  ...(institution.level === "district" ? { district: institution.district } : {}),
  roles: rolesOn(institution, today),
});

export const principalOfStaff = (
  institution: Institution,
  { id, posts, trainedUntil }: Staff,
  today: Day,
): Principal => ({
  kind: "staff",
  id,
  ...bodyOf(institution, today),
  posts: [...posts],
  ...(trainedUntil === undefined ? {} : { trainedUntil }),
});

/** A system of an institution holds no post: what a post is needed for is done by people. */
export const principalOfAgency = (
  institution: Institution,
  { id, grant }: Readonly<{ id: string; grant: BoundGrant | undefined }>,
  today: Day,
): Principal => ({
  kind: "agency",
  id,
  ...bodyOf(institution, today),
  posts: [],
  ...(grant === undefined ? {} : { grant }),
});

/** One person of one source: the same subject of another source is somebody else, but for the number behind both. */
export const principalOfPerson = (
  { name }: Issuer,
  { sub, subject }: Readonly<{ sub: string; subject: string | undefined }>,
): Principal => ({
  kind: "person",
  id: `${name}:${sub}`,
  roles: ["person"],
  posts: [],
  ...(subject === undefined ? {} : { subject }),
});
