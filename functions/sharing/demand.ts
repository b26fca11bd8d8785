import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { PlainText } from "../kernel/text.ts";
import type { Principal } from "../platform/principal.ts";
import { Duty, type Grant, isLive } from "./grant.ts";
import type { Offer } from "./offer.ts";

/** What an institution's duties need of others (A26p3); `resource` where the catalogue has it. */
export const Need = z.strictObject({
  wants: PlainText(200),
  duty: Duty,
  resource: z.uuidv7().exactOptional(),
});
export type Need = z.infer<typeof Need>;

const Base = z.object({ id: z.uuidv7(), institution: CreditCode, need: Need, recordedOn: Day });

/** Where a demand stands beside the catalogue: nothing there, on offer, on the negative list, or no longer there. */
const Unmet = z.enum(["uncatalogued", "on-offer", "forbidden", "gone"]);

/** 需求清单的一项, kept in step with the catalogue and the grants. */
export const Demand = z
  .discriminatedUnion("status", [
    Base.extend({ status: Unmet }),
    Base.extend({ status: z.literal("met"), grant: z.uuidv7() }),
    Base.extend({ status: z.literal("withdrawn"), withdrawnOn: Day }),
  ])
  .meta({ id: "SharingDemand", description: "需求清单的一项。What an institution's duties need of others." });
export type Demand = z.infer<typeof Demand>;

export const DEMAND_STATUSES = ["uncatalogued", "on-offer", "forbidden", "gone", "met", "withdrawn"] as const;

const standingOf = (offer: Offer | undefined): z.infer<typeof Unmet> => {
  if (offer === undefined) return "uncatalogued";
  if (offer.status === "ended") return "gone";
  return offer.sharing.type === "not-shared" ? "forbidden" : "on-offer";
};

const identityOf = ({ id, institution, need, recordedOn }: Demand) => ({ id, institution, need, recordedOn });

export const record = (
  id: string,
  institution: CreditCode,
  need: Need,
  offer: Offer | undefined,
  today: Day,
): Demand => ({ id, institution, need, recordedOn: today, status: standingOf(offer) });

/**
 * The demand beside what is offered and granted today; the same object if nothing changes. `grant` is the one that has
 * changed, if it was one: a grant that is over leaves the demand as unmet as the catalogue has it.
 */
export const reconciled = (demand: Demand, offer: Offer | undefined, grant?: Grant): Demand => {
  if (demand.status === "withdrawn") return demand;
  const its = grant !== undefined && grant.consumer === demand.institution && grant.resource === demand.need.resource;
  if (its && isLive(grant)) {
    if (demand.status === "met") return demand;
    return { ...identityOf(demand), status: "met", grant: grant.id };
  }
  if (demand.status === "met" && demand.grant !== grant?.id) return demand;
  const status = standingOf(offer);
  return demand.status === status ? demand : { ...identityOf(demand), status };
};

export const isItsOwnDemand = bar("A26p3", "demand-not-yours", ({ institution }: Demand, by: Principal) =>
  institution === by.institution ? pass(institution) : stop({ institution }),
);

const isStillNeeded = bar("A26p3", "demand-withdrawn", (demand: Demand) =>
  demand.status === "withdrawn" ? stop({ withdrawnOn: demand.withdrawnOn }) : pass(demand),
);

export const withdraw = (
  demand: Demand,
  by: Principal,
  today: Day,
): Outcome<Demand, typeof isItsOwnDemand.code | typeof isStillNeeded.code> => {
  const own = isItsOwnDemand(demand, by);
  if (!own.ok) return own;
  const needed = isStillNeeded(demand);
  return needed.ok ? accept({ ...identityOf(demand), status: "withdrawn", withdrawnOn: today }) : needed;
};
