import * as z from "zod";
import { PolicyDocument } from "./policies.ts";

const KeySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

const Encryption = z.strictObject({ SSEEnabled: z.boolean(), SSEType: z.literal("KMS").optional() });

/** The one copy that lives here; copies in other regions are on the inert list. */
const Replica = z.strictObject({
  Region: z.string(),
  PointInTimeRecoverySpecification: z
    .strictObject({
      PointInTimeRecoveryEnabled: z.boolean(),
      RecoveryPeriodInDays: z.number().int().min(1).max(35).optional(),
    })
    .optional(),
  DeletionProtectionEnabled: z.boolean().default(false),
  SSESpecification: z.strictObject({ KMSMasterKeyId: z.string() }).optional(),
  GlobalSecondaryIndexes: z.array(z.strictObject({ IndexName: z.string() })).default([]),
});

export const Table = z.strictObject({
  TableName: z.string().optional(),
  BillingMode: z.literal("PAY_PER_REQUEST"),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) })),
  KeySchema,
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema,
        Projection: z.strictObject({
          ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .default([]),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"]) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
  SSESpecification: Encryption.optional(),
  Replicas: z.array(Replica).length(1),
});

const Retention = z.strictObject({
  Mode: z.enum(["GOVERNANCE", "COMPLIANCE"]),
  Days: z.number().int().positive().optional(),
  Years: z.number().int().positive().optional(),
});

export const Bucket = z.strictObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(["Enabled", "Suspended"]) }).optional(),
  ObjectLockEnabled: z.boolean().default(false),
  ObjectLockConfiguration: z
    .strictObject({
      ObjectLockEnabled: z.literal("Enabled").optional(),
      Rule: z.strictObject({ DefaultRetention: Retention }).optional(),
    })
    .optional(),
  BucketEncryption: z
    .strictObject({
      ServerSideEncryptionConfiguration: z.array(
        z.strictObject({
          BucketKeyEnabled: z.boolean().optional(),
          ServerSideEncryptionByDefault: z
            .strictObject({ SSEAlgorithm: z.enum(["aws:kms", "AES256"]), KMSMasterKeyID: z.string().optional() })
            .optional(),
        }),
      ),
    })
    .optional(),
});

export const BucketPolicy = z.strictObject({ Bucket: z.string(), PolicyDocument });

export const Parameter = z.strictObject({ Name: z.string().optional(), Type: z.literal("String"), Value: z.string() });
