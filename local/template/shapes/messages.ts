import * as z from "zod";
import { PolicyDocument } from "./policies.ts";

export const Queue = z.strictObject({
  QueueName: z.string().optional(),
  VisibilityTimeout: z.number().int().min(1).max(43_200).default(30),
  MessageRetentionPeriod: z.number().int().min(60).max(1_209_600).default(345_600),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().positive() })
    .optional(),
});

export const QueuePolicy = z.strictObject({ PolicyDocument, Queues: z.array(z.string()) });

export const EventBus = z.strictObject({ Name: z.string() });

const Target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
});

export const Rule = z.strictObject({
  Name: z.string().optional(),
  EventBusName: z.string().default("default"),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Targets: z.array(Target).default([]),
});
