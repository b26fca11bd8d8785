import { ServiceFault } from "../../shared/fault.ts";
import { xmlAnswer } from "../answer.ts";
import { bucketOf, type Call, documentOf, invalidArgument, type Operation, objectArn, objectOf } from "../call.ts";
import { remainingDays } from "../context.ts";
import { checkRetentionChange } from "../lock.ts";
import { RetentionMode } from "../storage/records.ts";
import { malformed, onlyKnows, textOf } from "../xml.ts";
import { bypasses } from "./remove.ts";

const OK = { status: 200 } as const;

const target = (call: Call) => {
  const bucket = bucketOf(call);
  if (bucket.lock === undefined) {
    throw new ServiceFault("InvalidRequest", "Bucket is missing Object Lock Configuration", 400);
  }
  return { bucket, version: objectOf(call, bucket, call.key, call.query.get("versionId")) };
};

const allow = (call: Call, action: string, context: Readonly<Record<string, string>> = {}): void =>
  call.authorise({ action, resource: objectArn(bucketOf(call).name, call.key), context });

const absent = (): ServiceFault => {
  const message = "The specified object does not have a ObjectLock configuration";
  return new ServiceFault("NoSuchObjectLockConfiguration", message, 404);
};

const getRetention = (call: Call) => {
  allow(call, "s3:GetObjectRetention");
  const { retention } = target(call).version;
  if (retention === undefined) throw absent();
  return xmlAnswer("Retention", { Mode: retention.mode, RetainUntilDate: new Date(retention.until).toISOString() });
};

const putRetention = async (call: Call) => {
  const document = await documentOf(call, "Retention");
  onlyKnows(document, ["Mode", "RetainUntilDate"]);
  const wanted = retentionIn(textOf(document, "Mode"), textOf(document, "RetainUntilDate"));
  allow(
    call,
    "s3:PutObjectRetention",
    wanted && {
      "s3:object-lock-mode": wanted.mode,
      "s3:object-lock-retain-until-date": new Date(wanted.until).toISOString(),
      "s3:object-lock-remaining-retention-days": remainingDays(wanted.until, call.now),
    },
  );
  const bypass = bypasses(call, call.key);
  const { bucket, version } = target(call);
  checkRetentionChange(version, wanted, call.now, bypass);
  const { retention: _, ...rest } = version;
  call.store.change(bucket.name, wanted === undefined ? rest : { ...rest, retention: wanted });
  return OK;
};

/** An empty document takes the retention away, where that is allowed. */
const retentionIn = (mode: string | undefined, date: string | undefined) => {
  if (mode === undefined && date === undefined) return undefined;
  const its = RetentionMode.safeParse(mode);
  const until = Date.parse(date ?? "");
  if (!its.success || Number.isNaN(until)) throw malformed();
  return { mode: its.data, until };
};

const getLegalHold = (call: Call) => {
  allow(call, "s3:GetObjectLegalHold");
  const { legalHold } = target(call).version;
  if (legalHold === undefined) throw absent();
  return xmlAnswer("LegalHold", { Status: legalHold ? "ON" : "OFF" });
};

const putLegalHold = async (call: Call) => {
  const document = await documentOf(call, "LegalHold");
  onlyKnows(document, ["Status"]);
  const status = textOf(document, "Status");
  if (status !== "ON" && status !== "OFF") throw invalidArgument("Legal Hold must be ON or OFF");
  allow(call, "s3:PutObjectLegalHold", { "s3:object-lock-legal-hold": status });
  const { bucket, version } = target(call);
  call.store.change(bucket.name, { ...version, legalHold: status === "ON" });
  return OK;
};

const on = { on: "object", query: ["versionId"] } as const;

export const retentionOperations: readonly Operation[] = [
  { name: "GetObjectRetention", method: "GET", when: ["retention"], ...on, run: getRetention },
  {
    name: "PutObjectRetention",
    method: "PUT",
    when: ["retention"],
    headers: ["x-amz-bypass-governance-retention"],
    ...on,
    run: putRetention,
  },
  { name: "GetObjectLegalHold", method: "GET", when: ["legal-hold"], ...on, run: getLegalHold },
  { name: "PutObjectLegalHold", method: "PUT", when: ["legal-hold"], ...on, run: putLegalHold },
];
