import * as z from "zod";
import { CITATIONS } from "../../../law/articles.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { clockInHand } from "../in-time.ts";
import { type Objection, Outcomes, STATUSES } from "../objection.ts";

/** Where an objection waits for people: with the Center, or with a department. */
export const STEPS = ["center", "department"] as const;
const Step = z.enum(STEPS);
export type Step = z.infer<typeof Step>;

export const stepOf = ({ status }: Pick<Objection, "status">): Step | undefined => {
  if (status === "with-center") return "center";
  return status === "with-department" ? "department" : undefined;
};

/**
 * What every event of an objection says: nobody's name and nobody's words. `steps` are those that it decides, or whose
 * due day it moves, of round `round`.
 */
const About = z.object({
  resource: z.uuidv7().exactOptional(),
  record: RecordId.exactOptional(),
  department: CreditCode.exactOptional().meta({ description: "That has it, or has decided it" }),
  round: z.int(),
  steps: z.array(Step),
  status: z.enum(STATUSES),
});

export const ObjectionReceived = About.extend({ type: z.literal("objections.received.v1") });
export const ObjectionHandedOver = About.extend({ type: z.literal("objections.handed-over.v1") });
export const ObjectionSentBack = About.extend({ type: z.literal("objections.sent-back.v1") });
export const ObjectionMarked = About.extend({ type: z.literal("objections.marked.v1") });
export const ObjectionDecided = About.extend({ type: z.literal("objections.decided.v1"), outcome: Outcomes });
export const ObjectionWithdrawn = About.extend({ type: z.literal("objections.withdrawn.v1") });
export const ObjectionOverdue = About.extend({
  type: z.literal("objections.overdue.v1"),
  clock: z.string(),
  cites: z.enum(CITATIONS),
  dueOn: Day,
});
export const DueDayMoved = About.extend({
  type: z.literal("objections.due-day-moved.v1"),
  clock: z.string(),
  dueOn: Day,
  because: z.string(),
});

/** What happens to an objection; its events are its history. */
export const ObjectionEvent = z.discriminatedUnion("type", [
  ObjectionReceived,
  About.extend({ type: z.literal("objections.evidence-announced.v1"), file: z.uuidv7() }),
  About.extend({ type: z.literal("objections.evidence-submitted.v1"), file: z.uuidv7() }),
  ObjectionMarked,
  ObjectionHandedOver,
  ObjectionSentBack,
  ObjectionDecided,
  ObjectionWithdrawn,
  ObjectionOverdue,
  DueDayMoved,
  About.extend({ type: z.literal("objections.delay-explained.v1"), clock: z.string() }),
]);
export type ObjectionEvent = z.infer<typeof ObjectionEvent>;

const departmentOf = (objection: Objection) =>
  (objection.status === "with-department" || objection.status === "decided") && objection.department !== undefined
    ? { department: objection.department }
    : {};

/** What an event says of an objection after an act: `before` tells which wait of which round the act has ended. */
export const about = (objection: Objection, before: Objection | undefined) => {
  const ended =
    before === undefined || before.round === objection.round ? stepIfOver(objection, before) : stepOf(before);
  return {
    ...(objection.resource === undefined ? {} : { resource: objection.resource }),
    ...(objection.record === undefined ? {} : { record: objection.record }),
    ...departmentOf(objection),
    round: before?.round ?? objection.round,
    steps: ended === undefined ? [] : [ended],
    status: objection.status,
  };
};

const stepIfOver = (objection: Objection, before: Objection | undefined): Step | undefined =>
  before === undefined || stepOf(objection) !== undefined ? undefined : stepOf(before);

/** A clock has moved: the item of the step in hand is due on another day if it is that step's clock. */
export const movedSteps = (objection: Objection, clock: string): Step[] => {
  const step = stepOf(objection);
  return step !== undefined && clockInHand(objection)?.name === clock ? [step] : [];
};
