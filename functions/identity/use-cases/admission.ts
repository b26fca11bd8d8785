import type { Entered } from "../../institutions/index.ts";
import { dayOf, type Instant } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Admitted, Asked } from "../../platform/authorise.ts";
import type { SubjectOf } from "../../platform/subject.ts";
import { usageKeyOf } from "../../platform/usage.ts";
import { type Ours, readAccessToken } from "../access-token.ts";
import * as caller from "../caller.ts";
import type { Client } from "../client.ts";
import type { Issuer } from "../issuers.ts";
import { claimedBy, type Keys, LONGEST_LIFE, livesAtMost, verified } from "../jwt.ts";
import { readProof } from "../proof.ts";
import type { Reason } from "../reasons.ts";
import type { Once } from "../store/once.ts";

export type AdmissionDeps = Readonly<{
  issuers: readonly Issuer[];
  issuerKeys: (url: string) => Promise<Keys>;
  ours: Ours;
  ourKeys: () => Promise<Keys>;
  /** What is on record of an institution, and of a member of staff or a client beside it: one read. */
  onRecord: (institution: string, who: { staff?: string; client?: string }) => Promise<Entered<Client>>;
  once: Once;
  /** Who a verified number belongs to: a pseudonym that is the same whichever source vouches for it. */
  subjectOf: SubjectOf;
  now: () => Instant;
  /** Whether an institution has a usage plan of its own. */
  hasOwnPlan: (institution: string) => boolean;
  /** The address under which the API is known, if not the one that was called. */
  publicUrl?: string | undefined;
}>;

type Judged = Outcome<Admitted, Reason>;

/** Larger than any token that we take. */
const LONGEST_TOKEN = 8000;
const CREDENTIALS = /^(dpop|bearer) ([\w-]+\.[\w-]+\.[\w-]+)$/i;
const ISSUER_ALGORITHMS = ["ES256", "PS256", "RS256"];
/** An ID token or an access token; a logout or event token is signed by the same key and says something else. */
const ISSUER_TYPES = [undefined, "JWT", "at+jwt"];

/**
 * Who calls (A47p2): the token says who, the registers what they may, on each call anew. Agencies prove that they hold
 * the key their token is bound to; staff and persons come with the token of an issuer whose word is taken.
 */
export const admission =
  (deps: AdmissionDeps) =>
  async (asked: Asked): Promise<Judged> => {
    const [credentials, second] = asked.authorization;
    if (credentials === undefined) return refuse("credentials-missing");
    if (second !== undefined) return refuse("credentials-twice");
    if (credentials.length > LONGEST_TOKEN) return refuse("token-too-large");
    const [, scheme, token] = CREDENTIALS.exec(credentials) ?? [];
    if (scheme === undefined || token === undefined) return refuse("scheme-unknown");
    return scheme.toLowerCase() === "dpop" ? agency(deps, asked, token) : bearer(deps, token);
  };

const ofInstitution = (principal: Admitted["principal"], { hasOwnPlan, ours }: AdmissionDeps): Judged => {
  const { institution = "others" } = principal;
  return accept({
    principal,
    caller: institution,
    usageKey: usageKeyOf(ours.issuer, hasOwnPlan(institution) ? institution : "others"),
  });
};

const agency = async (deps: AdmissionDeps, { dpop, method, url, path }: Asked, token: string): Promise<Judged> => {
  const now = Date.parse(deps.now());
  const claims = await readAccessToken(token, await deps.ourKeys(), deps.ours, now);
  if (!claims.ok) return claims;
  const [proof, second] = dpop;
  if (proof === undefined) return refuse("proof-missing");
  if (second !== undefined) return refuse("proof-twice");
  const address = deps.publicUrl === undefined ? url : `${deps.publicUrl.replace(/\/$/, "")}${path}`;
  const proven = await readProof(proof, { method, url: address, token, now });
  if (!proven.ok) return proven;
  const { institution, sub, cnf, grant } = claims.value;
  if (proven.value.jkt !== cnf.jkt) return refuse("proof-of-another-key");
  const [onRecord, repeated] = await Promise.all([
    deps.onRecord(institution, { client: sub }),
    deps.once(proven.value.once),
  ]);
  if (repeated !== undefined) return refuse("proof-repeated");
  if (onRecord.institution === undefined) return refuse("body-unknown");
  const atWork = caller.isAtWork(onRecord.institution);
  if (!atWork.ok) return atWork;
  const client = caller.isItsClient(onRecord.beside, institution);
  if (!client.ok) return client;
  return ofInstitution(caller.principalOfAgency(atWork.value, { id: client.value.id, grant }, dayOf(now)), deps);
};

const bearer = async (deps: AdmissionDeps, token: string): Promise<Judged> => {
  const now = Date.parse(deps.now());
  const claimed = claimedBy(token);
  if (claimed === undefined) return refuse("token-malformed");
  const trusted = caller.isFromATrustedSource(deps.issuers, claimed.iss);
  if (!trusted.ok) return trusted;
  if (claimed.kid === undefined) return refuse("key-unnamed");
  if (!ISSUER_TYPES.includes(claimed.typ)) return refuse("type-wrong");
  const [issuer, second] = trusted.value.filter(({ audience }) => claimed.aud.includes(audience));
  // A token for staff and for persons at once says neither.
  if (issuer === undefined || second !== undefined) return refuse("audience-wrong");
  const holds = await verified(token, await deps.issuerKeys(issuer.url), {
    currentDate: new Date(now),
    issuer: issuer.url,
    audience: issuer.audience,
    algorithms: ISSUER_ALGORITHMS,
    requiredClaims: ["sub", "exp", "iat"],
  });
  if (!holds.ok) return holds;
  if (!livesAtMost(LONGEST_LIFE, holds.value)) return refuse("token-too-long-lived");
  return issuer.kind === "staff" ? staff(deps, holds.value, now) : person(deps, issuer, holds.value);
};

const staff = async (deps: AdmissionDeps, payload: unknown, now: number): Promise<Judged> => {
  const claims = caller.StaffClaims.safeParse(payload);
  if (!claims.success) return refuse("claims-malformed");
  const { sub, institution } = claims.data;
  const today = dayOf(now);
  const onRecord = await deps.onRecord(institution, { staff: sub });
  if (onRecord.institution === undefined) return refuse("body-unknown");
  const atWork = caller.isAtWork(onRecord.institution);
  if (!atWork.ok) return atWork;
  const inPost = caller.isInPost(onRecord.staff, institution, today);
  if (!inPost.ok) return inPost;
  return ofInstitution(caller.principalOfStaff(atWork.value, inPost.value, today), deps);
};

const person = async ({ ours, subjectOf }: AdmissionDeps, issuer: Issuer, payload: unknown): Promise<Judged> => {
  const claims = caller.PersonClaims.safeParse(payload);
  if (!claims.success) return refuse("subject-malformed");
  const { sub, acr, citizen_id: number } = claims.data;
  const pseudonym = caller.isAPseudonym(sub);
  if (!pseudonym.ok) return pseudonym;
  const realName = caller.isRealName(issuer, acr);
  if (!realName.ok) return realName;
  // The number ends here: what goes on, into rows and logs, is the subject.
  const subject = number === undefined ? undefined : await subjectOf(number);
  const principal = caller.principalOfPerson(issuer, { sub, subject });
  return accept({ principal, caller: "persons", usageKey: usageKeyOf(ours.issuer, "persons") });
};
