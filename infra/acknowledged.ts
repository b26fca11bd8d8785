import type { Stage } from "./stages.ts";

type Acknowledged = Readonly<{ id: string; reason: string }>;

const NO_XRAY = "Lambda does not feed X-Ray in the China regions; a trace id runs through logs, events and answers.";
const NO_DEAD_LETTERS =
  "Only asynchronous calls have dead letters; only schedules call so, and the next tick does again what one missed.";
const NO_ACCESS_LOG =
  "Only relays write to the journal, under lock. A bucket for access logs can be neither locked nor under our key; the account's trail records who reads it.";
const NO_FIREWALL = "A private API is reached through named endpoints of our own networks only; a public one has one.";

/** Rules of the packs that this platform does not follow, each with its reason. At most twenty (test/infra). */
const RULES: readonly Acknowledged[] = [
  { id: "Serverless::Serverless-LambdaTracing", reason: NO_XRAY },
  { id: "Serverless::Serverless-APIGWXrayEnabled", reason: NO_XRAY },
  { id: "Serverless::Serverless-StepFunctionStateMachineXray", reason: NO_XRAY },
  { id: "AwsSolutions::AwsSolutions-SF2", reason: NO_XRAY },
  { id: "Serverless::Serverless-LambdaDLQ", reason: NO_DEAD_LETTERS },
  { id: "NIST.800.53.R5::NIST.800.53.R5-LambdaDLQ", reason: NO_DEAD_LETTERS },
  {
    id: "Serverless::Serverless-EventBusDLQ",
    reason: "Schedules again. What a listener hears has dead letters for undeliverable events (test/infra).",
  },
  {
    id: "Serverless::Serverless-LambdaEventSourceMappingDestination",
    reason:
      "A relay parks what fails and must not skip anything; queues have their own dead letters, and take no destination.",
  },
  { id: "Serverless::Serverless-SQSRedrivePolicy", reason: "What it finds are the queues of dead letters themselves." },
  {
    id: "NIST.800.53.R5::NIST.800.53.R5-LambdaInsideVPC",
    reason:
      "Functions reach managed services over IAM and TLS alone; a network would add a way out, not take one away.",
  },
  {
    id: "NIST.800.53.R5::NIST.800.53.R5-LambdaConcurrency",
    reason:
      "Usage plans and throttles bound what comes in; reserved concurrency would starve one function for another.",
  },
  {
    id: "NIST.800.53.R5::NIST.800.53.R5-IAMNoInlinePolicy",
    reason: "Each function has a role of its own and no two share rights: a policy beside the role could be attached.",
  },
  {
    id: "NIST.800.53.R5::NIST.800.53.R5-S3BucketReplicationEnabled",
    reason: "The copy in the second region comes with the continuity context; until then one region holds the journal.",
  },
  { id: "NIST.800.53.R5::NIST.800.53.R5-S3BucketLoggingEnabled", reason: NO_ACCESS_LOG },
  { id: "AwsSolutions::AwsSolutions-S1", reason: NO_ACCESS_LOG },
  {
    id: "NIST.800.53.R5::NIST.800.53.R5-APIGWSSLEnabled",
    reason: "A client certificate proves the gateway to a web server; functions are invoked under the gateway's role.",
  },
  {
    id: "NIST.800.53.R5::NIST.800.53.R5-APIGWCacheEnabledAndEncrypted",
    reason: "Answers depend on the caller and may hold personal data: the gateway keeps none.",
  },
  {
    id: "AwsSolutions::AwsSolutions-APIG2",
    reason: "Functions validate with strict schemas, which the gateway's models cannot express.",
  },
];

/** Wildcards that cannot be narrowed; test/infra lists the actions that may stand on them. */
const wildcards = (
  { region, account }: Stage,
  journalFolders: readonly string[],
  journal: string,
  uploads: string,
  machines: readonly string[],
): Acknowledged[] => {
  const owner = account ?? "<AWS::AccountId>";
  const found = (resource: string, reason: string) => ({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
    reason,
  });
  return [
    found("*", "ListStreams, and the delivery of a state machine's log, know no resource."),
    found(
      `arn:<AWS::Partition>:logs:${region}:${owner}:log-group:*`,
      "The gateway's log role is the account's; AWS demands these actions on all its groups.",
    ),
    found(
      `arn:<AWS::Partition>:s3:::${uploads}-${owner}-${region}/*`,
      "Files are named by their batch: each function reads, or lets upload, whichever it is asked for.",
    ),
    found(
      `arn:<AWS::Partition>:s3:::${uploads}-${owner}-${region}/objections/*`,
      "Files of evidence are named by an id of their own, apart from files of data.",
    ),
    ...machines.map((machine) =>
      found(
        `arn:<AWS::Partition>:states:${region}:${owner}:execution:${machine}:*`,
        "A sweep looks whether the execution of a round still runs: it is called by its record and round.",
      ),
    ),
    ...journalFolders.map((folder) =>
      found(
        `arn:<AWS::Partition>:s3:::${journal}-${owner}-${region}/${folder}/*`,
        "A relay writes objects named by their sequence numbers, below the context's own folder.",
      ),
    ),
  ];
};

/** What `infra/checks.ts` acknowledges for a stage, given the folders of the journal bucket. */
export const acknowledgedFor = (
  stage: Stage,
  folders: readonly string[],
  journal: string,
  uploads: string,
  machines: readonly string[],
): readonly Acknowledged[] => [
  ...RULES,
  ...(stage.exposure === "private"
    ? [{ id: "NIST.800.53.R5::NIST.800.53.R5-APIGWAssociatedWithWAF", reason: NO_FIREWALL }]
    : []),
  ...wildcards(stage, folders, journal, uploads, machines),
];
