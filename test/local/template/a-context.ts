import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type App,
  aws_apigateway as apis,
  aws_cloudwatch as cloudwatch,
  Duration,
  aws_dynamodb as dynamo,
  aws_events as events,
  Fn,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
  aws_ssm as ssm,
  aws_stepfunctions as states,
  aws_s3 as storage,
  aws_events_targets as targets,
} from "aws-cdk-lib";
import { aFolder, aStack } from "./synthesise.ts";

const STREAM = "/onenet/local/city/stream";

const stores = (app: App) => {
  const stack = aStack(app, "Stores");
  const key = new kms.Key(stack, "Key", { enableKeyRotation: true, alias: "onenet-local-city" });
  const table = new dynamo.TableV2(stack, "Table", {
    tableName: "onenet-local-city-things-g1",
    partitionKey: { name: "pk", type: dynamo.AttributeType.STRING },
    sortKey: { name: "sk", type: dynamo.AttributeType.STRING },
    encryption: dynamo.TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    dynamoStream: dynamo.StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: "ttl",
    globalSecondaryIndexes: [
      { indexName: "byDueDay", partitionKey: { name: "byDueDayHash", type: dynamo.AttributeType.STRING } },
    ],
    tags: [{ key: "tier", value: "1" }],
  });
  new storage.Bucket(stack, "Journal", {
    bucketName: `onenet-local-city-journal-${stack.account}-${stack.region}`,
    versioned: true,
    encryption: storage.BucketEncryption.KMS,
    encryptionKey: key,
    enforceSSL: true,
    objectLockDefaultRetention: storage.ObjectLockRetention.governance(Duration.days(1)),
    blockPublicAccess: storage.BlockPublicAccess.BLOCK_ALL,
    lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
  });
  new ssm.StringParameter(stack, "Stream", { parameterName: STREAM, stringValue: table.tableStreamArn ?? "" });
  return stack;
};

const bundle = (): string => {
  const folder = aFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.mjs"), "export const handler = async () => ({});");
  return folder;
};

export const FLOW = {
  StartAt: "Tell",
  States: { Tell: { Type: "Task", Resource: `arn:$\{Partition}:states:::lambda:invoke`, End: true } },
};

/** Two stacks that between them use every type that is run. */
export const aContext = (app: App) => {
  const stack = aStack(app, "Work");
  stack.addStackDependency(stores(app));
  const api = new lambda.Function(stack, "Api", {
    functionName: "onenet-local-city-things-api",
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: "index.handler",
    code: lambda.Code.fromAsset(bundle()),
    timeout: Duration.seconds(29),
    memorySize: 512,
    environment: { STREAM: ssm.StringParameter.valueForStringParameter(stack, STREAM) },
    logGroup: new logs.LogGroup(stack, "Logs"),
    reservedConcurrentExecutions: 5,
  });
  const dead = new sqs.Queue(stack, "Dead", { queueName: "onenet-local-city-things-listener-dead" });
  const queue = new sqs.Queue(stack, "Queue", {
    queueName: "onenet-local-city-things-listener",
    encryption: sqs.QueueEncryption.KMS_MANAGED,
    deadLetterQueue: { queue: dead, maxReceiveCount: 5 },
  });
  api.addEventSource(
    new sources.SqsEventSource(queue, {
      batchSize: 10,
      maxBatchingWindow: Duration.seconds(1),
      reportBatchItemFailures: true,
    }),
  );
  new lambda.CfnEventSourceMapping(stack, "Reads", {
    functionName: api.functionName,
    eventSourceArn: ssm.StringParameter.valueForStringParameter(stack, STREAM),
    startingPosition: "TRIM_HORIZON",
    batchSize: 25,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 3,
    functionResponseTypes: ["ReportBatchItemFailures"],
    destinationConfig: { onFailure: { destination: dead.queueArn } },
  });
  const eventBus = new events.EventBus(stack, "Bus", { eventBusName: "onenet-local-city-events" });
  const eventPattern = { detailType: ["things.made.v1"] };
  new events.Rule(stack, "Hears", { eventBus, eventPattern, targets: [new targets.SqsQueue(queue)] });
  const schedule = events.Schedule.rate(Duration.minutes(5));
  new events.Rule(stack, "Sweeps", { schedule, targets: [new targets.LambdaFunction(api)] });
  const text = JSON.stringify(FLOW);
  const file = join(aFolder(), "flow.asl.json");
  writeFileSync(file, text);
  for (const [id, definitionBody] of [
    ["FromFile", states.DefinitionBody.fromFile(file)],
    ["FromText", states.DefinitionBody.fromString(text)],
  ] as const)
    new states.StateMachine(stack, id, {
      stateMachineName: `onenet-local-city-things-${id}`,
      definitionBody,
      definitionSubstitutions: { Partition: stack.partition },
    });
  new iam.ManagedPolicy(stack, "Reading", {
    managedPolicyName: "reading",
    statements: [new iam.PolicyStatement({ actions: ["dynamodb:GetItem"], resources: ["*"] })],
    roles: api.role === undefined ? [] : [api.role],
  });
  new cloudwatch.Alarm(stack, "Alarm", { metric: api.metricErrors(), threshold: 1, evaluationPeriods: 1 });
  gateway(stack, api);
};

const gateway = (stack: ReturnType<typeof aStack>, api: lambda.Function) => {
  const role = new iam.Role(stack, "GatewayRole", {
    roleName: "gateway",
    assumedBy: new iam.ServicePrincipal("apigateway.amazonaws.com"),
    inlinePolicies: {
      invoke: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [api.functionArn] })],
      }),
    },
  });
  const uri = Fn.sub(
    `arn:$\{AWS::Partition}:apigateway:$\{AWS::Region}:lambda:path/2015-03-31/functions/$\{Arn}/invocations`,
    { Arn: api.functionArn },
  );
  const integration = { type: "aws_proxy", httpMethod: "POST", uri, credentials: role.roleArn };
  const rest = new apis.SpecRestApi(stack, "Rest", {
    restApiName: "onenet-local-city",
    apiDefinition: apis.ApiDefinition.fromInline({
      openapi: "3.0.1",
      info: { title: "onenet", version: "1" },
      paths: { "/things/{id}": { get: { "x-amazon-apigateway-integration": integration } } },
    }),
    deployOptions: {
      stageName: "v1",
      throttlingRateLimit: 100,
      throttlingBurstLimit: 50,
      methodOptions: { "/things/{id}/GET": { throttlingRateLimit: 1 } },
      loggingLevel: apis.MethodLoggingLevel.ERROR,
    },
    cloudWatchRole: true,
  });
  const plan = rest.addUsagePlan("Plan", {
    name: "agencies",
    throttle: { rateLimit: 5, burstLimit: 2 },
    quota: { limit: 1000, period: apis.Period.DAY },
    apiStages: [{ api: apis.RestApi.fromRestApiId(stack, "Same", rest.restApiId), stage: rest.deploymentStage }],
  });
  plan.addApiKey(rest.addApiKey("AgencyKey", { value: "0123456789-0123456789" }));
};
