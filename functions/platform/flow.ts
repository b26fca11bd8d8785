import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { recorded } from "./aws.ts";
import type { Begun, Round } from "./round.ts";
import { nameOfSetting, setting } from "./settings.ts";
import { now } from "./time.ts";

/** A wait that has ended, by this very answer whose reply was lost or in another way: it needs no telling. */
const ENDED = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

/** Milliseconds by which two clocks may differ: a start that old is by this call. */
const SKEW = 60_000;

type Starting = <R extends Round>(round: R) => Promise<Begun>;

/** Asks for the execution of this name; gives nothing where one of that name has ended, or runs on another input. */
const openStarts = (machine: string) => {
  const client = recorded(new SFNClient({}));
  const stateMachineArn = setting(nameOfSetting(machine, "flow"));
  return {
    start: async (round: Round, name: string): Promise<Begun | undefined> => {
      const asked = Date.parse(now());
      const start = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(round) });
      try {
        const { startDate } = await client.send(start);
        return startDate !== undefined && startDate.getTime() >= asked - SKEW ? "begun" : "known";
      } catch (fault) {
        if (!isNamed(fault, ALREADY)) throw fault;
        return undefined;
      }
    },

    isRunning: async (name: string): Promise<boolean> => {
      const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return status === "RUNNING";
    },
  };
};

const nameOf = ({ record, flow, round }: Round): string => `${record}-${flow}-${round}`;

/**
 * Starts a state machine of the context, by the name of its definition, for one round of a record. The execution is
 * called the same however often it is asked, so a repeat changes nothing; gives whether it began by this call, or
 * moments ago by another.
 */
export const starterOf = (machine: string): Starting => {
  const { start } = openStarts(machine);
  return async (round) => (await start(round, nameOf(round))) ?? "known";
};

/** How often one round is begun anew; whoever stops it more often than that means it. */
const TIMES = 10;

/**
 * The same, for the sweep: a round whose execution was stopped, has failed or has lost its wait is begun anew, under a
 * name of its own, because a name cannot be used again. Asked only for records that still wait.
 */
export const mendingStarterOf = (machine: string): Starting => {
  const { start, isRunning } = openStarts(machine);
  return async (round) => {
    const first = nameOf(round);
    for (let time = 1; time <= TIMES; time++) {
      const name = time === 1 ? first : `${first}-${time}`;
      const begun = await start(round, name);
      if (begun !== undefined) return begun;
      if (await isRunning(name)) return "known";
    }
    return "known";
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
