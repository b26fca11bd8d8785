import type { Authorise, Caller } from "../shared/caller.ts";
import { ServiceFault } from "../shared/fault.ts";
import type { Engine } from "./engine.ts";
import type { Execution, Machine } from "./world.ts";

/** What the operations of the service work with. */
export type Service = {
  readonly engine: Engine;
  /** Refuses what the caller with this access key may not do to a resource. */
  readonly allow: (accessKeyId: string, action: string, resource: string) => void;
};

export const allowWith =
  (authorise: Authorise, callerOf: (accessKeyId: string) => Caller): Service["allow"] =>
  (accessKeyId, action, resource) =>
    authorise(callerOf(accessKeyId), { action, resource });

const PLACE = "arn:aws-cn:states:cn-north-1:000000000000";

export const machineArn = (name: string): string => `${PLACE}:stateMachine:${name}`;
export const executionArn = (machineName: string, name: string): string => `${PLACE}:execution:${machineName}:${name}`;

export const demandMachine = ({ engine }: Service, arn: string): Machine => {
  const machine = engine.world.machines.get(arn);
  if (machine !== undefined) return machine;
  throw new ServiceFault("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
};

const NINETY_DAYS = 90 * 86_400_000;

/** An execution is remembered, and its name taken, until ninety days after it ended. */
export const isRemembered = ({ closing }: Execution, now: number): boolean =>
  closing === undefined || now < closing.at + NINETY_DAYS;

export const findExecution = ({ engine }: Service, arn: string): Execution | undefined => {
  const execution = engine.world.executions.get(arn);
  return execution !== undefined && isRemembered(execution, engine.now) ? execution : undefined;
};

export const demandExecution = (service: Service, arn: string): Execution => {
  const execution = findExecution(service, arn);
  if (execution !== undefined) return execution;
  throw new ServiceFault("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
};
