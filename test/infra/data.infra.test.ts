import { CONTEXTS } from "../../infra/contexts/index.ts";
import { pascal } from "../../infra/names.ts";
import { at, PARTITIONS, synthesised, those } from "./synthesised.ts";

describe.each(PARTITIONS)("what holds data in $partition", ({ region }) => {
  const { ofType } = synthesised(region);

  it("A44: tables can be restored to any second of 35 days and are never deleted", () => {
    const tables = ofType("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table");
    expect(tables.length).toBeGreaterThan(0);
    const replica = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 };
    for (const { properties, declared } of tables) {
      expect(properties["Replicas"]).toMatchObject([
        { Region: region, PointInTimeRecoverySpecification: replica, DeletionProtectionEnabled: true },
      ]);
      expect(properties["StreamSpecification"]).toEqual({ StreamViewType: "NEW_AND_OLD_IMAGES" });
      expect([declared.DeletionPolicy, declared.UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
    }
  });

  it("A47p2: tables are encrypted under our own key", () => {
    for (const { properties } of ofType("AWS::DynamoDB::GlobalTable")) {
      expect(properties["SSESpecification"]).toEqual({ SSEEnabled: true, SSEType: "KMS" });
      expect(at(properties, "Replicas", 0, "SSESpecification", "KMSMasterKeyId")).toBeDefined();
    }
  });

  it("A47p2: buckets are closed, versioned, encrypted, and reached over TLS only", () => {
    const buckets = ofType("AWS::S3::Bucket");
    const closed = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    for (const { properties } of buckets) {
      expect(properties["PublicAccessBlockConfiguration"]).toEqual(closed);
      expect(properties["VersioningConfiguration"]).toEqual({ Status: "Enabled" });
      expect(JSON.stringify(properties["BucketEncryption"])).toContain('"SSEAlgorithm":"aws:kms"');
    }
    const policies = ofType("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy");
    const queues = ofType("AWS::SQS::Queue");
    expect(policies).toHaveLength(buckets.length + queues.length);
    expect(those(policies, (it) => !JSON.stringify(it.properties).includes('"aws:SecureTransport":"false"'))).toEqual(
      [],
    );
  });

  it("A47p2: queues are encrypted, and what cannot be handled goes to dead letters", () => {
    const queues = ofType("AWS::SQS::Queue");
    expect(
      those(
        queues,
        ({ properties }) => properties["SqsManagedSseEnabled"] !== true && properties["KmsMasterKeyId"] === undefined,
      ),
    ).toEqual([]);
    const isDead = (name: unknown) => String(name).endsWith("-dead");
    expect(
      those(queues, ({ properties }) => !isDead(properties["QueueName"]) && properties["RedrivePolicy"] === undefined),
    ).toEqual([]);
    const heard = ofType("AWS::Events::Rule").filter(({ properties }) => properties["EventPattern"] !== undefined);
    expect(those(heard, ({ properties }) => at(properties, "Targets", 0, "DeadLetterConfig") === undefined)).toEqual(
      [],
    );
  });

  it("A47p2: people stand in rows under a MAC, by a key that is never replaced", () => {
    const macs = ofType("AWS::KMS::Key").filter(({ properties }) => properties["KeyUsage"] === "GENERATE_VERIFY_MAC");
    expect(macs).toMatchObject([
      {
        id: "SubjectsKey",
        properties: { KeySpec: "HMAC_256" },
        declared: { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" },
      },
    ]);
  });

  it("hold data in the data stack alone", () => {
    const stateful = ofType(
      "AWS::DynamoDB::GlobalTable",
      "AWS::DynamoDB::Table",
      "AWS::S3::Bucket",
      "AWS::KMS::Key",
      "AWS::Events::EventBus",
      "AWS::SNS::Topic",
    );
    expect(those(stateful, ({ stack }) => stack !== "data")).toEqual([]);
  });
});

describe("the lock on what is written once", () => {
  const lockOf = (stageName: string) => {
    const [bucket] = synthesised("cn-north-1", stageName).ofType("AWS::S3::Bucket");
    return at(bucket?.properties, "ObjectLockConfiguration", "Rule", "DefaultRetention");
  };

  it("A44: nobody lifts it in production", () => {
    expect(lockOf("production")).toEqual({ Mode: "COMPLIANCE", Days: 3650 });
  });

  it.each(["staging", "local"])("lasts a day in %s, and may be lifted", (stageName) => {
    expect(lockOf(stageName)).toEqual({ Mode: "GOVERNANCE", Days: 1 });
  });
});

describe("logical ids", () => {
  it("calls what holds data by its name alone: another id would replace it, and all it holds", () => {
    const { resources, stage } = synthesised();
    const ids = resources
      .filter(({ type }) => /GlobalTable|S3::Bucket$|KMS::Key|EventBus$|SNS::Topic$/.test(type))
      .map(({ id }) => id);
    const tables = CONTEXTS.filter(({ stores }) => stores.length > 0).map(
      ({ name }) => `${name.charAt(0).toUpperCase()}${name.slice(1)}Table`,
    );
    const keys = [...stage.signingKeys, "subjects"].map((name) => `${pascal(name)}Key`);
    expect(ids.sort()).toEqual(["Alarms", "DataKey", "Events", "Journal", "Uploads", ...keys, ...tables].sort());
  });
});
