import * as z from "zod";

/** Where a rule sends: a queue or a function, and where to what cannot be delivered. */
export const Target = z.strictObject({ arn: z.string(), deadLetters: z.string().exactOptional() });
export type Target = z.infer<typeof Target>;

/** A rule of a template: it hears events that match, or is due every so often. */
export const Rule = z.strictObject({
  bus: z.string(),
  name: z.string(),
  pattern: z.record(z.string(), z.unknown()).exactOptional(),
  schedule: z.string().exactOptional(),
  enabled: z.boolean(),
  targets: z.array(Target),
});
export type Rule = z.infer<typeof Rule>;

/** An event as targets get it. */
export const BusEvent = z.strictObject({
  version: z.literal("0"),
  id: z.uuid(),
  "detail-type": z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});
export type BusEvent = z.infer<typeof BusEvent>;

/** One event on its way to one target; the target is as it was when the event was accepted. */
export const Delivery = z.strictObject({
  id: z.uuid(),
  rule: z.string(),
  target: Target,
  event: BusEvent,
  acceptedAt: z.number(),
  attempts: z.int(),
  nextAt: z.number(),
});
export type Delivery = z.infer<typeof Delivery>;
