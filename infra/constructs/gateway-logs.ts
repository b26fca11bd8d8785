import { CfnResource, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnAccount } from "aws-cdk-lib/aws-apigateway";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { Names } from "../names.ts";
import type { Stage } from "../stages.ts";
import { retentionOf } from "./context-function.ts";

type Props = Readonly<{ stage: Stage; logKey: IKey }>;

/** Where the gateway writes, and the account's leave to write: all of it stands before a stage may name it. */
export class GatewayLogs extends Construct {
  readonly access: LogGroup;
  readonly account: CfnAccount;
  readonly #props: Props;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    this.#props = props;
    this.access = this.#group("Access", new Names(props.stage).logGroup("gateway", "access"));
    const writer = new Role(this, "Writer", { assumedBy: new ServicePrincipal("apigateway.amazonaws.com") });
    writer.addToPolicy(
      new PolicyStatement({
        // API Gateway asks for these on the whole account before it writes a single log (its documentation).
        actions: [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DescribeLogGroups",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
          "logs:GetLogEvents",
          "logs:FilterLogEvents",
        ],
        resources: [
          Stack.of(this)
            .formatArn({ service: "logs", resource: "log-group", resourceName: "*" })
            .replace("log-group/*", "log-group:*"),
        ],
      }),
    );
    this.account = new CfnAccount(this, "Account", { cloudWatchRoleArn: writer.roleArn });
    // The gateway refuses a role that may not write yet.
    this.account.node.addDependency(writer);
    // One role for the account and region: another instance's gateway may write by ours after this stack has gone.
    for (const kept of writer.node.findAll().filter(CfnResource.isCfnResource))
      kept.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }

  /** The group of the gateway's own faults, which it would make itself, unencrypted and for ever. */
  ofExecutions(apiId: string, stageName: string): LogGroup {
    return this.#group("Executions", `API-Gateway-Execution-Logs_${apiId}/${stageName}`);
  }

  #group(id: string, logGroupName: string): LogGroup {
    const { stage, logKey } = this.#props;
    return new LogGroup(this, id, {
      logGroupName,
      retention: retentionOf(stage.logDays),
      encryptionKey: logKey,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
