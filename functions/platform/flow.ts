import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { recorded } from "./aws.ts";
import type { Start } from "./round.ts";
import { nameOfSetting, setting } from "./settings.ts";
import { now } from "./time.ts";

/** A wait that has ended, by this very answer whose reply was lost or in another way: it needs no telling. */
const ENDED = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

/** Milliseconds by which two clocks may differ: a start that old is by this call. */
const SKEW = 60_000;

/**
 * Starts a state machine of the context, by the name of its definition, for one round of a record. The execution is
 * called the same however often it is asked, so a repeat changes nothing; gives whether it began by this call, or
 * moments ago by another.
 */
export const starterOf = (machine: string): Start => {
  const client = recorded(new SFNClient({}));
  const stateMachineArn = setting(nameOfSetting(machine, "flow"));
  return async (round) => {
    const name = `${round.record}-${round.flow}-${round.round}`;
    const asked = Date.parse(now());
    const start = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(round) });
    try {
      const { startDate } = await client.send(start);
      return startDate !== undefined && startDate.getTime() >= asked - SKEW ? "begun" : "known";
    } catch (fault) {
      if (!isNamed(fault, ALREADY)) throw fault;
      return "known";
    }
  };
};

/** Completes the wait that holds a token. */
export const openWaits = (): ((taskToken: string, output: unknown) => Promise<void>) => {
  const client = recorded(new SFNClient({}));
  return async (taskToken, output) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
    } catch (fault) {
      if (!isNamed(fault, ENDED)) throw fault;
    }
  };
};

const ALREADY = new Set(["ExecutionAlreadyExists"]);

const isNamed = (fault: unknown, names: ReadonlySet<string>): boolean =>
  fault instanceof Error && names.has(fault.name);
