import * as z from "zod";

export const LambdaFunction = z.strictObject({
  FunctionName: z.string().optional(),
  /** Where the bundle lies: the asset folder, as an absolute path. */
  Code: z.strictObject({ folder: z.string() }),
  Handler: z.string(),
  Runtime: z.string().startsWith("nodejs"),
  Role: z.string(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
  Timeout: z.number().int().min(1).max(900).default(3),
  MemorySize: z.number().int().min(128).max(10_240).default(128),
  ReservedConcurrentExecutions: z.number().int().min(0).optional(),
});

const Destination = z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() });

export const EventSourceMapping = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.number().int().min(1).max(10_000).optional(),
  MaximumBatchingWindowInSeconds: z.number().int().min(0).max(300).default(0),
  FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]).optional(),
  BisectBatchOnFunctionError: z.boolean().default(false),
  /** -1: until the records leave the stream. */
  MaximumRetryAttempts: z.number().int().min(-1).max(10_000).default(-1),
  MaximumRecordAgeInSeconds: z.number().int().min(-1).optional(),
  ParallelizationFactor: z.number().int().min(1).max(10).optional(),
  DestinationConfig: Destination.optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number().int().min(2).max(1000) }).optional(),
});

export const Permission = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

export const StateMachine = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
  RoleArn: z.string(),
  /** Amazon States Language as JSON, every placeholder replaced. */
  DefinitionString: z.string(),
});
