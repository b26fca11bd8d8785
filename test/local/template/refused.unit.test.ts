import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type App, CfnOutput, CfnParameter, Stack, Stage } from "aws-cdk-lib";
import { readAssembly } from "../../../local/template/assembly.ts";
import { restApisOf } from "../../../local/template/rest-apis.ts";
import { aFolder, aStack, findingsOf, raw, read, synthesise, the } from "./synthesise.ts";

const QUEUE = "AWS::SQS::Queue";
const PLACE = "onenet-local-city-things Thing";

describe("what is on none of the lists is refused, naming stack, logical id and property", () => {
  const aTable = (more: Record<string, unknown>) => ({
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    Replicas: [{ Region: "cn-north-1" }],
    ...more,
  });
  const TABLE = "AWS::DynamoDB::GlobalTable";
  it.each([
    { type: "AWS::EC2::VPC", properties: {}, finding: "this type is not supported" },
    { type: "Custom::S3AutoDeleteObjects", properties: {}, finding: "this type is not supported" },
    { type: "AWS::Lambda::LayerVersion", properties: {}, finding: "this type is not supported" },
    { type: QUEUE, properties: { FifoQueue: true }, finding: "FifoQueue is not supported" },
    { type: QUEUE, properties: { One: 1, Two: 2 }, finding: "One, Two is not supported" },
    { type: QUEUE, properties: { VisibilityTimeout: "long" }, finding: "VisibilityTimeout: Invalid input" },
    { type: TABLE, properties: aTable({ BillingMode: "PROVISIONED" }), finding: "BillingMode: Invalid input" },
    {
      type: TABLE,
      properties: aTable({ Replicas: [{ Region: "cn-north-1", ResourcePolicy: {} }] }),
      finding: "Replicas.0.ResourcePolicy is not supported",
    },
    { type: "AWS::S3::Bucket", properties: { WebsiteConfiguration: {} }, finding: "WebsiteConfiguration is not" },
    { type: "AWS::KMS::Key", properties: { Origin: "EXTERNAL" }, finding: "Origin is not supported" },
    { type: "AWS::SSM::Parameter", properties: { Type: "StringList", Value: "a,b" }, finding: "Type: Invalid input" },
    {
      type: "AWS::Lambda::Function",
      properties: { Code: { ZipFile: "x" }, Handler: "x", Role: "x", Runtime: "nodejs24.x" },
      finding: "Code: only an asset folder can be run",
    },
    {
      type: "AWS::Events::Rule",
      properties: { Targets: [{ Id: "1", Arn: "x", SqsParameters: {} }] },
      finding: "Targets.0.SqsParameters is not supported",
    },
    {
      type: "AWS::StepFunctions::StateMachine",
      properties: { RoleArn: "x", DefinitionString: '{"a":"$\\{Missing}"}'.replace("\\", "") },
      finding: "nothing is given for",
    },
    {
      type: "AWS::StepFunctions::StateMachine",
      properties: { RoleArn: "x", DefinitionString: "{" },
      finding: "the definition is not JSON",
    },
    {
      type: "AWS::ApiGateway::Stage",
      properties: { StageName: "v1", RestApiId: "x", DeploymentId: "x", Variables: {} },
      finding: "Variables is not supported",
    },
  ])("$type $properties: $finding", ({ type, properties, finding }) => {
    const findings = findingsOf(() => read((stack) => raw(stack, "Thing", type, properties)));
    expect(findings).toEqual([expect.stringContaining(`${PLACE} (${type}): `)]);
    expect(findings[0]).toContain(finding);
  });

  it("all at once, not only the first", () => {
    const findings = findingsOf(() =>
      read((stack) => {
        raw(stack, "One", "AWS::EC2::VPC");
        raw(stack, "Two", QUEUE, { FifoQueue: true });
      }),
    );
    expect(findings).toHaveLength(2);
  });

  it("a policy of AWS that nobody here has read", () => {
    const findings = findingsOf(() =>
      read((stack) =>
        raw(stack, "Thing", "AWS::IAM::Role", {
          AssumeRolePolicyDocument: { Statement: [] },
          ManagedPolicyArns: ["arn:aws-cn:iam::aws:policy/AdministratorAccess"],
        }),
      ),
    );
    expect(findings).toEqual([
      `${PLACE} ManagedPolicyArns: arn:aws-cn:iam::aws:policy/AdministratorAccess is not known here.`,
    ]);
  });

  it("a policy of a role that is not there", () => {
    const properties = { PolicyName: "p", PolicyDocument: { Statement: [] }, Roles: ["nobody"] };
    const findings = findingsOf(() => read((stack) => raw(stack, "Thing", "AWS::IAM::Policy", properties)));
    expect(findings).toEqual(["A policy names the role nobody: there is none."]);
  });

  it("an API without a stage", () => {
    const assembly = read((stack) => raw(stack, "Thing", "AWS::ApiGateway::RestApi", { Body: {} }));
    expect(findingsOf(() => restApisOf(assembly.resources))).toEqual([
      `${PLACE}: an API has one stage here, this one has 0.`,
    ]);
  });
});

describe("an assembly is refused", () => {
  it("that exports a value", () => {
    const build = (stack: Stack) => new CfnOutput(stack, "Out", { value: "x", exportName: "x" });
    expect(findingsOf(() => read(build))).toEqual([expect.stringContaining("onenet-local-city-things Out: an export")]);
  });

  it("whose stack stands in another region", () => {
    const folder = synthesise((app) =>
      raw(new Stack(app, "Copy", { env: { region: "cn-northwest-1" } }), "Thing", QUEUE),
    );
    expect(findingsOf(() => readAssembly(folder))).toEqual([
      "Copy: a stack in cn-northwest-1, this machine is cn-north-1.",
    ]);
  });

  it("that lies inside another", () => {
    const folder = synthesise((app) => new Stack(new Stage(app, "Inner"), "Things"));
    expect(findingsOf(() => readAssembly(folder))).toEqual([expect.stringContaining("is a nested assembly")]);
  });

  it("whose templates have rules or transformations of their own", () => {
    const folder = synthesise((app) => raw(aStack(app), "Thing", QUEUE));
    const file = join(folder, "Things.template.json");
    const template = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...template, Transform: "AWS::Serverless" }));
    expect(findingsOf(() => readAssembly(folder))).toEqual([expect.stringContaining('Unrecognized key: "Transform"')]);
    writeFileSync(file, JSON.stringify({ ...template, Rules: { Mine: {} } }));
    expect(findingsOf(() => readAssembly(folder))).toEqual([
      "onenet-local-city-things Mine: template rules are not checked.",
    ]);
  });

  it("that reads a parameter which no stack before it writes", () => {
    const reads = (stack: Stack) => {
      const stored = new CfnParameter(stack, "Stored", { type: "AWS::SSM::Parameter::Value<String>", default: "/x" });
      raw(stack, "Thing", QUEUE, { QueueName: stored.valueAsString });
    };
    const writes = (stack: Stack) =>
      raw(stack, "Writes", "AWS::SSM::Parameter", { Name: "/x", Type: "String", Value: "things" });
    const build = (depends: boolean) => (app: App) => {
      const reader = aStack(app, "Reader");
      const writer = aStack(app, "Writer");
      reads(reader);
      writes(writer);
      if (depends) reader.addStackDependency(writer);
    };
    expect(the(readAssembly(synthesise(build(true))), QUEUE).name).toBe("things");
    expect(findingsOf(() => readAssembly(synthesise(build(false))))).toEqual([
      expect.stringContaining("no stack before this one writes the parameter /x"),
    ]);
  });

  it("that is no assembly at all", () => {
    const folder = aFolder();
    mkdirSync(folder, { recursive: true });
    expect(() => readAssembly(folder)).toThrow("manifest.json");
  });
});
