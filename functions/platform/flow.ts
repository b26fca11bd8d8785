import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { recorded } from "./aws.ts";
import type { Begun } from "./due.ts";
import { now } from "./time.ts";

/** A wait that has ended, by this very answer whose reply was lost or in another way: it needs no telling. */
const ENDED = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

/** One round of a record through a flow, and what is shown of it where it waits for people. */
type Round = Readonly<{ record: string; flow: string; round: number; title?: string; dueOn?: string }>;

/** Milliseconds by which two clocks may differ: a start that old is by this call. */
const SKEW = 60_000;

/** The state machines that a function starts, or whose waits it completes. */
export const openFlows = () => {
  const client = recorded(new SFNClient({}));
  return {
    /**
     * Starts a flow for one round of a record. The name is the same however often it is asked, so a repeat changes
     * nothing; gives whether it began by this call, or moments ago by another.
     */
    start: async (machineArn: string, about: Round): Promise<Begun> => {
      const name = `${about.record}-${about.flow}-${about.round}`;
      const asked = Date.parse(now());
      try {
        const { startDate } = await client.send(
          new StartExecutionCommand({
            stateMachineArn: machineArn,
            name,
            input: JSON.stringify(about),
          }),
        );
        return startDate !== undefined && startDate.getTime() >= asked - SKEW ? "begun" : "known";
      } catch (fault) {
        if (!isNamed(fault, ALREADY)) throw fault;
        return "known";
      }
    },

    /** Completes the wait that holds this token. */
    tell: async (taskToken: string, output: unknown): Promise<void> => {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
      } catch (fault) {
        if (!isNamed(fault, ENDED)) throw fault;
      }
    },
  };
};

const ALREADY = new Set(["ExecutionAlreadyExists"]);

const isNamed = (fault: unknown, names: ReadonlySet<string>): boolean =>
  fault instanceof Error && names.has(fault.name);
