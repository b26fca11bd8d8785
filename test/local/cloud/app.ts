import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Duration, Stack } from "aws-cdk-lib";
import { ApiDefinition, SpecRestApi } from "aws-cdk-lib/aws-apigateway";
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as CallFunction, SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Alias, Key } from "aws-cdk-lib/aws-kms";
import {
  Code,
  EventSourceMapping,
  Function as LambdaFunction,
  Runtime,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { buildSync } from "esbuild";

/** How each function of the sample begins: clients with the environment alone. */
const CLIENTS = `
  import { DynamoDBClient, PutItemCommand, GetItemCommand } from "@aws-sdk/client-dynamodb";
  import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
  import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
  import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
  const { TABLE, BUS, BUCKET, MACHINE } = process.env;
  const dynamo = new DynamoDBClient({});
  const put = (pk, text) =>
    dynamo.send(new PutItemCommand({ TableName: TABLE, Item: { pk: { S: pk }, text: { S: text }, at: { S: new Date().toISOString() } } }));
`;

const HANDLERS = {
  api: `export const handler = async ({ body }) => {
    const { id } = JSON.parse(body);
    await put("note#" + id, "written");
    return { statusCode: 201, body: JSON.stringify({ id }) };
  };`,
  relay: `export const handler = async ({ Records = [] }) => {
    const notes = Records.filter((it) => it.dynamodb.Keys.pk.S.startsWith("note#"));
    for (const it of notes) {
      const id = it.dynamodb.Keys.pk.S.slice(5);
      await new S3Client({}).send(new PutObjectCommand({ Bucket: BUCKET, Key: "notes/" + id, Body: id }));
      await new EventBridgeClient({}).send(new PutEventsCommand({
        Entries: [{ EventBusName: BUS, Source: "sample", DetailType: "notes.written.v1", Detail: JSON.stringify({ id }) }],
      }));
    }
    return { batchItemFailures: [] };
  };`,
  listener: `export const handler = async ({ Records }) => {
    for (const { body } of Records) {
      const { id } = JSON.parse(body).detail;
      await new SFNClient({}).send(new StartExecutionCommand({ stateMachineArn: MACHINE, name: id, input: JSON.stringify({ id }) }));
    }
    return { batchItemFailures: [] };
  };`,
  step: `export const handler = async ({ id }) => { await put("done#" + id, "stepped"); return { id }; };`,
  sweep: `export const handler = async () => { await put("swept#" + new Date().toISOString(), "sweep"); };`,
} as const;

const DEFINITION = {
  QueryLanguage: "JSONata",
  StartAt: "Rest",
  States: {
    Rest: { Type: "Wait", Seconds: 86_400, Next: "Step" },
    Step: {
      Type: "Task",
      Resource: "arn:aws-cn:states:::lambda:invoke",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the definition.
      Arguments: { FunctionName: "${StepArn}", Payload: { id: "{% $states.input.id %}" } },
      End: true,
    },
  },
};

let bundled: string | undefined;

/** The folder of the functions' bundles, made at the first call. */
const bundles = (): string => {
  if (bundled !== undefined) return bundled;
  const folder = mkdtempSync(join(tmpdir(), "onenet-bundles-"));
  for (const [name, handler] of Object.entries(HANDLERS)) {
    buildSync({
      stdin: { contents: CLIENTS + handler, resolveDir: process.cwd() },
      outfile: join(folder, name, "index.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      mainFields: ["module", "main"],
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
  }
  bundled = folder;
  return folder;
};

/** A small platform that uses everything once: write → stream → bus → queue → machine → write. */
export const synthesiseSample = ({ index = false, sortKey = false } = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), "onenet-assembly-"));
  const app = new App({ outdir: folder, analyticsReporting: false });
  const stack = new Stack(app, "sample", { env: { region: "cn-north-1", account: "000000000000" } });
  const key = new Key(stack, "Key");
  new Alias(stack, "Alias", { aliasName: "alias/sample", targetKey: key });
  const table = new TableV2(stack, "Table", {
    tableName: "sample-notes-g1",
    partitionKey: { name: "pk", type: AttributeType.STRING },
    ...(sortKey && { sortKey: { name: "sk", type: AttributeType.STRING } }),
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(key),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: "expiresAt",
    globalSecondaryIndexes: index
      ? [{ indexName: "byText", partitionKey: { name: "text", type: AttributeType.STRING } }]
      : [],
  });
  const bucket = new Bucket(stack, "Bucket", {
    bucketName: "sample-journal",
    versioned: true,
    objectLockEnabled: true,
  });
  const bus = new EventBus(stack, "Bus", { eventBusName: "sample-events" });
  const queue = new Queue(stack, "Queue", { queueName: "sample-listener", visibilityTimeout: Duration.seconds(60) });
  const machineArn = stack.formatArn({ service: "states", resource: "stateMachine:sample-flow" });

  const define = (name: keyof typeof HANDLERS, actions: readonly string[], resources: readonly string[]) => {
    const role = new Role(stack, `${name}Role`, {
      roleName: `sample-${name}`,
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    return new LambdaFunction(stack, name, {
      functionName: `sample-${name}`,
      role,
      runtime: Runtime.NODEJS_24_X,
      handler: "index.handler",
      code: Code.fromAsset(join(bundles(), name)),
      timeout: Duration.seconds(20),
      environment: {
        TABLE: "sample-notes-g1",
        BUS: "sample-events",
        BUCKET: "sample-journal",
        MACHINE: machineArn,
        ISSUER: "https://issuer.invalid",
      },
    });
  };
  const streamArn = table.tableStreamArn ?? "";
  const api = define("api", ["dynamodb:PutItem"], [table.tableArn]);
  const relay = define("relay", ["s3:PutObject", "events:PutEvents"], [`${bucket.bucketArn}/*`, bus.eventBusArn]);
  relay.addToRolePolicy(
    new PolicyStatement({
      actions: ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"],
      resources: [streamArn],
    }),
  );
  const listener = define("listener", ["states:StartExecution"], [machineArn]);
  listener.addToRolePolicy(
    new PolicyStatement({
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      resources: [queue.queueArn],
    }),
  );
  const step = define("step", ["dynamodb:PutItem"], [table.tableArn]);
  const sweep = define("sweep", ["dynamodb:PutItem"], [table.tableArn]);
  new EventSourceMapping(stack, "Stream", {
    target: relay,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
  });
  new EventSourceMapping(stack, "Listens", { target: listener, eventSourceArn: queue.queueArn });
  new Rule(stack, "Hears", {
    eventBus: bus,
    eventPattern: { detailType: ["notes.written.v1"] },
    targets: [new SqsQueue(queue)],
  });
  new Rule(stack, "Daily", { schedule: Schedule.rate(Duration.days(1)), targets: [new CallFunction(sweep)] });
  const machineRole = new Role(stack, "MachineRole", {
    roleName: "sample-flow",
    assumedBy: new ServicePrincipal("states.amazonaws.com"),
  });
  machineRole.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [step.functionArn] }));
  new StateMachine(stack, "Machine", {
    stateMachineName: "sample-flow",
    definitionBody: DefinitionBody.fromString(JSON.stringify(DEFINITION)),
    definitionSubstitutions: { StepArn: step.functionArn },
    role: machineRole,
  });
  const gateway = new Role(stack, "Gateway", {
    roleName: "sample-gateway",
    assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
  });
  gateway.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [api.functionArn] }));
  new SpecRestApi(stack, "Api", {
    restApiName: "sample",
    cloudWatchRole: false,
    deployOptions: { stageName: "v1" },
    apiDefinition: ApiDefinition.fromInline({
      openapi: "3.0.3",
      info: { title: "sample", version: "1" },
      paths: {
        "/notes": {
          post: {
            responses: {},
            "x-amazon-apigateway-integration": {
              type: "aws_proxy",
              httpMethod: "POST",
              credentials: gateway.roleArn,
              uri: `arn:${stack.partition}:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${api.functionArn}/invocations`,
            },
          },
        },
      },
    }),
  });
  app.synth();
  return folder;
};
