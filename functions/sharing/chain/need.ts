import * as z from "zod";
import type { Day } from "../../kernel/day.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Because, Grant, Usage } from "../grant.ts";

/** From when on the use of a grant is no need any more; order 9 names no numbers, so their basis is stated. */
export const Need = z.strictObject({
  /** Records asked for in a day that there are not: so many at least, or this part of the day's quota. */
  misses: z.int().min(1),
  missesPercent: z.int().min(1).max(100),
  /** Calls in a day that asked for what the grant does not give. */
  refusals: z.int().min(1),
  basis: z.string().min(1),
});
export type Need = Readonly<z.infer<typeof Need>>;

/** How many records that there are not may be asked for on one day. */
export const mostMisses = ({ misses, missesPercent }: Need, quotaPerDay: number): number =>
  Math.max(misses, Math.ceil((quotaPerDay * missesPercent) / 100));

/** Who needs a record knows its key: who tries keys is looking for people, and gets no further on that day. */
export const isWithinNeed = bar(
  "A47",
  "use-beyond-need",
  (grant: Grant, { missed, refused }: Pick<Usage, "missed" | "refused">, need: Need) => {
    const most = mostMisses(need, grant.quotaPerDay);
    return missed < most && refused < need.refusals
      ? pass(grant)
      : stop({ missed, mostMissed: most, refused, mostRefused: need.refusals, basis: need.basis });
  },
);

/** Why a grant that was used beyond its need is suspended: both its sides read it in the grant. */
export const becauseOfOveruse = ({ missed, refused }: Pick<Usage, "missed" | "refused">, on: Day): Because => ({
  cites: "A26p2",
  reason: `一日内查无记录${missed}次、被拒绝${refused}次，超出所需。In a day ${missed} records that there are not were asked for, ${refused} calls were refused: beyond need.`,
  by: "platform",
  on,
});
