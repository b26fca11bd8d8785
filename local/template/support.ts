import * as z from "zod";
import { ApiKey, Deployment, RestApi, Stage, UsagePlan, UsagePlanKey } from "./shapes/apis.ts";
import { EventSourceMapping, LambdaFunction, Permission, StateMachine } from "./shapes/functions.ts";
import { EventBus, Queue, QueuePolicy, Rule } from "./shapes/messages.ts";
import { Alias, Key, ManagedPolicy, Role, RolePolicy } from "./shapes/policies.ts";
import { Bucket, BucketPolicy, Parameter, Table } from "./shapes/stores.ts";

const thing = <T extends string, P extends z.ZodType>(type: T, properties: P) =>
  z.object({
    type: z.literal(type),
    stack: z.string(),
    logicalId: z.string(),
    /** The physical name: a table, bucket or function name, the id of a key or an API. */
    name: z.string(),
    arn: z.string(),
    properties,
  });

const link = <T extends string, P extends z.ZodType>(type: T, properties: P) =>
  z.object({ type: z.literal(type), stack: z.string(), logicalId: z.string(), name: z.string(), properties });

/**
 * RUN: what the local cloud provides, with exactly the properties its shape lists.
 * A type or property on none of the three lists of this file is REFUSED, naming stack, logical id and property.
 */
export const Resource = z.discriminatedUnion("type", [
  thing("AWS::DynamoDB::GlobalTable", Table),
  thing("AWS::S3::Bucket", Bucket),
  link("AWS::S3::BucketPolicy", BucketPolicy),
  thing("AWS::KMS::Key", Key),
  thing("AWS::KMS::Alias", Alias),
  thing("AWS::SSM::Parameter", Parameter),
  thing("AWS::Events::EventBus", EventBus),
  thing("AWS::Events::Rule", Rule),
  thing("AWS::SQS::Queue", Queue),
  link("AWS::SQS::QueuePolicy", QueuePolicy),
  thing("AWS::IAM::Role", Role),
  link("AWS::IAM::Policy", RolePolicy),
  thing("AWS::IAM::ManagedPolicy", ManagedPolicy),
  thing("AWS::Lambda::Function", LambdaFunction),
  link("AWS::Lambda::EventSourceMapping", EventSourceMapping),
  link("AWS::Lambda::Permission", Permission),
  thing("AWS::StepFunctions::StateMachine", StateMachine),
  link("AWS::ApiGateway::RestApi", RestApi),
  link("AWS::ApiGateway::Deployment", Deployment),
  link("AWS::ApiGateway::Stage", Stage),
  link("AWS::ApiGateway::UsagePlan", UsagePlan),
  link("AWS::ApiGateway::ApiKey", ApiKey),
  link("AWS::ApiGateway::UsagePlanKey", UsagePlanKey),
]);
/** A resource of the assembly, resolved and proven: what somebody has to provide. */
export type Resource = z.infer<typeof Resource>;

const PAGING = "alarms, dashboards and their topics";
const LOGS = "log groups and log settings";
const TRACES = "tracing";
const FIREWALL = "web application firewall";
const BACKUP = "backup plans and vaults (the drill of this machine is its own)";
const WORDS = "descriptions and tags";
const NETWORK = "public access and endpoint settings (loopback only)";
const REPLICAS = "replicas in other regions";
const UPKEEP = "key rotation, life cycles and other upkeep";
const HARDWARE = "architecture and disk of functions";
const AT_REST = "encryption at rest of queues, buses, settings and logs";
const DEPLOYING = "facts about the deployment alone";

/** INERT: types that change nothing on one machine, by the reason that is printed at start. */
export const INERT_TYPES: Readonly<Record<string, string>> = {
  "AWS::CDK::Metadata": DEPLOYING,
  "AWS::ApiGateway::Account": LOGS,
  "AWS::Backup::BackupPlan": BACKUP,
  "AWS::Backup::BackupSelection": BACKUP,
  "AWS::Backup::BackupVault": BACKUP,
  "AWS::CloudTrail::Trail": LOGS,
  "AWS::CloudWatch::Alarm": PAGING,
  "AWS::CloudWatch::AnomalyDetector": PAGING,
  "AWS::CloudWatch::CompositeAlarm": PAGING,
  "AWS::CloudWatch::Dashboard": PAGING,
  "AWS::Logs::LogGroup": LOGS,
  "AWS::Logs::LogStream": LOGS,
  "AWS::Logs::MetricFilter": LOGS,
  "AWS::Logs::QueryDefinition": LOGS,
  "AWS::Logs::ResourcePolicy": LOGS,
  "AWS::SNS::Subscription": PAGING,
  "AWS::SNS::Topic": PAGING,
  "AWS::SNS::TopicPolicy": PAGING,
  "AWS::WAFv2::IPSet": FIREWALL,
  "AWS::WAFv2::LoggingConfiguration": FIREWALL,
  "AWS::WAFv2::RegexPatternSet": FIREWALL,
  "AWS::WAFv2::WebACL": FIREWALL,
  "AWS::WAFv2::WebACLAssociation": FIREWALL,
};

/**
 * INERT: properties of types that run. A path names a property; `[]` goes through every member of a list.
 * `Replicas` is not among them: which member is a copy elsewhere depends on its region (`strip.ts`).
 */
export const INERT_PROPERTIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AWS::DynamoDB::GlobalTable": {
    "Replicas[].Tags": WORDS,
    "Replicas[].ContributorInsightsSpecification": PAGING,
    "Replicas[].GlobalSecondaryIndexes[].ContributorInsightsSpecification": PAGING,
    "Replicas[].TableClass": UPKEEP,
  },
  "AWS::S3::Bucket": {
    IntelligentTieringConfigurations: UPKEEP,
    InventoryConfigurations: UPKEEP,
    LifecycleConfiguration: UPKEEP,
    LoggingConfiguration: LOGS,
    MetricsConfigurations: PAGING,
    OwnershipControls: NETWORK,
    PublicAccessBlockConfiguration: NETWORK,
    ReplicationConfiguration: REPLICAS,
    Tags: WORDS,
  },
  "AWS::KMS::Key": {
    Description: WORDS,
    EnableKeyRotation: UPKEEP,
    MultiRegion: REPLICAS,
    PendingWindowInDays: UPKEEP,
    RotationPeriodInDays: UPKEEP,
    Tags: WORDS,
  },
  "AWS::SSM::Parameter": { Description: WORDS, Tags: WORDS, Tier: UPKEEP },
  "AWS::Events::EventBus": { Description: WORDS, KmsKeyIdentifier: AT_REST, LogConfig: LOGS, Tags: WORDS },
  "AWS::Events::Rule": { Description: WORDS, Tags: WORDS },
  "AWS::SQS::Queue": {
    KmsDataKeyReusePeriodSeconds: AT_REST,
    KmsMasterKeyId: AT_REST,
    RedriveAllowPolicy: UPKEEP,
    SqsManagedSseEnabled: AT_REST,
    Tags: WORDS,
  },
  "AWS::IAM::Role": { Description: WORDS, MaxSessionDuration: UPKEEP, Tags: WORDS },
  "AWS::IAM::ManagedPolicy": { Description: WORDS },
  "AWS::Lambda::Function": {
    Architectures: HARDWARE,
    Description: WORDS,
    EphemeralStorage: HARDWARE,
    KmsKeyArn: AT_REST,
    LoggingConfig: LOGS,
    RecursiveLoop: UPKEEP,
    RuntimeManagementConfig: UPKEEP,
    Tags: WORDS,
    TracingConfig: TRACES,
  },
  "AWS::Lambda::EventSourceMapping": { KmsKeyArn: AT_REST, MetricsConfig: PAGING, Tags: WORDS },
  "AWS::StepFunctions::StateMachine": {
    EncryptionConfiguration: AT_REST,
    LoggingConfiguration: LOGS,
    Tags: WORDS,
    TracingConfiguration: TRACES,
  },
  "AWS::ApiGateway::RestApi": {
    Description: WORDS,
    DisableExecuteApiEndpoint: NETWORK,
    EndpointConfiguration: NETWORK,
    FailOnWarnings: DEPLOYING,
    SecurityPolicy: NETWORK,
    Tags: WORDS,
  },
  "AWS::ApiGateway::Deployment": { Description: WORDS },
  "AWS::ApiGateway::Stage": {
    AccessLogSetting: LOGS,
    Description: WORDS,
    "MethodSettings[].DataTraceEnabled": LOGS,
    "MethodSettings[].LoggingLevel": LOGS,
    "MethodSettings[].MetricsEnabled": PAGING,
    Tags: WORDS,
    TracingEnabled: TRACES,
  },
  "AWS::ApiGateway::UsagePlan": { Description: WORDS, Tags: WORDS },
  // The plan decides which stages a key opens; the key's own list is its predecessor.
  "AWS::ApiGateway::ApiKey": { Description: WORDS, StageKeys: DEPLOYING, Tags: WORDS },
};
/** Why a table's copy in another region is left out. */
export const REPLICA_ELSEWHERE = REPLICAS;
