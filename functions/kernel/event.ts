import * as z from "zod";
import { Instant } from "./day.ts";

/** `<context>.<fact in the past tense>.v<version>`, such as `objections.decided.v1`. */
export const EventType = z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z0-9-]*\.v[1-9]\d*$/);

/** Who did it: a principal, or the platform itself (a sweep, a recomputation). */
export const PLATFORM = "platform";

/**
 * What an event means to people who wait for steps of a flow: the outcome by which they are decided; without one, the
 * event's `dueOn` is the day by which they are due now. `kind` is that of the record, the event's `round` says which.
 */
export const Wait = z.looseObject({
  kind: z.string(),
  steps: z.array(z.string()),
  outcome: z.string().exactOptional(),
});
export type Wait = z.infer<typeof Wait>;

/**
 * What is true of every event on the bus. Readers are lenient: a field that a later version adds is kept, not refused.
 * A context narrows `type` and `data` with `extend`.
 */
export const EventEnvelope = z.looseObject({
  id: z.uuid(),
  type: EventType,
  source: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .describe("The context that announces it."),
  subject: z.string().min(1).max(256).describe("The id of the record that it happened to."),
  version: z.int().positive().describe("The record's version after it: a listener keeps the last one it has seen."),
  at: Instant,
  by: z.string().min(1).max(256).describe("A principal's id, or platform."),
  traceId: z.string().min(1).max(128),
  wait: Wait.exactOptional(),
  data: z.record(z.string(), z.unknown()),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

/** The schema of one event, as the context that announces it publishes it. */
export type Hearable = z.ZodObject<{ type: z.ZodLiteral<string> }>;

/** The type of event that a schema is for: what the bus is asked for. */
export const typeOf = ({ shape }: Hearable): string => shape.type.value;
