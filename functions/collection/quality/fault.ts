import * as z from "zod";
import type { Calendar } from "../../kernel/calendar.ts";
import { asAllowed, Clock, clock, type TimeAllowed } from "../../kernel/clock.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { PlainText } from "../../kernel/text.ts";
import type { Principal } from "../../platform/principal.ts";
import { ResourceId } from "../record/id.ts";
import type { PoolRecord } from "../record/record.ts";

/** 谁采集谁负责、谁校核谁负责 (A24). */
const ACCOUNTABLE = ["collector", "verifier"] as const;

/** Six things that can be wrong with data. */
const ASPECTS = ["quantity", "completeness", "validity", "uniqueness", "timeliness", "consistency"] as const;

const Words = PlainText(500).meta({ description: "What is wrong, in words: no personal data" });

const RAISED = {
  resource: ResourceId,
  record: RecordId.exactOptional(),
  item: z.string().min(1).max(64).exactOptional(),
  aspect: z.enum(ASPECTS),
  accountable: z.enum(ACCOUNTABLE).meta({ description: "Who collects, or who verifies" }),
  says: Words,
};

/** A fault as the Center finds it; who collected is named where it is not the provider. */
export const Raising = z.strictObject({
  ...RAISED,
  source: CreditCode.meta({ description: "Of a collector: who, if not the provider" }).exactOptional(),
});
export type Raising = z.infer<typeof Raising>;

const Base = z.object({
  ...RAISED,
  id: z.uuidv7(),
  responsible: CreditCode.meta({ description: "The body that is accountable for it" }),
  raisedOn: Day,
  clocks: z.array(Clock),
  basis: z.string().meta({ description: "What the length of its clock rests on" }),
});
const Open = Base.extend({ status: z.literal("open") });
const Closed = Base.extend({
  status: z.literal("closed"),
  closedOn: Day,
  closedBy: z.string().meta({ description: "Who closed it" }),
  done: PlainText(500),
});

/** Something wrong with a pool, and who has to mend it by when. */
export const Fault = z
  .discriminatedUnion("status", [Open, Closed])
  .meta({ id: "QualityFault", description: "数据质量问题。A fault, who answers for it, and by when." });
export type Fault = z.infer<typeof Fault>;

/** The day by which a fault is mended: the order names none, so its length is a setting. */
export const faultMendedInTime = clock("fault-mended-in-time", "A24", {
  workingDays: asAllowed,
  startsOn: ({ raisedOn }: Readonly<{ raisedOn: Day }>) => raisedOn,
});

type Answering = Readonly<{ compiledBy: CreditCode; provider: CreditCode; record: PoolRecord | undefined }>;

/** Who collects answers for what was collected, who verifies for what was verified: nobody is blamed for another's. */
export const answersForIt = bar(
  "A24",
  "source-not-accountable",
  ({ accountable, source }: Raising, { compiledBy, provider, record }: Answering) => {
    if (accountable === "verifier") return source === undefined ? pass(compiledBy) : stop({ field: "/source" });
    const from = source ?? provider;
    const sources = record === undefined ? [provider] : record.statements.map((it) => it.from);
    return sources.includes(from) ? pass(from) : stop({ field: "/source", source: from });
  },
);

/** Whoever is accountable says what was done. */
const isTheirsToClose = bar("A24", "fault-not-yours-to-close", (fault: Fault, { institution }: Principal) =>
  institution === fault.responsible ? pass(institution) : stop({ responsible: fault.responsible }),
);

const isOpen = bar("A24", "fault-closed-already", (fault: Fault) =>
  fault.status === "open" ? pass(fault) : stop({ closedOn: fault.closedOn }),
);

/** A fault is between the Center, which found it, and whoever has to mend it. */
export const isTheirsToKnow = bar("A47", "record-unknown", (fault: Fault, by: Principal) =>
  by.institution === fault.responsible || by.roles.includes("big-data-center") ? pass(fault) : stop({ id: fault.id }),
);

type About = Readonly<{ id: string; responsible: CreditCode; today: Day; calendar: Calendar; allowed: TimeAllowed }>;

export const raise = (
  { source: _named, ...raising }: Raising,
  { id, responsible, today, calendar, allowed }: About,
): Extract<Fault, { status: "open" }> => ({
  ...raising,
  status: "open",
  id,
  responsible,
  raisedOn: today,
  clocks: [faultMendedInTime.start({ raisedOn: today }, calendar, allowed)],
  basis: allowed.basis,
});

/** The fault is mended, in time or late; a Center that finds it is not raises the next one. */
export const close = (
  fault: Fault,
  done: string,
  by: Principal,
  today: Day,
): Outcome<Fault, typeof isTheirsToClose.code | typeof isOpen.code> => {
  const theirs = isTheirsToClose(fault, by);
  if (!theirs.ok) return theirs;
  const open = isOpen(fault);
  if (!open.ok) return open;
  const clocks = faultMendedInTime.stop(open.value.clocks, today);
  return accept({ ...open.value, status: "closed", clocks, closedOn: today, closedBy: by.id, done });
};
