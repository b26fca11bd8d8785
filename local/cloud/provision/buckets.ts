import { keyArn } from "../../s3/encryption.ts";
import type { S3 } from "../../s3/server.ts";
import type { Assembly } from "../../template/assembly.ts";
import { type Of, ofType } from "./of-type.ts";

/** Puts every bucket in place with what the templates say of it. */
export const provisionBuckets = (assembly: Assembly, s3: S3): void => {
  const policies = new Map(
    ofType(assembly, "AWS::S3::BucketPolicy").map(({ properties }) => [
      properties.Bucket,
      JSON.stringify(properties.PolicyDocument),
    ]),
  );
  for (const bucket of ofType(assembly, "AWS::S3::Bucket")) {
    const { name, properties } = bucket;
    const policy = policies.get(name);
    const versioning = properties.VersioningConfiguration?.Status;
    s3.declare({
      name,
      ...(versioning && { versioning }),
      ...lockOf(bucket),
      ...encryptionOf(bucket),
      ...(policy !== undefined && { policy }),
    });
  }
};

type Bucket = Of<"AWS::S3::Bucket">;

const lockOf = ({ properties: { ObjectLockEnabled, ObjectLockConfiguration } }: Bucket) => {
  if (!ObjectLockEnabled) return {};
  const rule = ObjectLockConfiguration?.Rule?.DefaultRetention;
  if (rule === undefined) return { lock: {} };
  const { Mode: mode, Days, Years = 0 } = rule;
  const term =
    Days === undefined ? ({ unit: "Years", length: Years } as const) : ({ unit: "Days", length: Days } as const);
  return { lock: { retention: { mode, ...term } } };
};

const encryptionOf = ({ properties: { BucketEncryption } }: Bucket) => {
  const rule = BucketEncryption?.ServerSideEncryptionConfiguration[0];
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = rule?.ServerSideEncryptionByDefault ?? {};
  if (algorithm === undefined) return {};
  const bucketKey = rule?.BucketKeyEnabled ?? false;
  return { encryption: { algorithm, bucketKey, ...(key !== undefined && { key: keyArn(key) }) } };
};
