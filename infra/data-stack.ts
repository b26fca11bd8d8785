import { CfnResource, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { EventBus } from "aws-cdk-lib/aws-events";
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Alias, Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import type { ContextDeclaration } from "./context.ts";
import { Names, pascal } from "./names.ts";
import type { Stage } from "./stages.ts";
import { SUBJECTS } from "./subjects.ts";

/**
 * Everything that holds data, apart from everything that does not: keys, tables, the journal, the bus. Nothing here is
 * deleted by a deploy, and logical ids are what the resources are called, so a refactoring cannot replace a table.
 */
export class DataStack extends Stack {
  readonly #names: Names;
  readonly #stage: Stage;

  constructor(
    scope: Construct,
    id: string,
    { stage, contexts, ...props }: StackProps & { stage: Stage; contexts: readonly ContextDeclaration[] },
  ) {
    super(scope, id, props);
    this.#stage = stage;
    this.#names = new Names(stage);
    const key = pinned(this.#dataKey());
    for (const name of stage.signingKeys) this.#signingKey(name);
    this.#subjectsKey();
    this.#journal(key);
    this.#uploads(key);
    pinned(new EventBus(this, "Events", { eventBusName: this.#names.of("events") }));
    const alarms = pinned(new Topic(this, "Alarms", { topicName: this.#names.of("alarms"), masterKey: key }));
    alarms.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [alarms.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": this.account } },
      }),
    );
    for (const context of contexts) if (context.stores.length > 0) this.#table(context, key);
  }

  /**
   * A47p2: everything at rest is encrypted under one key of ours. Who may use a table or bucket may use the key through
   * that service, as with the key that AWS itself would provide; nobody may use it directly.
   */
  #dataKey(): Key {
    const key = new Key(this, "DataKey", {
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
      pendingWindow: Duration.days(30),
    });
    new Alias(this, "DataKeyAlias", { aliasName: `alias/${this.#names.of("data")}`, targetKey: key });
    const actions = [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:CreateGrant",
      "kms:DescribeKey",
    ];
    const through = ["dynamodb", "s3", "sqs", "sns"].map((service) => `${service}.${this.region}.${this.urlSuffix}`);
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: "ThroughTheServicesThatHoldData",
        principals: [new AnyPrincipal()],
        actions,
        resources: ["*"],
        conditions: { StringEquals: { "kms:CallerAccount": this.account, "kms:ViaService": through } },
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: "LogsOfThisRegion",
        principals: [new ServicePrincipal(`logs.${this.region}.${this.urlSuffix}`)],
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        resources: ["*"],
        conditions: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": this.formatArn({
              service: "logs",
              resource: "log-group",
              resourceName: "*",
            }).replace(":log-group/*", ":log-group:*"),
          },
        },
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsIntoTheTopic",
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:SourceAccount": this.account } },
      }),
    );
    this.#leave("DataKeyArn", ["key", "data"], key.keyArn);
    return key;
  }

  /**
   * Signs the platform's access tokens (A35p2). A successor is listed after it and published before it signs; then it
   * comes first, and the old one goes from the list when its last token has run out. Keys themselves stay.
   */
  #signingKey(name: string): void {
    this.#namedKey(name, KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY);
  }

  /**
   * A47p2: people stand in our rows under a MAC of their number. There is no successor: another key would make everybody
   * somebody else, and with this one gone no row could be found by person again.
   */
  #subjectsKey(): void {
    this.#namedKey(SUBJECTS, KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC);
  }

  #namedKey(name: string, keySpec: KeySpec, keyUsage: KeyUsage): void {
    const id = `${pascal(name)}Key`;
    const key = pinned(
      new Key(this, id, { keySpec, keyUsage, removalPolicy: RemovalPolicy.RETAIN, pendingWindow: Duration.days(30) }),
    );
    new Alias(this, `${id}Alias`, { aliasName: `alias/${this.#names.of(name)}`, targetKey: key });
    this.#leave(`${id}Arn`, ["key", name], key.keyArn);
  }

  /** A44: the after-images of every row, written once: the way back that does not depend on the database. */
  #journal(key: Key): void {
    const { mode, days } = this.#stage.lock;
    const duration = Duration.days(days);
    const journal = new Bucket(this, "Journal", {
      bucketName: this.#names.bucket(this, "journal"),
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention:
        mode === "COMPLIANCE" ? ObjectLockRetention.compliance(duration) : ObjectLockRetention.governance(duration),
      // A first deploy that fails leaves no empty bucket in the way of the next.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    pinned(journal);
  }

  /**
   * A21: files on their way into a pool wait here, as they were sent, until they have been read. The quarantine forgets
   * them after 30 days: what counts is in the pool, and what does not was never ours to keep.
   */
  #uploads(key: Key): void {
    const uploads = new Bucket(this, "Uploads", {
      bucketName: this.#names.bucket(this, "uploads"),
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: [
        {
          id: "forget",
          enabled: true,
          expiration: Duration.days(30),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    pinned(uploads);
  }

  #table({ name, stores }: ContextDeclaration, key: Key): void {
    const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}Table`;
    const indexes = [...new Set(stores.flatMap((store) => Object.keys(store.indexes)))];
    const table = new TableV2(this, id, {
      tableName: this.#names.table(name),
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: "expiresAt",
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: indexes.map((index) => ({
        indexName: index,
        partitionKey: { name: `${index}Hash`, type: AttributeType.STRING },
        sortKey: { name: `${index}Range`, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      })),
    });
    pinned(table);
    this.#leave(`${id}StreamArn`, ["stream", name], table.tableStreamArn ?? "");
  }

  #leave(id: string, parts: readonly string[], stringValue: string): void {
    new StringParameter(this, id, { parameterName: this.#names.parameter(...parts), stringValue });
  }
}

/** What holds data is called in the template what it is called here, wherever it stands: another id would replace it. */
const pinned = <C extends Construct>(construct: C): C => {
  const { defaultChild, id } = construct.node;
  if (!(defaultChild instanceof CfnResource)) throw new Error(`${id} is no resource of its own.`);
  defaultChild.overrideLogicalId(id);
  return construct;
};
