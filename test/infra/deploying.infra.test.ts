import { StageSettings, stageOf } from "../../infra/stages.ts";
import { at, PARTITIONS, type Resource, synthesised, those } from "./synthesised.ts";

const { ofType, resources, stage: settings } = synthesised();
const dependsOn = ({ declared }: Resource): readonly string[] =>
  [(declared as { DependsOn?: string | readonly string[] }).DependsOn ?? []].flat();
const inApi = (id: string) => resources.find((it) => it.stack === "api" && it.id === id);

describe("what the gateway demands of the order of a deploy", () => {
  it("has the account's leave to write logs, and the groups, before a stage names them", () => {
    const [stage] = ofType("AWS::ApiGateway::Stage");
    const before = (stage === undefined ? [] : dependsOn(stage)).map((id) => inApi(id)?.type);
    expect(before).toEqual(expect.arrayContaining(["AWS::ApiGateway::Account", "AWS::Logs::LogGroup"]));
  });

  it("gives the role its rights before the account takes it, and leaves both to other instances of the account", () => {
    const [account] = ofType("AWS::ApiGateway::Account");
    const before = (account === undefined ? [] : dependsOn(account)).map(inApi);
    expect(before.map((it) => it?.type).sort()).toEqual(["AWS::IAM::Policy", "AWS::IAM::Role"]);
    expect([account, ...before].map((it) => it?.declared.DeletionPolicy)).toEqual(["Retain", "Retain", "Retain"]);
  });

  it.each([
    ["AWS::ApiGateway::UsagePlan", "AWS::ApiGateway::UsagePlanKey"],
    ["AWS::ApiGateway::ApiKey", "AWS::ApiGateway::ApiKey"],
  ])("makes one %s after another: it refuses many at once", (type, before) => {
    const made = ofType(type);
    const waits = made.flatMap((it) => dependsOn(it).filter((id) => inApi(id)?.type === before));
    expect(waits).toHaveLength(made.length - 1);
    expect(new Set(waits).size).toBe(waits.length);
  });

  it("deploys the API anew when its policy changes, which counts from the next deployment only", () => {
    const [deployment] = ofType("AWS::ApiGateway::Deployment");
    const reached = synthesised("cn-north-1", "production", { vpcEndpoints: ["vpce-0a1b2c3d4e5f60718"] });
    expect(reached.ofType("AWS::ApiGateway::Deployment").map(({ id }) => id)).not.toEqual([deployment?.id]);
  });
});

describe("what a failed or repeated deploy finds", () => {
  it("nothing of its first try that has a name and holds nothing: log groups and the bucket go, and stay thereafter", () => {
    const named = ofType("AWS::Logs::LogGroup", "AWS::S3::Bucket");
    const policies = named.map(({ declared }) => `${declared.DeletionPolicy}/${declared.UpdateReplacePolicy}`);
    expect([...new Set(policies)]).toEqual(["RetainExceptOnCreate/Retain"]);
  });

  it("functions whose roles have their rights: a mapping is refused whose function may not read yet", () => {
    const unready = those(ofType("AWS::Lambda::Function"), (it) => !dependsOn(it).some((id) => /Policy/.test(id)));
    expect(unready).toEqual([]);
  });
});

describe("what the gateway keeps", () => {
  it("has the log of its own faults in a group of ours, encrypted and not for ever", () => {
    const names = ofType("AWS::Logs::LogGroup").map(({ properties }) => JSON.stringify(properties["LogGroupName"]));
    expect(names.filter((name) => /API-Gateway-Execution-Logs_.*"Ref":"Api.*\/v1/.test(name))).toHaveLength(1);
  });

  it("counts and logs methods with a throttle of their own as all others: their settings inherit nothing", () => {
    const [stage] = ofType("AWS::ApiGateway::Stage");
    const methods = at(stage?.properties, "MethodSettings") as readonly object[];
    expect(methods.length).toBeGreaterThan(1);
    for (const method of methods) {
      expect(method).toMatchObject({ LoggingLevel: "ERROR", MetricsEnabled: true, DataTraceEnabled: false });
    }
  });
});

describe.each(PARTITIONS)("who raises alarms in $partition", ({ region }) => {
  it("A47p2: the service does so for this account alone", () => {
    const policies = synthesised(region)
      .ofType("AWS::SNS::TopicPolicy", "AWS::KMS::Key")
      .flatMap(({ properties }) => (properties["PolicyDocument"] ?? properties["KeyPolicy"]) as unknown);
    const raising = policies
      .flatMap((document) => at(document, "Statement") as readonly unknown[])
      .filter((it) => at(it, "Principal", "Service") === "cloudwatch.amazonaws.com");
    expect(raising).toHaveLength(2);
    for (const statement of raising) {
      expect(at(statement, "Condition", "StringEquals", "aws:SourceAccount")).toEqual({ Ref: "AWS::AccountId" });
    }
  });
});

describe("what functions count", () => {
  it("is watched under the very name they count it, which no other stage or instance of the account bears", () => {
    const watched = ofType("AWS::CloudWatch::Alarm")
      .filter(({ properties }) => properties["Namespace"] === "onenet")
      .map(({ properties }) => at(properties, "Dimensions", 0, "Value"));
    const counted = ofType("AWS::Lambda::Function").map(({ properties }) =>
      at(properties, "Environment", "Variables", "POWERTOOLS_SERVICE_NAME"),
    );
    expect(new Set(watched)).toEqual(new Set(counted));
    expect(watched.filter((name) => !String(name).startsWith("onenet-production-city-"))).toEqual([]);
  });
});

describe("limits of AWS", () => {
  /** What the longest name of an instance would add. */
  const longer = "chongming".length - settings.instance.length;
  const lengths = (type: string, property: string) =>
    ofType(type).map(({ properties }) => String(properties[property] ?? "").length + longer);

  it.each([
    ["AWS::IAM::Role", "RoleName", 64],
    ["AWS::Lambda::Function", "FunctionName", 64],
    ["AWS::Events::Rule", "Name", 64],
    ["AWS::SQS::Queue", "QueueName", 80],
    ["AWS::StepFunctions::StateMachine", "StateMachineName", 80],
    ["AWS::CloudWatch::Alarm", "AlarmName", 255],
  ])("%s: names hold in any district", (type, property, most) => {
    expect(Math.max(...lengths(type, property))).toBeLessThanOrEqual(most);
  });

  it("a bucket's name holds in any district and region: an instance is called shortly", () => {
    const name = "onenet-production-chongming-journal-123456789012-cn-northwest-1";
    expect(name.length).toBeLessThanOrEqual(63);
    const called = (instance: string) => StageSettings.safeParse({ ...stageOf("production"), instance }).success;
    expect(["city", "chongming", "pudong-new-area"].filter(called)).toEqual(["city", "chongming"]);
  });

  it("the environment of a function stays below 4 KB", () => {
    const large = those(ofType("AWS::Lambda::Function"), ({ properties }) => {
      const variables = at(properties, "Environment", "Variables") as object;
      return Buffer.byteLength(JSON.stringify(variables)) > 4000;
    });
    expect(large).toEqual([]);
  });
});
