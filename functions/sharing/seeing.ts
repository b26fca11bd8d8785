import type { CreditCode } from "../kernel/credit-code.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { Principal } from "../platform/principal.ts";
import type { Demand } from "./demand.ts";
import type { Grant } from "./grant.ts";
import type { Level, Request } from "./request/request.ts";

type Parties = Readonly<{ consumer: CreditCode; provider: CreditCode; responsible: CreditCode }>;

/** The Center and the General Office, who watch over sharing. */
export const watchesOver = ({ roles }: Principal): boolean =>
  roles.includes("big-data-center") || roles.includes("competent-authority");

const isParty = ({ consumer, provider, responsible }: Parties, { institution }: Principal): boolean =>
  institution === consumer || institution === provider || institution === responsible;

/** What they were parties to, or watch over anyway, they see as it happened. */
export const isTheirs = (parties: Parties, by: Principal): boolean => isParty(parties, by) || watchesOver(by);

const isItsAuthority = (authority: Level, { roles, district }: Principal): boolean =>
  authority.level === "district" && roles.includes("district-authority") && authority.district === district;

/** A47p2: a grant is for its parties to see and for those who watch over sharing; to others it is not there. */
export const isGrantToSee = bar("A47p2", "record-unknown", (grant: Grant, by: Principal) =>
  isParty(grant, by) || watchesOver(by) ? pass(grant) : stop({ id: grant.id }),
);

/** So is a request, and for the district's authority that is asked for its consent. */
export const isRequestToSee = bar("A47p2", "record-unknown", (request: Request, by: Principal) => {
  const asked = request.status === "awaiting-consent" && isItsAuthority(request.authority, by);
  return isParty(request, by) || watchesOver(by) || asked || isItsAuthority(request.applicant, by)
    ? pass(request)
    : stop({ id: request.id });
});

/** What an institution needs is for it to see, and for the Center, which looks after the list of the city (A26p3). */
export const isDemandToSee = bar("A47p2", "record-unknown", (demand: Demand, by: Principal) =>
  demand.institution === by.institution || by.roles.includes("big-data-center")
    ? pass(demand)
    : stop({ id: demand.id }),
);
