import type { IamPolicyDocument } from "../access/policy.ts";
import { AssemblyRefused } from "./refused.ts";
import type { PolicyDocument } from "./shapes/policies.ts";
import type { Resource } from "./support.ts";

/** A role with everything that says what it may do; `trust` says who may take it. */
export type RoleWithPolicies = {
  readonly name: string;
  readonly arn: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly IamPolicyDocument[];
};

const allowing = (...actions: string[]): IamPolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
});

const WRITE_LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"] as const;

/** The policies of AWS that a role may name; any other could grant what nobody here has read. */
const OF_AWS: Readonly<Record<string, IamPolicyDocument>> = {
  AWSLambdaBasicExecutionRole: allowing(...WRITE_LOGS),
  AWSLambdaSQSQueueExecutionRole: allowing(
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    ...WRITE_LOGS,
  ),
  AWSLambdaDynamoDBExecutionRole: allowing(
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    ...WRITE_LOGS,
  ),
  AmazonAPIGatewayPushToCloudWatchLogs: allowing(
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
  ),
};

const OWN_BY_AWS = /^arn:[^:]+:iam::aws:policy\/(?:service-role\/)?(.+)$/;

/** Every role of the assembly by name, with its inline, attached and managed policies. */
export const rolesOf = (resources: readonly Resource[]): ReadonlyMap<string, RoleWithPolicies> => {
  const managed = new Map<string, IamPolicyDocument>();
  const attached = new Map<string, IamPolicyDocument[]>();
  for (const resource of resources) {
    if (resource.type !== "AWS::IAM::Policy" && resource.type !== "AWS::IAM::ManagedPolicy") continue;
    const { PolicyDocument, Roles } = resource.properties;
    if (resource.type === "AWS::IAM::ManagedPolicy") managed.set(resource.arn, PolicyDocument);
    for (const role of Roles) attached.set(role, [...(attached.get(role) ?? []), PolicyDocument]);
  }
  const findings: string[] = [];
  const roles = new Map<string, RoleWithPolicies>();
  for (const resource of resources) {
    if (resource.type !== "AWS::IAM::Role") continue;
    const { properties, name, arn, stack, logicalId } = resource;
    const named = properties.ManagedPolicyArns.flatMap((policy) => {
      const document = managed.get(policy) ?? OF_AWS[OWN_BY_AWS.exec(policy)?.[1] ?? ""];
      if (document === undefined)
        findings.push(`${stack} ${logicalId} ManagedPolicyArns: ${policy} is not known here.`);
      return document === undefined ? [] : [document];
    });
    const inline = properties.Policies.map((policy) => policy.PolicyDocument);
    roles.set(name, {
      name,
      arn,
      trust: properties.AssumeRolePolicyDocument,
      policies: [...inline, ...(attached.get(name) ?? []), ...named],
    });
  }
  for (const name of attached.keys())
    if (!roles.has(name)) findings.push(`A policy names the role ${name}: there is none.`);
  if (findings.length > 0) throw new AssemblyRefused(findings);
  return roles;
};
