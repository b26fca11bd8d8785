import * as z from "zod";

/** A policy as the template states it; the evaluator of `local/access` proves its statements. */
export const PolicyDocument = z.object({
  Version: z.string().default("2012-10-17"),
  Id: z.string().optional(),
  Statement: z.array(z.record(z.string(), z.unknown())),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

export const Role = z.strictObject({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: PolicyDocument,
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Path: z.literal("/").optional(),
});

export const RolePolicy = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument,
  Roles: z.array(z.string()),
});

export const ManagedPolicy = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  PolicyDocument,
  Roles: z.array(z.string()).default([]),
  Path: z.literal("/").optional(),
});

export const Key = z.strictObject({
  KeyPolicy: PolicyDocument.optional(),
  KeySpec: z.string().default("SYMMETRIC_DEFAULT"),
  KeyUsage: z.string().default("ENCRYPT_DECRYPT"),
  Enabled: z.boolean().default(true),
});

export const Alias = z.strictObject({ AliasName: z.string().startsWith("alias/"), TargetKeyId: z.string() });
