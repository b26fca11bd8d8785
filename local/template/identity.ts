import { arnOf, nameOf, steadyId, steadyUuid } from "./place.ts";
import { Finding } from "./refused.ts";
import { INERT_TYPES } from "./support.ts";

/** What others see of a resource: what Ref gives, its ARN where it has one, and what Fn::GetAtt gives. */
export type Identity = {
  readonly name: string;
  readonly ref: string;
  readonly arn?: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** A resource before it is resolved; `text` resolves one of its own properties when it is asked for. */
export type Unresolved = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  text(property: string): string | undefined;
};

export type Urls = {
  /** What the queue service answers as the URL of a queue: the SDK sends its requests there. */
  readonly queue: (name: string) => string;
};

type Identify = (of: Unresolved, urls: Urls) => Identity;

/** A resource known by a name and an ARN, which is what most are. */
const named =
  (property: string, longest: number, arn: (name: string, of: Unresolved) => string): Identify =>
  (of) => {
    const name = of.text(property) ?? nameOf(of.stack, of.logicalId, longest);
    return { name, ref: name, arn: arn(name, of), attributes: { Arn: arn(name, of) } };
  };

const also =
  (identify: Identify, more: (name: string, arn: string, urls: Urls) => Partial<Identity>): Identify =>
  (of, urls) => {
    const it = identify(of, urls);
    const added = more(it.name, it.arn ?? "", urls);
    return { ...it, ...added, attributes: { ...it.attributes, ...added.attributes } };
  };

const path = ({ stack, logicalId }: Unresolved): string => `${stack}/${logicalId}`;

/** What only AWS could name: an identifier that stays the same from start to start. */
const numbered =
  (length: number, attribute?: string): Identify =>
  (of) => {
    const id = steadyId(path(of), length);
    return { name: id, ref: id, attributes: attribute === undefined ? {} : { [attribute]: id } };
  };

const unique: Identify = (of) => {
  const id = steadyUuid(path(of));
  return { name: id, ref: id, attributes: { Id: id } };
};

const IDENTITIES: Readonly<Record<string, Identify>> = {
  "AWS::DynamoDB::GlobalTable": also(
    named("TableName", 255, (name) => arnOf("dynamodb", `table/${name}`)),
    (name, arn) => ({ attributes: { StreamArn: `${arn}/stream/local`, TableId: steadyUuid(name) } }),
  ),
  "AWS::S3::Bucket": (of) => {
    const name = of.text("BucketName") ?? nameOf(of.stack, of.logicalId, 63).toLowerCase();
    const arn = arnOf("s3", name, "bare");
    return { name, ref: name, arn, attributes: { Arn: arn } };
  },
  "AWS::S3::BucketPolicy": unique,
  "AWS::KMS::Key": (of) => {
    const name = steadyUuid(path(of));
    const arn = arnOf("kms", `key/${name}`);
    return { name, ref: name, arn, attributes: { Arn: arn, KeyId: name } };
  },
  "AWS::KMS::Alias": named("AliasName", 256, (name) => arnOf("kms", name)),
  "AWS::SSM::Parameter": (of) => {
    const name = of.text("Name") ?? nameOf(of.stack, of.logicalId, 1011);
    const arn = arnOf("ssm", `parameter${name.startsWith("/") ? "" : "/"}${name}`);
    return { name, ref: name, arn, attributes: { Type: "String", Value: of.text("Value") ?? "" } };
  },
  "AWS::Events::EventBus": also(
    named("Name", 256, (name) => arnOf("events", `event-bus/${name}`)),
    (name) => ({ attributes: { Name: name } }),
  ),
  "AWS::Events::Rule": (of) => {
    const name = of.text("Name") ?? nameOf(of.stack, of.logicalId, 64);
    const bus = of.text("EventBusName") ?? "default";
    const arn = arnOf("events", bus === "default" ? `rule/${name}` : `rule/${bus}/${name}`);
    return { name, ref: bus === "default" ? name : `${bus}|${name}`, arn, attributes: { Arn: arn } };
  },
  "AWS::SQS::Queue": also(
    named("QueueName", 80, (name) => arnOf("sqs", name)),
    (name, _arn, urls) => ({
      ref: urls.queue(name),
      attributes: { QueueName: name, QueueUrl: urls.queue(name) },
    }),
  ),
  "AWS::SQS::QueuePolicy": unique,
  "AWS::IAM::Role": also(
    named("RoleName", 64, (name) => arnOf("iam", `role/${name}`, "global")),
    (name) => ({ attributes: { RoleId: `AROA${steadyId(name, 17).toUpperCase()}` } }),
  ),
  "AWS::IAM::Policy": named("PolicyName", 128, (name) => name),
  "AWS::IAM::ManagedPolicy": also(
    named("ManagedPolicyName", 128, (name) => arnOf("iam", `policy/${name}`, "global")),
    (_name, arn) => ({ ref: arn, attributes: { PolicyArn: arn } }),
  ),
  "AWS::Lambda::Function": named("FunctionName", 64, (name) => arnOf("lambda", `function:${name}`)),
  "AWS::Lambda::EventSourceMapping": unique,
  "AWS::Lambda::Permission": unique,
  "AWS::StepFunctions::StateMachine": also(
    named("StateMachineName", 80, (name) => arnOf("states", `stateMachine:${name}`)),
    (name, arn) => ({ ref: arn, attributes: { Name: name } }),
  ),
  "AWS::ApiGateway::RestApi": also(numbered(10, "RestApiId"), (id) => ({
    attributes: { RootResourceId: steadyId(`${id}/`, 10) },
  })),
  "AWS::ApiGateway::Deployment": numbered(6, "DeploymentId"),
  "AWS::ApiGateway::Stage": (of) => {
    const name = of.text("StageName") ?? "";
    return { name, ref: name, attributes: {} };
  },
  "AWS::ApiGateway::UsagePlan": numbered(6, "Id"),
  "AWS::ApiGateway::ApiKey": numbered(10, "APIKeyId"),
  "AWS::ApiGateway::UsagePlanKey": unique,
};

/** The names and ARNs under which the local services know a resource. Values of inert resources are placeholders. */
export const identify = (of: Unresolved, urls: Urls): Identity => {
  const known = IDENTITIES[of.type];
  if (known !== undefined) return known(of, urls);
  if (!(of.type in INERT_TYPES)) throw new Finding(`the type ${of.type} is not supported`);
  const [, service = ""] = of.type.split("::");
  const name = nameOf(of.stack, of.logicalId, 64);
  const arn = arnOf(service.toLowerCase(), name);
  return { name, ref: of.type === "AWS::SNS::Topic" ? arn : name, arn, attributes: { Arn: arn } };
};

/** What Fn::GetAtt gives; an attribute nobody provides is refused by name. */
export const attributeOf = (of: Unresolved, attribute: string, urls: Urls): string => {
  const it = identify(of, urls);
  const value = it.attributes[attribute] ?? (of.type in INERT_TYPES ? `${it.arn}/${attribute}` : undefined);
  if (value === undefined) throw new Finding(`${of.type} has no attribute ${attribute} here`);
  return value;
};
