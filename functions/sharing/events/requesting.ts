import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { REQUEST_STATUSES, type Request } from "../request/request.ts";

/** Where a request waits for people: the steps of its flows. */
export const STEPS = ["consent", "general-office", "responsible-department"] as const;
const Step = z.enum(STEPS);
export type Step = z.infer<typeof Step>;

/** The steps at which a request waits. */
export const waitsAt = (request: Request | undefined): Step[] => {
  if (request?.status === "awaiting-consent") return ["consent"];
  if (request?.status !== "under-review") return [];
  return STEPS.filter((step) => step !== "consent" && !request.agreed.some(({ seat }) => seat === step));
};

/** What every event of a request says; `steps` are those that it decides, or whose due day it moves. */
const About = z.object({
  consumer: CreditCode,
  provider: CreditCode,
  responsible: CreditCode,
  resource: z.uuidv7(),
  round: z.literal(1),
  steps: z.array(Step),
  status: z.enum(REQUEST_STATUSES),
});

export const RequestFiled = About.extend({ type: z.literal("sharing.request-filed.v1") });
export const CopyConsented = About.extend({ type: z.literal("sharing.data-copy-consented.v1") });

/** What happens to a request; its events are its history. */
export const RequestEvent = z.discriminatedUnion("type", [
  RequestFiled,
  CopyConsented,
  About.extend({ type: z.literal("sharing.data-copy-refused.v1") }),
  About.extend({ type: z.literal("sharing.reviewer-agreed.v1") }),
  About.extend({ type: z.literal("sharing.request-granted.v1") }),
  /** Its resource has become unconditional: nobody has to be asked any more (A27p2). */
  About.extend({ type: z.literal("sharing.request-freed.v1") }),
  About.extend({ type: z.literal("sharing.request-refused.v1") }),
  About.extend({ type: z.literal("sharing.request-withdrawn.v1") }),
  About.extend({ type: z.literal("sharing.request-lapsed.v1") }),
  About.extend({ type: z.literal("sharing.request-fitted-to-edition.v1") }),
  About.extend({ type: z.literal("sharing.request-overdue.v1"), dueOn: Day }),
  About.extend({ type: z.literal("sharing.request-due-day-moved.v1"), dueOn: Day, because: z.string() }),
]);
export type RequestEvent = z.infer<typeof RequestEvent>;

/** What an event says of a request after an act: `before` tells which waits the act has ended. */
export const about = (request: Request, before: Request | undefined) => ({
  consumer: request.consumer,
  provider: request.provider,
  responsible: request.responsible,
  resource: request.wish.resource,
  round: 1 as const,
  steps: waitsAt(before).filter((step) => !waitsAt(request).includes(step)),
  status: request.status,
});

/** A scenario or a demand has changed; their events are their history. */
export const ScenarioEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("sharing.scenario-published.v1") }),
  z.object({ type: z.literal("sharing.scenario-withdrawn.v1") }),
]);
export type ScenarioEvent = z.infer<typeof ScenarioEvent>;

export const DemandEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("sharing.demand-recorded.v1"), institution: CreditCode }),
  z.object({ type: z.literal("sharing.demand-reconciled.v1"), institution: CreditCode, status: z.string() }),
  z.object({ type: z.literal("sharing.demand-withdrawn.v1"), institution: CreditCode }),
]);
export type DemandEvent = z.infer<typeof DemandEvent>;
