import { Stack, type StackProps } from "aws-cdk-lib";
import {
  AccessLogFormat,
  ApiDefinition,
  ApiKey,
  CfnUsagePlan,
  CfnUsagePlanKey,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  SpecRestApi,
} from "aws-cdk-lib/aws-apigateway";
import {
  AnyPrincipal,
  Effect,
  Policy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import { gatewayBody } from "../functions/platform/openapi/gateway.ts";
import { usageKeyOf } from "../functions/platform/usage.ts";
import { Alarms, PERIOD } from "./constructs/alarms.ts";
import { Firewall } from "./constructs/firewall.ts";
import { GatewayLogs } from "./constructs/gateway-logs.ts";
import type { ContextDeclaration } from "./context.ts";
import { Names } from "./names.ts";
import type { Stage } from "./stages.ts";

type Props = StackProps & {
  readonly stage: Stage;
  readonly contexts: readonly ContextDeclaration[];
  readonly institutions: readonly string[];
};

/** The one REST API: routes, authoriser and mapped errors from the table of operations, a usage plan per institution. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, { stage, contexts, institutions, ...props }: Props) {
    super(scope, id, props);
    const names = new Names(stage);
    const role = new Role(this, "Gateway", {
      roleName: names.of("gateway"),
      assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
    });
    const invoked = new Set([names.functionArn(this, "identity", "authorizer")]);
    const uriTo = (functionArn: string) =>
      `arn:${this.partition}:apigateway:${this.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
    const body = gatewayBody(
      names.of("api"),
      Object.fromEntries(contexts.map(({ name, contract }) => [name, contract])),
      {
        role: role.roleArn,
        authorizerUri: uriTo(names.functionArn(this, "identity", "authorizer")),
        uriOf: (context, piece) => {
          const arn = names.functionArn(this, context, piece);
          invoked.add(arn);
          return uriTo(arn);
        },
      },
    );
    const invoke = new Policy(this, "Invoke", {
      statements: [new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [...invoked] })],
      roles: [role],
    });
    const dataKey = StringParameter.valueForStringParameter(this, names.parameter("key", "data"));
    const logs = new GatewayLogs(this, "Logs", { stage, logKey: Key.fromKeyArn(this, "LogKey", dataKey) });
    const api = new SpecRestApi(this, "Api", {
      restApiName: names.of("api"),
      apiDefinition: ApiDefinition.fromInline(body),
      endpointTypes: [stage.exposure === "private" ? EndpointType.PRIVATE : EndpointType.REGIONAL],
      ...(stage.exposure === "private" ? { policy: onlyThrough(stage.vpcEndpoints) } : {}),
      cloudWatchRole: false,
      failOnWarnings: true,
      deployOptions: {
        stageName: STAGE_NAME,
        throttlingRateLimit: 1000,
        throttlingBurstLimit: 2000,
        methodOptions: throttlesOf(contexts),
        ...WATCHED,
        accessLogDestination: new LogGroupLogDestination(logs.access),
        accessLogFormat: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
    api.node.addDependency(invoke);
    api.deploymentStage.node.addDependency(logs.account, logs.ofExecutions(api.restApiId, STAGE_NAME));
    if (stage.exposure === "regional" && stage.stage !== "local") {
      new Firewall(this, "Firewall", { stage, stageArn: api.deploymentStage.stageArn });
    }
    this.#usagePlans(names, api, institutions);
    new Alarms(this, "Alarms", stage).raise("gateway-faults", ["gateway"], api.metricServerError({ period: PERIOD }));
  }

  /**
   * Each institution draws on a budget of its own, so that one cannot stop the city. The authoriser names the key; a
   * key is no secret and opens nothing. One after the other: the gateway makes one plan in 20 seconds and one membership
   * at a time, and fails the deploy that asks for more. The first deploy so takes half an hour, and later ones do not.
   */
  #usagePlans(names: Names, api: SpecRestApi, institutions: readonly string[]): void {
    let before: { key: ApiKey; member: CfnUsagePlanKey } | undefined;
    for (const caller of [...institutions, "persons", "others"]) {
      const key = new ApiKey(this, `Key-${caller}`, {
        apiKeyName: names.of("usage", caller),
        value: usageKeyOf(names.issuer(), caller),
      });
      const plan = new CfnUsagePlan(this, `Plan-${caller}`, {
        usagePlanName: names.of("usage", caller),
        throttle: caller === "persons" ? { rateLimit: 500, burstLimit: 1000 } : { rateLimit: 100, burstLimit: 200 },
        apiStages: [{ apiId: api.restApiId, stage: api.deploymentStage.stageName }],
      });
      const member = new CfnUsagePlanKey(this, `Member-${caller}`, {
        keyId: key.keyId,
        keyType: "API_KEY",
        usagePlanId: plan.ref,
      });
      if (before !== undefined) {
        key.node.addDependency(before.key);
        plan.node.addDependency(before.member);
      }
      before = { key, member };
    }
  }
}

/**
 * A47p2: a private API answers only what comes through these endpoints, and the gateway deploys none without a policy.
 * Until one is named it answers nobody. The denial counts whatever the authoriser says.
 */
const onlyThrough = (vpcEndpoints: readonly string[]): PolicyDocument => {
  const everything = {
    principals: [new AnyPrincipal()],
    actions: ["execute-api:Invoke"],
    resources: ["execute-api:/*"],
  };
  const elsewhere = { StringNotEquals: { "aws:SourceVpce": [...vpcEndpoints] } };
  return new PolicyDocument({
    statements: [
      new PolicyStatement(everything),
      new PolicyStatement({
        ...everything,
        effect: Effect.DENY,
        ...(vpcEndpoints.length === 0 ? {} : { conditions: elsewhere }),
      }),
    ],
  });
};

const STAGE_NAME = "v1";

/** What the stage keeps of each method; a method with settings of its own inherits nothing, so it says this too. */
const WATCHED = { metricsEnabled: true, loggingLevel: MethodLoggingLevel.ERROR, dataTraceEnabled: false };

/** Operations with a throttle of their own, as the stage names methods: `/oauth/token/POST`. */
const throttlesOf = (contexts: readonly ContextDeclaration[]) =>
  Object.fromEntries(
    contexts
      .flatMap(({ contract }) => Object.values(contract))
      .flatMap(({ path, method, rate }) =>
        rate === undefined
          ? []
          : [
              [
                `${path}/${method}`,
                { ...WATCHED, throttlingRateLimit: rate.perSecond, throttlingBurstLimit: rate.burst },
              ],
            ],
      ),
  );

/** No address, no token, no query: the query of a search can hold a name. */
const ACCESS_LOG = JSON.stringify({
  traceId: "$context.requestId",
  at: "$context.requestTime",
  method: "$context.httpMethod",
  route: "$context.resourcePath",
  status: "$context.status",
  bytes: "$context.responseLength",
  milliseconds: "$context.responseLatency",
  caller: "$context.authorizer.caller",
  error: "$context.error.responseType",
});
