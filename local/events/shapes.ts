import * as z from "zod";

/** Where a rule sends: a queue or a function, with what of the event, and how stubbornly. */
export const Target = z.strictObject({
  Id: z.string().regex(/^[\w.-]{1,64}$/),
  Arn: z.string(),
  Input: z.string().max(8192).exactOptional(),
  InputPath: z.string().max(256).exactOptional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().exactOptional() }).exactOptional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(185).exactOptional(),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).exactOptional(),
    })
    .exactOptional(),
});
export type Target = z.infer<typeof Target>;

export const Bus = z.strictObject({
  name: z.string(),
  createdAt: z.number(),
  description: z.string().exactOptional(),
  keyId: z.string().exactOptional(),
});
export type Bus = z.infer<typeof Bus>;

/** A rule as it lies on disk; instants are milliseconds since 1970 on the platform's clock. */
export const Rule = z.strictObject({
  bus: z.string(),
  name: z.string(),
  description: z.string().exactOptional(),
  pattern: z.string().exactOptional(),
  schedule: z.string().exactOptional(),
  enabled: z.boolean(),
  /** Moments of the schedule up to here have been dealt with. */
  firedUpTo: z.number(),
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

/** One event on its way to one target. The target is as it was when the event was accepted. */
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
