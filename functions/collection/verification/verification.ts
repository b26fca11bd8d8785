import * as z from "zod";
import type { Calendar } from "../../kernel/calendar.ts";
import { asAllowed, Clock, clock, type TimeAllowed } from "../../kernel/clock.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Principal } from "../../platform/principal.ts";
import { ResourceId } from "../record/id.ts";
import type { Terms } from "../row/terms.ts";

const Base = z.object({
  id: ResourceId,
  name: z.string().meta({ description: "The resource's name" }),
  compiledBy: CreditCode,
  provider: CreditCode,
  round: z.int().min(1),
  openedOn: Day,
  clocks: z.array(Clock),
  basis: z.string().meta({ description: "What the length of its clock rests on" }),
});
const Open = Base.extend({ status: z.literal("open") });
const Confirmed = Base.extend({ status: z.literal("confirmed"), confirmedOn: Day, confirmedBy: z.string() });

/** The verification of a resource's pool, one for each resource: a round lasts as long as sources differ on anything. */
export const Verification = z
  .discriminatedUnion("status", [Open, Confirmed])
  .meta({ id: "Verification", description: "数据校核（按资源、按轮次）。The verification of a pool." });
export type Verification = z.infer<typeof Verification>;
type OpenVerification = z.infer<typeof Open>;

/** The order names no days for verifying; their number is a setting. Late is not lost. */
export const poolVerifiedInTime = clock("pool-verified-in-time", "A22p2", {
  workingDays: asAllowed,
  startsOn: ({ openedOn }: Pick<OpenVerification, "openedOn">) => openedOn,
});

/** What sources say of one another's data is for the department that must verify it: nobody else learns that it is there. */
export const isItsDepartmentsToVerify = bar(
  "A16(3)",
  "record-unknown",
  (pool: Pick<Verification, "id" | "compiledBy">, { institution }: Principal) =>
    institution === pool.compiledBy ? pass(institution) : stop({ id: pool.id }),
);

const isBeingVerified = bar("A22p2", "verification-not-open", (verification: Verification) =>
  verification.status === "open" ? pass(verification) : stop({ status: verification.status }),
);

/** A pool is confirmed item by item: with one left on which sources differ it is not. */
const nothingConflicts = bar("A22p2", "items-still-conflict", (conflicting: string | undefined) =>
  conflicting === undefined ? pass(true) : stop({ record: conflicting }),
);

type Opening = Readonly<{ today: Day; calendar: Calendar; allowed: TimeAllowed }>;

/** The next round begins; while one is open there is no other. */
export const openRound = (
  before: Verification | undefined,
  { resource, name, compiledBy, provider }: Pick<Terms, "resource" | "name" | "compiledBy" | "provider">,
  { today, calendar, allowed }: Opening,
): OpenVerification | undefined => {
  if (before?.status === "open") return undefined;
  return {
    status: "open",
    id: resource,
    name,
    compiledBy,
    provider,
    round: (before?.round ?? 0) + 1,
    openedOn: today,
    clocks: [poolVerifiedInTime.start({ openedOn: today }, calendar, allowed)],
    basis: allowed.basis,
  };
};

/** The department confirms the pool; `conflicting` is a record on which sources still differ, if there is one. */
export const confirm = (
  verification: Verification,
  conflicting: string | undefined,
  by: string,
  today: Day,
): Outcome<Verification, typeof isBeingVerified.code | typeof nothingConflicts.code> => {
  const open = isBeingVerified(verification);
  if (!open.ok) return open;
  const settled = nothingConflicts(conflicting);
  if (!settled.ok) return settled;
  const clocks = poolVerifiedInTime.stop(open.value.clocks, today);
  return accept({ ...open.value, status: "confirmed", clocks, confirmedOn: today, confirmedBy: by });
};
