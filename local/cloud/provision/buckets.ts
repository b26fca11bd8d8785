import {
  CreateBucketCommand,
  HeadBucketCommand,
  NotFound,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Assembly } from "../../template/assembly.ts";
import { type Of, ofType } from "./of-type.ts";

type Bucket = Of<"AWS::S3::Bucket">;

/** Makes every bucket that is missing and sets what the templates say of each. */
export const provisionBuckets = async (assembly: Assembly, s3: S3Client): Promise<void> => {
  for (const bucket of ofType(assembly, "AWS::S3::Bucket")) {
    if (!(await exists(s3, bucket.name))) {
      const ObjectLockEnabledForBucket = bucket.properties.ObjectLockEnabled;
      await s3.send(new CreateBucketCommand({ Bucket: bucket.name, ObjectLockEnabledForBucket }));
    }
    await set(s3, bucket);
  }
  for (const { properties } of ofType(assembly, "AWS::S3::BucketPolicy")) {
    const Policy = JSON.stringify(properties.PolicyDocument);
    await s3.send(new PutBucketPolicyCommand({ Bucket: properties.Bucket, Policy }));
  }
};

const exists = async (s3: S3Client, Bucket: string): Promise<boolean> => {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
};

const set = async (s3: S3Client, { name: Bucket, properties }: Bucket): Promise<void> => {
  const versioning = properties.VersioningConfiguration;
  if (versioning !== undefined) {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: versioning }));
  }
  const retention = properties.ObjectLockConfiguration?.Rule?.DefaultRetention;
  if (retention !== undefined) {
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: retention } } as const;
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  }
  const encryption = properties.BucketEncryption?.ServerSideEncryptionConfiguration;
  if (encryption !== undefined) {
    const ServerSideEncryptionConfiguration = {
      Rules: encryption.map((rule) => ({
        BucketKeyEnabled: rule.BucketKeyEnabled,
        ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
      })),
    };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
  }
};
