import { existsSync, readFileSync } from "node:fs";
import { ALARMS } from "../../infra/constructs/alarms.ts";
import { at, PARTITIONS, type Statement, statementsOf, synthesise, synthesised, those } from "./synthesised.ts";

/** Why an action stands on a wildcard. Nothing else may. */
const WILDCARDS: readonly { action: RegExp; resource: RegExp; because: string }[] = [
  { action: /^dynamodb:ListStreams$/, resource: /^\*$/, because: "it knows no resource" },
  {
    action: /^logs:(\w*LogDelivery|ListLogDeliveries|\w*ResourcePolic\w+|DescribeLogGroups)$/,
    resource: /^\*$/,
    because: "a state machine's log is delivered by an account-wide service (Step Functions' documentation)",
  },
  { action: /^s3:PutObject$/, resource: /journal-.*\/[a-z]+\/\*$/, because: "objects are named by sequence numbers" },
  {
    action: /^logs:(Create|Describe|Put|Get|Filter)/,
    resource: /:log-group:\*$/,
    because: "API Gateway asks for them on the whole account before it writes a single log",
  },
  {
    action: /^states:DescribeExecution$/,
    resource: /:execution:.*:\*$/,
    because: "executions are named by the record and the round that they are for",
  },
  { action: /^kms:/, resource: /^\*$/, because: "in a key's own policy the key is *" },
  { action: /^s3:/, resource: /\/\*$/, because: "a bucket's own policy is about its objects" },
];

const written = (resource: unknown): string => (typeof resource === "string" ? resource : JSON.stringify(resource));
const flat = (resource: unknown): string =>
  written(resource)
    .replaceAll('"', "")
    .replace(/[\]}]+$/, "");

describe.each(PARTITIONS)("the templates for $partition", ({ partition, region }) => {
  const { texts, resources, ofType, stage } = synthesised(region);
  const all = [...texts.values()].join("\n");

  it("stay small: 700 KB a template, 400 resources a stack", () => {
    expect([...texts].filter(([, text]) => Buffer.byteLength(text) > 700_000).map(([name]) => name)).toEqual([]);
    const count = (stack: string) => resources.filter((it) => it.stack === stack).length;
    expect([...texts.keys()].filter((stack) => count(stack) > 400)).toEqual([]);
  });

  it("export nothing and import nothing", () => {
    expect(all).not.toMatch(/"Export"|Fn::ImportValue/);
  });

  it("name no partition, suffix or account by hand, and no region but their own", () => {
    expect(all).not.toMatch(/arn:aws(-cn|-us-gov)?:/);
    expect(
      all.match(/[\w.-]*amazonaws\.com[\w.]*/g)?.filter((name) => !/^[a-z-]+\.amazonaws\.com$/.test(name)) ?? [],
    ).toEqual([]);
    expect(all).not.toMatch(/\b\d{12}\b(?!-)/);
    const regions = all.match(/\b(?:cn|eu|us|ap)(?:-gov)?-(?:north|south|east|west|central)[a-z]*-\d\b/g) ?? [];
    expect([...new Set(regions)].filter((name) => name !== region)).toEqual([]);
    expect(stage.region).toBe(region);
    expect(partition).toBeDefined();
  });

  it("use nothing that the China regions lack", () => {
    const lacking = /AWS::Cognito|AWS::Lambda::Url|AWS::CloudFront|EDGE|states:::http:invoke|"Mode": "Active"/;
    expect(all.match(lacking)).toBeNull();
    expect(
      those(
        ofType("AWS::StepFunctions::StateMachine"),
        (it) => at(it.properties, "TracingConfiguration") !== undefined,
      ),
    ).toEqual([]);
  });

  it("A47p2: every function runs on the tested runtime, outside a network, with a role of its own", () => {
    const functions = ofType("AWS::Lambda::Function");
    expect(those(functions, ({ properties }) => properties["Runtime"] !== "nodejs24.x")).toEqual([]);
    expect(those(functions, ({ properties }) => properties["VpcConfig"] !== undefined)).toEqual([]);
    expect(those(functions, ({ properties }) => properties["TracingConfig"] !== undefined)).toEqual([]);
    const roles = functions.map(({ stack, properties }) => `${stack}/${written(properties["Role"])}`);
    expect(new Set(roles).size).toBe(functions.length);
  });

  it("A47p2: grants name actions, and a wildcard only where its reason is written", () => {
    const documents = resources.flatMap(({ properties }) => [
      properties["PolicyDocument"],
      properties["KeyPolicy"],
      ...((properties["Policies"] ?? []) as unknown[]).map((it) => at(it, "PolicyDocument")),
    ]);
    const statements = documents.flatMap(statementsOf).filter(({ effect }) => effect === "Allow");
    const unwritten = ({ actions, resources: on }: Statement) =>
      actions.flatMap((action) =>
        on
          .map(flat)
          .filter((resource) => resource.endsWith("*"))
          .filter((resource) => !WILDCARDS.some((it) => it.action.test(action) && it.resource.test(resource)))
          .map((resource) => `${action} on ${resource}`),
      );
    expect(statements.flatMap(unwritten)).toEqual([]);
    const wild = statements.flatMap(({ actions }) => actions.filter((it) => it.includes("*")));
    expect(wild.filter((it) => !/^kms:(\*|ReEncrypt\*|GenerateDataKey\*)$/.test(it))).toEqual([]);
  });

  it("A47p2: logs are encrypted and kept for half a year or more", () => {
    const logs = ofType("AWS::Logs::LogGroup");
    expect(logs.length).toBeGreaterThanOrEqual(ofType("AWS::Lambda::Function").length);
    expect(those(logs, ({ properties }) => properties["KmsKeyId"] === undefined)).toEqual([]);
    expect(those(logs, ({ properties }) => Number(properties["RetentionInDays"] ?? 0) < 180)).toEqual([]);
    expect(
      those(ofType("AWS::Lambda::Function"), (it) => at(it.properties, "LoggingConfig", "LogGroup") === undefined),
    ).toEqual([]);
  });

  it("alarm somebody, and say where to read what to do", () => {
    const alarms = ofType("AWS::CloudWatch::Alarm");
    const runbook = existsSync("docs/runbook.md") ? readFileSync("docs/runbook.md", "utf8") : "";
    const entries = [...runbook.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    expect(those(alarms, ({ properties }) => ((properties["AlarmActions"] ?? []) as unknown[]).length === 0)).toEqual(
      [],
    );
    const linked = alarms.map(
      ({ properties }) => /docs\/runbook\.md#([a-z-]+)$/.exec(String(properties["AlarmDescription"]))?.[1],
    );
    expect(linked.filter((name) => name === undefined || !entries.includes(name))).toEqual([]);
    expect(entries).toEqual(expect.arrayContaining(Object.keys(ALARMS)));
  });

  it("raise an alarm for every function, relay, dead letters and flow", () => {
    const about = ofType("AWS::CloudWatch::Alarm").map(({ properties }) => String(properties["AlarmName"]));
    const prefix = `onenet-${stage.stage}-${stage.instance}`;
    const names = ofType("AWS::Lambda::Function").map(({ properties }) => String(properties["FunctionName"]));
    expect(names.filter((name) => !about.includes(`${name}-function-faults`))).toEqual([]);
    const machines = ofType("AWS::StepFunctions::StateMachine").map(({ properties }) =>
      String(properties["StateMachineName"]),
    );
    expect(machines.filter((name) => !about.includes(`${name}-flow-failed`))).toEqual([]);
    const dead = ofType("AWS::SQS::Queue")
      .map(({ properties }) => String(properties["QueueName"]))
      .filter((it) => it.endsWith("-dead"));
    expect(dead.filter((name) => !about.includes(`${name.replace("-listener-dead", "")}-dead-letter`))).toEqual([]);
    expect(about.every((name) => name.startsWith(prefix))).toBe(true);
  });
});

describe("the synthesis", () => {
  it("gives the same bytes twice", () => {
    const { stage, texts } = synthesised();
    expect([...synthesise(stage).texts]).toEqual([...texts]);
  });

  it("A25: deploys a district's instance beside the city's under names of its own", () => {
    const names = (instance: string) =>
      synthesised("cn-north-1", "staging", { instance })
        .ofType(
          "AWS::Lambda::Function",
          "AWS::DynamoDB::GlobalTable",
          "AWS::SQS::Queue",
          "AWS::StepFunctions::StateMachine",
        )
        .map(({ properties }) =>
          String(
            properties["FunctionName"] ??
              properties["TableName"] ??
              properties["QueueName"] ??
              properties["StateMachineName"],
          ),
        );
    const [city, district] = [names("city"), names("pudong")];
    expect(district).toEqual(city.map((name) => name.replace("-city-", "-pudong-")));
    expect(city.filter((name) => district.includes(name))).toEqual([]);
  });
});
