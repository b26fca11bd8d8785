import * as z from "zod";
import { ServiceFault, unsupported } from "../../shared/fault.ts";
import { NO_CONTENT, xmlAnswer } from "../answer.ts";
import { receiveDocument } from "../body/receive.ts";
import { bucketArn, bucketOf, type Call, documentOf, type Operation } from "../call.ts";
import { keyArn } from "../encryption.ts";
import { readPolicy } from "../policy.ts";
import { type DefaultRetention, type Encryption, PublicAccessBlock, RetentionMode } from "../storage/records.ts";
import { childOf, malformed, onlyKnows, textOf, type XmlElement } from "../xml.ts";

const OK = { status: 200 } as const;

/** The bucket, once the caller has been found to be allowed this with it. */
const allowed = (call: Call, action: string) => {
  const bucket = bucketOf(call);
  call.authorise({ action, resource: bucketArn(bucket.name) });
  return bucket;
};

const getVersioning = (call: Call) => {
  const { versioning } = allowed(call, "s3:GetBucketVersioning");
  return xmlAnswer("VersioningConfiguration", { Status: versioning });
};

const putVersioning = async (call: Call) => {
  allowed(call, "s3:PutBucketVersioning");
  const document = await documentOf(call, "VersioningConfiguration");
  onlyKnows(document, ["Status"]);
  const status = z.enum(["Enabled", "Suspended"]).safeParse(textOf(document, "Status"));
  if (!status.success) throw malformed();
  const bucket = bucketOf(call);
  if (bucket.lock !== undefined && status.data !== "Enabled") {
    const message = "An Object Lock configuration is present on this bucket, so versioning cannot be suspended.";
    throw new ServiceFault("InvalidBucketState", message, 409);
  }
  call.store.saveBucket({ ...bucket, versioning: status.data });
  return OK;
};

const getLockConfiguration = (call: Call) => {
  const { lock } = allowed(call, "s3:GetBucketObjectLockConfiguration");
  if (lock === undefined) {
    const message = "Object Lock configuration does not exist for this bucket";
    throw new ServiceFault("ObjectLockConfigurationNotFoundError", message, 404);
  }
  const rule = lock.retention;
  const retention = rule && { Mode: rule.mode, [rule.unit]: rule.length };
  const Rule = retention && { DefaultRetention: retention };
  return xmlAnswer("ObjectLockConfiguration", { ObjectLockEnabled: "Enabled", Rule });
};

const putLockConfiguration = async (call: Call) => {
  allowed(call, "s3:PutBucketObjectLockConfiguration");
  const document = await documentOf(call, "ObjectLockConfiguration");
  onlyKnows(document, ["ObjectLockEnabled", "Rule"]);
  if (textOf(document, "ObjectLockEnabled") !== "Enabled") throw malformed();
  const rule = childOf(document, "Rule");
  const retention = rule && defaultRetention(childOf(rule, "DefaultRetention"));
  const bucket = bucketOf(call);
  if (bucket.versioning !== "Enabled") {
    const message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
    throw new ServiceFault("InvalidBucketState", message, 409);
  }
  call.store.saveBucket({ ...bucket, lock: retention === undefined ? {} : { retention } });
  return OK;
};

const defaultRetention = (document: XmlElement | undefined): DefaultRetention => {
  const days = textOf(document, "Days");
  const years = textOf(document, "Years");
  const mode = RetentionMode.safeParse(textOf(document, "Mode"));
  const length = Number(days ?? years);
  if (!mode.success || (days === undefined) === (years === undefined) || !Number.isInteger(length)) throw malformed();
  if (length < 1 || length > (days === undefined ? 100 : 36_500)) {
    throw new ServiceFault("InvalidArgument", "Default retention period must be a positive integer value.", 400);
  }
  return { mode: mode.data, unit: days === undefined ? "Years" : "Days", length };
};

const getEncryption = (call: Call) => {
  const bucket = allowed(call, "s3:GetEncryptionConfiguration");
  const { algorithm, key, bucketKey } = bucket.encryption ?? { algorithm: "AES256", bucketKey: false };
  return xmlAnswer("ServerSideEncryptionConfiguration", {
    Rule: {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: key },
      BucketKeyEnabled: bucketKey,
    },
  });
};

const putEncryption = async (call: Call) => {
  allowed(call, "s3:PutEncryptionConfiguration");
  const document = await documentOf(call, "ServerSideEncryptionConfiguration");
  const rule = childOf(document, "Rule");
  if (rule === undefined) throw malformed();
  onlyKnows(rule, ["ApplyServerSideEncryptionByDefault", "BucketKeyEnabled"]);
  const byDefault = childOf(rule, "ApplyServerSideEncryptionByDefault");
  const algorithm = textOf(byDefault, "SSEAlgorithm");
  if (algorithm !== "AES256" && algorithm !== "aws:kms") throw unsupported("S3", `the encryption ${algorithm}`);
  const key = textOf(byDefault, "KMSMasterKeyID");
  const bucketKey = textOf(rule, "BucketKeyEnabled") === "true";
  const encryption: Encryption = { algorithm, bucketKey, ...(key === undefined ? {} : { key: keyArn(key) }) };
  call.store.saveBucket({ ...bucketOf(call), encryption });
  return OK;
};

const BLOCKS = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] as const;

const getPublicAccess = (call: Call) => {
  const { publicAccess } = allowed(call, "s3:GetBucketPublicAccessBlock");
  if (publicAccess === undefined) {
    const message = "The public access block configuration was not found";
    throw new ServiceFault("NoSuchPublicAccessBlockConfiguration", message, 404);
  }
  return xmlAnswer("PublicAccessBlockConfiguration", publicAccess);
};

const putPublicAccess = async (call: Call) => {
  allowed(call, "s3:PutBucketPublicAccessBlock");
  const document = await documentOf(call, "PublicAccessBlockConfiguration");
  onlyKnows(document, BLOCKS);
  const publicAccess = PublicAccessBlock.parse(
    Object.fromEntries(BLOCKS.map((name) => [name, textOf(document, name)?.toLowerCase() === "true"])),
  );
  call.store.saveBucket({ ...bucketOf(call), publicAccess });
  return OK;
};

const getPolicy = (call: Call) => {
  const { policy } = allowed(call, "s3:GetBucketPolicy");
  if (policy === undefined) {
    throw new ServiceFault("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
  }
  return { status: 200, headers: { "content-type": "application/json" }, body: policy };
};

const putPolicy = async (call: Call) => {
  allowed(call, "s3:PutBucketPolicy");
  const policy = await receiveDocument(call.body);
  readPolicy(policy);
  call.store.saveBucket({ ...bucketOf(call), policy });
  return NO_CONTENT;
};

const deletePolicy = (call: Call) => {
  const { policy: _, ...bucket } = allowed(call, "s3:DeleteBucketPolicy");
  call.store.saveBucket(bucket);
  return NO_CONTENT;
};

const setting = (name: string, parameter: string, method: Operation["method"], run: Operation["run"]): Operation => ({
  name,
  method,
  on: "bucket",
  when: [parameter],
  run,
});

export const settingOperations: readonly Operation[] = [
  setting("GetBucketVersioning", "versioning", "GET", getVersioning),
  setting("PutBucketVersioning", "versioning", "PUT", putVersioning),
  setting("GetObjectLockConfiguration", "object-lock", "GET", getLockConfiguration),
  setting("PutObjectLockConfiguration", "object-lock", "PUT", putLockConfiguration),
  setting("GetBucketEncryption", "encryption", "GET", getEncryption),
  setting("PutBucketEncryption", "encryption", "PUT", putEncryption),
  setting("GetPublicAccessBlock", "publicAccessBlock", "GET", getPublicAccess),
  setting("PutPublicAccessBlock", "publicAccessBlock", "PUT", putPublicAccess),
  setting("GetBucketPolicy", "policy", "GET", getPolicy),
  setting("PutBucketPolicy", "policy", "PUT", putPolicy),
  setting("DeleteBucketPolicy", "policy", "DELETE", deletePolicy),
];
