import * as z from "zod";

const Throttle = z.strictObject({
  RateLimit: z.number().nonnegative().optional(),
  BurstLimit: z.number().int().nonnegative().optional(),
});

export const RestApi = z.strictObject({
  Name: z.string().optional(),
  /** OpenAPI 3.0; `local/gateway` proves it. */
  Body: z.record(z.string(), z.unknown()),
  ApiKeySourceType: z.enum(["HEADER", "AUTHORIZER"]).optional(),
  BinaryMediaTypes: z.array(z.string()).default([]),
});

export const Deployment = z.strictObject({ RestApiId: z.string() });

export const Stage = z.strictObject({
  StageName: z.string(),
  RestApiId: z.string(),
  DeploymentId: z.string(),
  MethodSettings: z
    .array(
      z.strictObject({
        HttpMethod: z.string(),
        ResourcePath: z.string(),
        ThrottlingRateLimit: z.number().nonnegative().optional(),
        ThrottlingBurstLimit: z.number().int().nonnegative().optional(),
        CachingEnabled: z.literal(false).optional(),
      }),
    )
    .default([]),
});

export const UsagePlan = z.strictObject({
  UsagePlanName: z.string().optional(),
  ApiStages: z
    .array(
      z.strictObject({
        ApiId: z.string(),
        Stage: z.string(),
        Throttle: z.record(z.string(), Throttle).default({}),
      }),
    )
    .default([]),
  Throttle: Throttle.optional(),
  Quota: z
    .strictObject({
      Limit: z.number().int().nonnegative(),
      Period: z.enum(["DAY", "WEEK", "MONTH"]),
      Offset: z.literal(0).optional(),
    })
    .optional(),
});

export const ApiKey = z.strictObject({
  Name: z.string().optional(),
  Value: z.string().min(20).max(128).optional(),
  Enabled: z.boolean().default(false),
});

export const UsagePlanKey = z.strictObject({
  KeyId: z.string(),
  KeyType: z.literal("API_KEY"),
  UsagePlanId: z.string(),
});
