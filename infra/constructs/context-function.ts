import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Effect, type IRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Grant } from "../context.ts";
import { Names } from "../names.ts";
import type { Stage } from "../stages.ts";

type Props = Readonly<{
  stage: Stage;
  /** Encrypts its log. */
  logKey: IKey;
  context: string;
  /** Last part of the function's name: `api`, `listener`, or the task's own. */
  piece: string;
  /** Folder under dist/functions, and the export that is the handler. */
  bundle: string;
  handler: string;
  settings: Readonly<Record<string, string>>;
  grants: readonly Grant[];
  memory?: number | undefined;
  timeoutSeconds?: number | undefined;
}>;

/**
 * A47p2: a function as we deploy all of them: its own role with nothing but its grants, its own encrypted log group, the
 * bundle that was tested. Functions run outside a VPC (docs/decisions): they reach managed services over IAM alone.
 */
export class ContextFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: IRole;

  constructor(
    scope: Construct,
    id: string,
    { stage, logKey, context, piece, bundle, handler, settings, grants, memory, timeoutSeconds }: Props,
  ) {
    super(scope, id);
    const names = new Names(stage);
    const logGroup = new LogGroup(this, "Log", {
      logGroupName: names.logGroup(context, piece),
      retention: retentionOf(stage.logDays),
      encryptionKey: logKey,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new Role(this, "Role", {
      roleName: names.of(context, piece),
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    const grantsOfAll: readonly Grant[] = [
      { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logGroup.logGroupArn] },
      ...grants,
    ];
    for (const { actions, resources, leadingKeys } of grantsOfAll) {
      const conditions =
        leadingKeys === undefined
          ? {}
          : { conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [...leadingKeys] } } };
      role.addToPolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: [...actions],
          resources: [...resources],
          ...conditions,
        }),
      );
    }
    this.role = role;
    this.function = new LambdaFunction(this, "Function", {
      functionName: names.of(context, piece),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.X86_64,
      code: Code.fromAsset(`dist/functions/${bundle}`),
      handler: `index.${handler}`,
      memorySize: memory ?? 512,
      timeout: Duration.seconds(timeoutSeconds ?? 28),
      environment: {
        ...settings,
        STAGE: stage.stage,
        TABLE: names.table(context),
        // The dimension of what it counts: alarms of two stages or instances in one account must not share a metric.
        POWERTOOLS_SERVICE_NAME: names.of(context),
      },
      role,
      logGroup,
      loggingFormat: LoggingFormat.TEXT,
      // Lambda does not feed X-Ray in the China regions; a trace id runs through logs, events and problems instead.
      tracing: Tracing.DISABLED,
    });
  }
}

/** The retention that CloudWatch Logs offers and that is at least as long as the law asks. */
const OFFERED = [180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

export const retentionOf = (days: number): RetentionDays => {
  const found = OFFERED.find((offered) => offered >= days);
  if (found === undefined) throw new Error(`CloudWatch Logs keeps no log for ${days} days.`);
  return found;
};
