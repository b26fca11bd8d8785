import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  type SFNClient,
  StateMachineDoesNotExist,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import type { Assembly } from "../../template/assembly.ts";
import { ofType } from "./of-type.ts";

/** Makes or updates every state machine; running executions keep the definition they began with. */
export const provisionMachines = async (assembly: Assembly, states: SFNClient): Promise<void> => {
  for (const { name, arn, properties } of ofType(assembly, "AWS::StepFunctions::StateMachine")) {
    const said = { definition: properties.DefinitionString, roleArn: properties.RoleArn };
    try {
      const found = await states.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
      if (found.definition === said.definition && found.roleArn === said.roleArn) continue;
      await states.send(new UpdateStateMachineCommand({ stateMachineArn: arn, ...said }));
    } catch (error) {
      if (!(error instanceof StateMachineDoesNotExist)) throw error;
      await states.send(new CreateStateMachineCommand({ name, type: properties.StateMachineType, ...said }));
    }
  }
};
