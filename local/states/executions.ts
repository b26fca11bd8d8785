import { randomUUID } from "node:crypto";
import * as z from "zod";
import { ServiceFault } from "../shared/fault.ts";
import type { JsonOperation } from "../shared/server.ts";
import { LARGEST_PAYLOAD } from "./failure.ts";
import { demandJson, demandName, page, paging, parseInput, seconds } from "./input.ts";
import { demandExecution, demandMachine, executionArn, findExecution, isRemembered, type Service } from "./service.ts";
import { nameIn } from "./sight.ts";
import type { Execution } from "./world.ts";

const Start = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().optional(),
  /** The X-Ray trace it belongs to: without meaning here, and sent by instrumented clients unasked. */
  traceHeader: z.string().optional(),
});
const Stop = z.strictObject({
  executionArn: z.string(),
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const Describe = z.strictObject({ executionArn: z.string(), includedData: z.literal("ALL_DATA").optional() });
const List = z.strictObject({
  ...paging,
  stateMachineArn: z.string(),
  statusFilter: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]).optional(),
});

/** An execution lives a year at the most, whatever its machine says. */
const LONGEST_SECONDS = 365 * 86_400;

/** The operations on executions, history apart. */
export const executionOperations = (service: Service): Record<string, JsonOperation> => ({
  StartExecution: (input, key) => start(service, parseInput("StartExecution", Start, input), key),
  StopExecution: async (input, key) => {
    const asked = parseInput("StopExecution", Stop, input);
    service.allow(key, "states:StopExecution", asked.executionArn);
    const execution = demandExecution(service, asked.executionArn);
    await abort(service, execution.arn, asked.error, asked.cause);
    return { stopDate: seconds(execution.closing?.at ?? service.engine.now) };
  },
  DescribeExecution: (input, key) => {
    const asked = parseInput("DescribeExecution", Describe, input);
    service.allow(key, "states:DescribeExecution", asked.executionArn);
    return describe(demandExecution(service, asked.executionArn));
  },
  ListExecutions: (input, key) => {
    const asked = parseInput("ListExecutions", List, input);
    service.allow(key, "states:ListExecutions", asked.stateMachineArn);
    demandMachine(service, asked.stateMachineArn);
    const { world, now } = service.engine;
    const found = [...world.executions.values()]
      .filter((execution) => execution.machineArn === asked.stateMachineArn && isRemembered(execution, now))
      .filter((execution) => asked.statusFilter === undefined || statusOf(execution) === asked.statusFilter)
      .reverse()
      .sort((one, other) => other.startedAt - one.startedAt);
    const { items, ...rest } = page(found, asked, ({ arn }) => arn);
    return { executions: items.map(inList), ...rest };
  },
});

/** The same name with the same input, while it runs, is the same execution; anything else of that name is refused. */
const start = (service: Service, { stateMachineArn, name, input = "{}" }: z.infer<typeof Start>, key: string) => {
  service.allow(key, "states:StartExecution", stateMachineArn);
  const machine = demandMachine(service, stateMachineArn);
  const called = demandName(name ?? randomUUID());
  demandJson(input, "InvalidExecutionInput", "Execution Input");
  if (Buffer.byteLength(input) > LARGEST_PAYLOAD)
    throw new ServiceFault("InvalidExecutionInput", "Invalid Execution Input: the input is larger than 256 KiB");
  const arn = executionArn(machine.name, called);
  const known = findExecution(service, arn);
  if (known !== undefined) {
    if (known.closing === undefined && known.input === input)
      return { executionArn: arn, startDate: seconds(known.startedAt) };
    throw new ServiceFault("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
  }
  const execution = begun(service, { arn, name: called, machineArn: machine.arn, revision: machine.revision, input });
  service.engine.write({ kind: "execution", execution });
  service.engine.follow(execution);
  return { executionArn: arn, startDate: seconds(execution.startedAt) };
};

type Beginning = Pick<Execution, "arn" | "name" | "machineArn" | "revision" | "input">;

const begun = ({ engine: { world, now } }: Service, beginning: Beginning): Execution => {
  const revision = world.revisions.get(beginning.revision);
  if (revision === undefined) throw new ServiceFault("InternalFailure", "The definition is lost.", 500);
  const lasts = Math.min(revision.definition.TimeoutSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS);
  const root = {
    id: "root",
    index: 0,
    state: revision.definition.StartAt,
    input: JSON.parse(beginning.input),
    variables: {},
    enteredAt: now,
    retries: [],
    retryCount: 0,
    lastEvent: 1,
    phase: { at: "entry" },
  } as const;
  const details = { input: beginning.input, inputDetails: { truncated: false }, roleArn: revision.roleArn };
  return {
    ...beginning,
    startedAt: now,
    deadline: now + lasts * 1000,
    frames: { root: { ...root, retries: [] } },
    history: [
      {
        id: 1,
        previousEventId: 0,
        timestamp: now,
        type: "ExecutionStarted",
        details: { executionStartedEventDetails: details },
      },
    ],
    tokens: [],
    transitions: 0,
  };
};

/** Ends a running execution from outside; one that has ended stays as it is. */
export const abort = async (
  { engine }: Service,
  arn: string,
  error: string | undefined,
  cause: string | undefined,
): Promise<void> => {
  const why = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  await engine.change(arn, (draft) =>
    draft.close({ status: "ABORTED", ...why }, "ExecutionAborted", { executionAbortedEventDetails: why }),
  );
};

const statusOf = ({ closing }: Execution): string => closing?.status ?? "RUNNING";

const inList = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machineArn,
  name: execution.name,
  status: statusOf(execution),
  startDate: seconds(execution.startedAt),
  ...(execution.closing === undefined ? {} : { stopDate: seconds(execution.closing.at) }),
  redriveCount: 0,
});

const describe = (execution: Execution) => {
  const { output, error, cause } = execution.closing ?? {};
  return {
    ...inList(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: `The local cloud does not redrive '${nameIn(execution.arn)}'.`,
  };
};
