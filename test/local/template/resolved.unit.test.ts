import { CfnCondition, CfnMapping, CfnParameter, Fn, type Stack } from "aws-cdk-lib";
import { findingsOf, raw, read, the } from "./synthesise.ts";

const PARAMETER = "AWS::SSM::Parameter";
const sub = (text: string): string => text.replaceAll("@", "$");

/** The value of a parameter whose value is this expression. */
const resolved = (Value: unknown, more: (stack: Stack) => void = () => undefined): string =>
  the(
    read((stack) => {
      more(stack);
      raw(stack, "Value", PARAMETER, { Name: "/value", Type: "String", Value });
    }),
    PARAMETER,
  ).properties.Value;

const aQueue = (stack: Stack) => raw(stack, "Queue", "AWS::SQS::Queue", { QueueName: "waiting" });
const QUEUE_ARN = "arn:aws-cn:sqs:cn-north-1:000000000000:waiting";

describe("an expression of a template", () => {
  it.each([
    { expression: { Ref: "AWS::Region" }, is: "cn-north-1" },
    { expression: { Ref: "AWS::Partition" }, is: "aws-cn" },
    { expression: { Ref: "AWS::AccountId" }, is: "000000000000" },
    { expression: { Ref: "AWS::URLSuffix" }, is: "amazonaws.com.cn" },
    { expression: { Ref: "AWS::StackName" }, is: "onenet-local-city-things" },
    { expression: { "Fn::GetAtt": ["Queue", "Arn"] }, is: QUEUE_ARN },
    { expression: { "Fn::GetAtt": "Queue.QueueName" }, is: "waiting" },
    { expression: { Ref: "Queue" }, is: "https://sqs.cn-north-1.amazonaws.com.cn/000000000000/waiting" },
    { expression: { "Fn::Join": ["-", ["a", 1, { Ref: "AWS::Region" }]] }, is: "a-1-cn-north-1" },
    {
      expression: { "Fn::Sub": sub("@{Queue.Arn}/@{AWS::Region}/@{!kept}") },
      is: sub(`${QUEUE_ARN}/cn-north-1/@{kept}`),
    },
    { expression: { "Fn::Sub": [sub("@{A}-@{A}"), { A: { Ref: "AWS::Partition" } }] }, is: "aws-cn-aws-cn" },
    { expression: { "Fn::Select": [1, { "Fn::Split": [":", { "Fn::GetAtt": ["Queue", "Arn"] }] }] }, is: "aws-cn" },
    { expression: { "Fn::Select": ["0", ["a", "b"]] }, is: "a" },
    { expression: { "Fn::Base64": "海" }, is: Buffer.from("海").toString("base64") },
  ])("$expression is $is", ({ expression, is }) => {
    expect(resolved(expression, aQueue)).toBe(is);
  });

  it("finds in mappings", () => {
    const mapping = (stack: Stack) => new CfnMapping(stack, "Map", { mapping: { "cn-north-1": { zone: "a" } } });
    expect(resolved({ "Fn::FindInMap": ["Map", { Ref: "AWS::Region" }, "zone"] }, mapping)).toBe("a");
  });

  it("has the default of a parameter", () => {
    expect(resolved({ Ref: "Days" }, (stack) => new CfnParameter(stack, "Days", { default: "5" }))).toBe("5");
  });

  it.each([
    { condition: Fn.conditionEquals("a", "a"), is: "yes" },
    { condition: Fn.conditionNot(Fn.conditionEquals("a", "a")), is: "no" },
    { condition: Fn.conditionAnd(Fn.conditionEquals("a", "a"), Fn.conditionEquals("a", "b")), is: "no" },
    { condition: Fn.conditionOr(Fn.conditionEquals("a", "a"), Fn.conditionEquals("a", "b")), is: "yes" },
  ])("chooses by a condition: $is", ({ condition, is }) => {
    const more = (stack: Stack) => new CfnCondition(stack, "When", { expression: condition });
    expect(resolved({ "Fn::If": ["When", "yes", "no"] }, more)).toBe(is);
  });

  it("leaves out what is AWS::NoValue, and resources whose condition does not hold", () => {
    const assembly = read((stack) => {
      const never = new CfnCondition(stack, "Never", { expression: Fn.conditionEquals("a", "b") });
      raw(stack, "Gone", "AWS::KMS::Key").cfnOptions.condition = never;
      raw(stack, "Queue", "AWS::SQS::Queue", { QueueName: { "Fn::If": ["Never", "named", { Ref: "AWS::NoValue" }] } });
    });
    expect(assembly.resources.map(({ name }) => name)).toEqual(["onenet-local-city-things-Queue"]);
  });

  it.each([
    { expression: { "Fn::ImportValue": "x" }, finding: "Fn::ImportValue: nothing is exported" },
    { expression: "{{resolve:secretsmanager:x}}", finding: "dynamic reference" },
    { expression: { "Fn::GetAZs": "" }, finding: "Fn::GetAZs is not supported" },
    { expression: { "Fn::Transform": {} }, finding: "Fn::Transform is not supported" },
    { expression: { Ref: "Nobody" }, finding: "there is no resource or parameter Nobody" },
    { expression: { "Fn::GetAtt": ["Queue", "Colour"] }, finding: "AWS::SQS::Queue has no attribute Colour here" },
    { expression: { "Fn::GetAtt": ["Value", "Value"] }, finding: "a circle" },
    { expression: { "Fn::If": ["Unknown", 1, 2] }, finding: "there is no condition Unknown" },
    { expression: { "Fn::FindInMap": ["No", "a", "b"] }, finding: "the mapping No has nothing at a, b" },
    { expression: { "Fn::Select": [9, ["a"]] }, finding: "Fn::Select finds nothing at 9" },
  ])("$expression is refused: $finding", ({ expression, finding }) => {
    expect(findingsOf(() => resolved(expression, aQueue)).join()).toContain(finding);
  });
});

describe("what AWS would name itself", () => {
  it("is the same at every start and differs between resources", () => {
    const build = (stack: Stack) => {
      raw(stack, "One", "AWS::KMS::Key");
      raw(stack, "Two", "AWS::KMS::Key");
    };
    const names = read(build).resources.map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
    expect(read(build).resources.map(({ name }) => name)).toEqual(names);
  });

  it("is short enough for the service", () => {
    const long = "L".repeat(100);
    const [role, bucket] = read((stack) => {
      raw(stack, long, "AWS::IAM::Role", { AssumeRolePolicyDocument: { Statement: [] } });
      raw(stack, `${long}B`, "AWS::S3::Bucket");
    }).resources.map(({ name }) => name);
    expect(role).toHaveLength(64);
    expect(bucket).toMatch(/^[a-z0-9-]{63}$/);
  });

  it("is a placeholder for what is inert", () => {
    const topic = (stack: Stack) => raw(stack, "Pages", "AWS::SNS::Topic");
    expect(resolved({ Ref: "Pages" }, topic)).toBe(
      "arn:aws-cn:sns:cn-north-1:000000000000:onenet-local-city-things-Pages",
    );
  });
});

describe("what is inert", () => {
  it("is taken out however deep it lies, before anything it names is looked for", () => {
    const { resources, inert } = read((stack) =>
      raw(stack, "Table", "AWS::DynamoDB::GlobalTable", {
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        Replicas: [
          { Region: "cn-north-1", Tags: [{ Key: "tier", Value: "1" }] },
          { Region: "cn-northwest-1", SSESpecification: { KMSMasterKeyId: { Ref: "KeyOfTheOtherRegion" } } },
        ],
      }),
    );
    expect(resources).toMatchObject([{ properties: { Replicas: [{ Region: "cn-north-1" }] } }]);
    expect(inert.map(({ property }) => property)).toEqual(["Replicas[].Tags", "Replicas"]);
  });
});
