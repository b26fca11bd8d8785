import { ServiceFault, unsupported } from "../../shared/fault.ts";
import { NO_CONTENT, xmlAnswer } from "../answer.ts";
import { receiveDocument } from "../body/receive.ts";
import { ACCOUNT, bucketArn, bucketOf, type Call, type Operation, onlyTakes, REGION } from "../call.ts";
import { onlyKnows, parseXml, textOf } from "../xml.ts";

const NAME = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9])){1,61}[a-z0-9]$/;

const LOCK_HEADER = "x-amz-bucket-object-lock-enabled";
const OWNERSHIP_HEADER = "x-amz-object-ownership";

const createBucket = async (call: Call) => {
  const name = call.bucketName;
  if (!NAME.test(name)) throw new ServiceFault("InvalidBucketName", "The specified bucket is not valid.", 400);
  onlyTakes(`the header ${OWNERSHIP_HEADER}:`, call.headers[OWNERSHIP_HEADER], "BucketOwnerEnforced");
  const isLocked = call.headers[LOCK_HEADER]?.toLowerCase() === "true";
  const resource = bucketArn(name);
  call.authorise({ action: "s3:CreateBucket", resource });
  if (isLocked) {
    call.authorise(
      { action: "s3:PutBucketObjectLockConfiguration", resource },
      { action: "s3:PutBucketVersioning", resource },
    );
  }
  await checkConfiguration(call);
  if (call.store.bucket(name) !== undefined) {
    const message = "Your previous request to create the named bucket succeeded and you already own it.";
    throw new ServiceFault("BucketAlreadyOwnedByYou", message, 409, { BucketName: name });
  }
  const locked = { versioning: "Enabled", lock: {} } as const;
  call.store.saveBucket({ name, createdAt: call.now, ...(isLocked ? locked : {}) });
  return { status: 200, headers: { location: `/${name}` } };
};

const checkConfiguration = async (call: Call): Promise<void> => {
  const text = await receiveDocument(call.body);
  if (text === "") return;
  const configuration = parseXml(text);
  onlyKnows(configuration, ["LocationConstraint"]);
  const region = textOf(configuration, "LocationConstraint");
  if (region !== undefined && region !== "" && region !== REGION) throw unsupported("S3", `the region ${region}`);
};

const headBucket = (call: Call) => {
  bucketOf(call);
  call.authorise({ action: "s3:ListBucket", resource: bucketArn(call.bucketName) });
  return { status: 200, headers: { "x-amz-bucket-region": REGION } };
};

const deleteBucket = (call: Call) => {
  const { name } = bucketOf(call);
  call.authorise({ action: "s3:DeleteBucket", resource: bucketArn(name) });
  if (call.store.keys(name).length > 0) {
    const message = "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
    throw new ServiceFault("BucketNotEmpty", message, 409, { BucketName: name });
  }
  call.store.removeBucket(name);
  return NO_CONTENT;
};

const listBuckets = (call: Call) => {
  call.authorise({ action: "s3:ListAllMyBuckets", resource: "*" });
  return xmlAnswer("ListAllMyBucketsResult", {
    Buckets: {
      Bucket: call.store
        .buckets()
        .map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt).toISOString() })),
    },
    Owner: { ID: ACCOUNT },
  });
};

const getBucketLocation = (call: Call) => {
  const { name } = bucketOf(call);
  call.authorise({ action: "s3:GetBucketLocation", resource: bucketArn(name) });
  return xmlAnswer("LocationConstraint", REGION);
};

export const bucketOperations: readonly Operation[] = [
  { name: "GetBucketLocation", method: "GET", on: "bucket", when: ["location"], run: getBucketLocation },
  { name: "CreateBucket", method: "PUT", on: "bucket", headers: [LOCK_HEADER, OWNERSHIP_HEADER], run: createBucket },
  { name: "HeadBucket", method: "HEAD", on: "bucket", run: headBucket },
  { name: "DeleteBucket", method: "DELETE", on: "bucket", run: deleteBucket },
  { name: "ListBuckets", method: "GET", on: "account", run: listBuckets },
];
