import type { Deed } from "../shared/caller.ts";
import type { Headers } from "./answer.ts";
import { ACCOUNT, bucketArn, type Call, invalidArgument, objectArn, PARTITION, REGION } from "./call.ts";
import type { Bucket, Encryption } from "./storage/records.ts";

const PREFIX = "x-amz-server-side-encryption";

/** Headers by which a request chooses encryption; keys of the caller's own (SSE-C) are not supported. */
export const ENCRYPTION_HEADERS = [PREFIX, `${PREFIX}-aws-kms-key-id`, `${PREFIX}-bucket-key-enabled`] as const;

const EVERYDAY: Encryption = { algorithm: "AES256", bucketKey: false };

/** What an object is encrypted with: what the request says, else the bucket's default, else the provider's own key. */
export const encryptionFor = ({ headers }: Call, bucket: Bucket): Encryption => {
  const algorithm = headers[PREFIX];
  const key = headers[`${PREFIX}-aws-kms-key-id`];
  if (algorithm === undefined) {
    if (key !== undefined) throw invalidArgument(`${PREFIX}-aws-kms-key-id needs ${PREFIX}: aws:kms`);
    return bucket.encryption ?? EVERYDAY;
  }
  if (algorithm === "AES256") return EVERYDAY;
  if (algorithm !== "aws:kms") throw invalidArgument(`The encryption method ${algorithm} is not supported`);
  const bucketKey = headers[`${PREFIX}-bucket-key-enabled`] === "true" || (bucket.encryption?.bucketKey ?? false);
  const its = key ?? bucket.encryption?.key;
  return { algorithm, bucketKey, ...(its === undefined ? {} : { key: keyArn(its) }) };
};

/** A key named by its id is the key of this account; an alias or an ARN stays what it is. */
export const keyArn = (key: string): string => {
  if (key.startsWith("arn:")) return key;
  return `arn:${PARTITION}:kms:${REGION}:${ACCOUNT}:${key.startsWith("alias/") ? key : `key/${key}`}`;
};

export const encryptionHeaders = ({ algorithm, key, bucketKey }: Encryption): Headers => ({
  [PREFIX]: algorithm,
  [`${PREFIX}-aws-kms-key-id`]: key,
  [`${PREFIX}-bucket-key-enabled`]: bucketKey ? "true" : undefined,
});

/**
 * What the caller must be allowed with the key: S3 uses it in the caller's name. Nothing where the key is the
 * provider's own.
 */
export const keyDeeds = (
  encryption: Encryption,
  bucket: string,
  key: string,
  ...actions: readonly ("kms:GenerateDataKey" | "kms:Decrypt")[]
): readonly Deed[] => {
  if (encryption.algorithm !== "aws:kms" || encryption.key === undefined) return [];
  const resource = encryption.key;
  const context = {
    "kms:ViaService": `s3.${REGION}.amazonaws.com.cn`,
    "kms:EncryptionContext:aws:s3:arn": encryption.bucketKey ? bucketArn(bucket) : objectArn(bucket, key),
  };
  return actions.map((action) => ({ action, resource, context }));
};
