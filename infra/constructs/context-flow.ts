import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { Names } from "../names.ts";
import type { Stage } from "../stages.ts";
import { retentionOf } from "./context-function.ts";

type Props = Readonly<{
  stage: Stage;
  logKey: IKey;
  context: string;
  flow: string;
  definition: string;
  /** The functions that its definition names, by placeholder. */
  functions: Readonly<Record<string, string>>;
}>;

/** A state machine from its definition under statemachines/, with a role that invokes the functions it names and no more. */
export class ContextFlow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { stage, logKey, context, flow, definition, functions }: Props) {
    super(scope, id);
    const name = new Names(stage).of(context, flow);
    const role = new Role(this, "Role", { roleName: name, assumedBy: new ServicePrincipal("states.amazonaws.com") });
    role.addToPolicy(
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [...new Set(Object.values(functions))] }),
    );
    this.machine = new StateMachine(this, "Machine", {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: { Partition: Stack.of(this).partition, ...functions },
      role,
      logs: {
        level: LogLevel.ALL,
        // Task tokens and references would be in it; the record's history tells what happened.
        includeExecutionData: false,
        destination: new LogGroup(this, "Log", {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: retentionOf(stage.logDays),
          encryptionKey: logKey,
          removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        }),
      },
    });
  }
}
