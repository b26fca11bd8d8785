import { type Assembly, inertSummary, readAssembly } from "../../../local/template/assembly.ts";
import { restApisOf } from "../../../local/template/rest-apis.ts";
import { Resource } from "../../../local/template/support.ts";
import { aContext, FLOW } from "./a-context.ts";
import { allOf, synthesise, the } from "./synthesise.ts";

const ACCOUNT = "cn-north-1:000000000000";

let assembly: Assembly;
beforeAll(() => {
  assembly = readAssembly(synthesise(aContext), { queue: (name) => `http://127.0.0.1:9324/000000000000/${name}` });
});

describe("the assembly of a context", () => {
  it("asks for every type that is run", () => {
    const run = Resource.options.map(({ shape }) => shape.type.value);
    expect([...new Set(assembly.resources.map(({ type }) => type))].sort()).toEqual([...run].sort());
  });

  it("comes in an order in which everything is there before it is named", () => {
    const at = (logicalId: RegExp) => assembly.resources.findIndex((it) => logicalId.test(it.logicalId));
    const order = [
      /^Key/,
      /^Table/,
      /^ApiServiceRole[^D]/,
      /^ApiServiceRoleDefaultPolicy/,
      /^Api[A-Z0-9]{8}$/,
      /^Reads/,
    ];
    const places = order.map(at);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it("has a table with its key, indexes, stream, expiry and protection", () => {
    const { name, arn, properties } = the(assembly, "AWS::DynamoDB::GlobalTable");
    const key = the(assembly, "AWS::KMS::Key");
    expect(arn).toBe(`arn:aws-cn:dynamodb:${ACCOUNT}:table/${name}`);
    expect(properties).toMatchObject({
      TableName: "onenet-local-city-things-g1",
      GlobalSecondaryIndexes: [{ IndexName: "byDueDay" }],
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      Replicas: [
        {
          Region: "cn-north-1",
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { KMSMasterKeyId: key.arn },
        },
      ],
    });
  });

  it("has a locked bucket, its policy, a key and its alias", () => {
    const bucket = the(assembly, "AWS::S3::Bucket");
    const key = the(assembly, "AWS::KMS::Key");
    expect(bucket).toMatchObject({
      name: "onenet-local-city-journal-000000000000-cn-north-1",
      arn: "arn:aws-cn:s3:::onenet-local-city-journal-000000000000-cn-north-1",
      properties: { ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 1, Mode: "GOVERNANCE" } } } },
    });
    expect(the(assembly, "AWS::S3::BucketPolicy").properties.Bucket).toBe(bucket.name);
    expect(key.arn).toBe(`arn:aws-cn:kms:${ACCOUNT}:key/${key.name}`);
    expect(the(assembly, "AWS::KMS::Alias").properties).toEqual({
      AliasName: "alias/onenet-local-city",
      TargetKeyId: key.arn,
    });
  });

  it("has a function with its bundle, and what another stack wrote for it", () => {
    const { properties, arn } = the(assembly, "AWS::Lambda::Function");
    const stream = `${the(assembly, "AWS::DynamoDB::GlobalTable").arn}/stream/local`;
    expect(arn).toBe(`arn:aws-cn:lambda:${ACCOUNT}:function:onenet-local-city-things-api`);
    expect(properties).toMatchObject({
      Code: { folder: expect.stringMatching(/^\/.*asset\.[0-9a-f]+$/) },
      Environment: { Variables: { STREAM: stream } },
      Handler: "index.handler",
      MemorySize: 512,
      ReservedConcurrentExecutions: 5,
      Timeout: 29,
    });
    expect(assembly.roles.get(properties.Role.split("/").at(-1) ?? "")?.policies).toHaveLength(3);
    const mappings = allOf(assembly, "AWS::Lambda::EventSourceMapping").map((it) => it.properties.EventSourceArn);
    expect(mappings.sort()).toEqual([stream, `arn:aws-cn:sqs:${ACCOUNT}:onenet-local-city-things-listener`].sort());
  });

  it("has queues under the addresses that the queue service gives, rules and what they may send", () => {
    const arn = `arn:aws-cn:sqs:${ACCOUNT}:onenet-local-city-things-listener`;
    const rules = allOf(assembly, "AWS::Events::Rule");
    const pattern = { "detail-type": ["things.made.v1"] };
    expect(rules.map((it) => it.properties.Targets.map((target) => target.Arn))).toContainEqual([arn]);
    expect(rules.find((it) => it.properties.EventBusName === "onenet-local-city-events")).toMatchObject({
      arn: expect.stringContaining(`arn:aws-cn:events:${ACCOUNT}:rule/onenet-local-city-events/`),
      properties: { EventPattern: pattern },
    });
    expect(the(assembly, "AWS::SQS::QueuePolicy").properties.Queues).toEqual([
      "http://127.0.0.1:9324/000000000000/onenet-local-city-things-listener",
    ]);
    expect(the(assembly, "AWS::Lambda::Permission").properties.SourceArn).toContain(":rule/onenet-local-city-work-");
  });

  it("has state machines with their placeholders filled, from a file and from text", () => {
    const machines = allOf(assembly, "AWS::StepFunctions::StateMachine");
    const resource = "arn:aws-cn:states:::lambda:invoke";
    const whole = { ...FLOW, States: { Tell: { ...FLOW.States.Tell, Resource: resource } } };
    expect(machines.map((it) => JSON.parse(it.properties.DefinitionString))).toEqual([whole, whole]);
    expect(machines.map((it) => it.arn)).toContain(
      `arn:aws-cn:states:${ACCOUNT}:stateMachine:onenet-local-city-things-FromFile`,
    );
  });

  it("has the gateway's API with its stage, throttles, plans and keys", () => {
    const [api, ...others] = restApisOf(assembly.resources);
    const uri = `arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/${the(assembly, "AWS::Lambda::Function").arn}/invocations`;
    expect(others).toEqual([]);
    expect(api).toMatchObject({
      id: expect.stringMatching(/^[0-9a-z]{10}$/),
      name: "onenet-local-city",
      stage: "v1",
      body: {
        paths: {
          "/things/{id}": {
            get: {
              "x-amazon-apigateway-integration": { uri, credentials: "arn:aws-cn:iam::000000000000:role/gateway" },
            },
          },
        },
      },
      throttles: [
        { path: "*", method: "*", rate: 100, burst: 50 },
        { path: "/things/{id}", method: "GET", rate: 1 },
      ],
      plans: [
        {
          name: "agencies",
          keys: [{ value: "0123456789-0123456789" }],
          throttle: { rate: 5, burst: 2 },
          quota: { limit: 1000, period: "DAY" },
        },
      ],
    });
  });

  it("has roles with their inline, attached and managed policies", () => {
    expect(assembly.roles.get("gateway")).toMatchObject({
      arn: "arn:aws-cn:iam::000000000000:role/gateway",
      trust: { Statement: [{ Principal: { Service: "apigateway.amazonaws.com" } }] },
      policies: [{ Statement: [{ Effect: "Allow", Action: ["lambda:InvokeFunction"] }] }],
    });
  });

  it("says what is inert, by reason", () => {
    expect(inertSummary(assembly.inert)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^alarms, dashboards and their topics: \d+$/),
        expect.stringMatching(/^log groups and log settings: \d+$/),
        expect.stringMatching(/^key rotation, life cycles and other upkeep: 2$/),
      ]),
    );
    expect(assembly.inert).toContainEqual({
      stack: "onenet-local-city-stores",
      logicalId: the(assembly, "AWS::S3::Bucket").logicalId,
      type: "AWS::S3::Bucket",
      property: "LifecycleConfiguration",
      why: "key rotation, life cycles and other upkeep",
    });
  });

  it("reads the same at every start", () => {
    const folder = synthesise(aContext);
    const [first, second] = [readAssembly(folder), readAssembly(folder)];
    expect(second.resources).toEqual(first.resources);
  });
});
