import * as z from "zod";
import { IamPolicyDocument } from "../../access/policy.ts";

/** A policy that names principals: of a key, a bucket, a queue, or who may take a role. Its service proves it. */
export const PolicyDocument = z.object({
  Version: z.string().default("2012-10-17"),
  Id: z.string().optional(),
  Statement: z.array(z.record(z.string(), z.unknown())),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

export const Role = z.strictObject({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: PolicyDocument,
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: IamPolicyDocument })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Path: z.literal("/").optional(),
});

export const RolePolicy = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: IamPolicyDocument,
  Roles: z.array(z.string()),
});

export const ManagedPolicy = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  PolicyDocument: IamPolicyDocument,
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
