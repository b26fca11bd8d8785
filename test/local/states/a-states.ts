import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type Authorise, allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";
import { startStates } from "../../../local/states/states.ts";

export const ROLE = "arn:aws-cn:iam::000000000000:role/machine";
export const RESOURCE = "arn:aws-cn:states:::lambda:invoke";
const WAITING = `${RESOURCE}.waitForTaskToken`;

// biome-ignore lint/suspicious/noExplicitAny: payloads of tests are whatever the test's machine sends.
export type Functions = Record<string, (payload: any, attempt: number) => unknown>;

type Options = { functions?: Functions; folder?: string; clock?: MovableClock; authorise?: Authorise };

/** An error as a Lambda function throws it: the name is the error type. */
export const named = (name: string, message = "no") => Object.assign(new Error(message), { name });

export const aFolder = () => mkdtempSync(join(tmpdir(), "states-"));

/** A Task that invokes a function with the state's input. */
export const call = (FunctionName: string, more: object = {}) => ({
  Type: "Task",
  Resource: RESOURCE,
  Arguments: { FunctionName, Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
  ...more,
});

/** A Task that hands its token to a function and waits. */
export const wait = (FunctionName: string, more: object = {}) => ({
  Type: "Task",
  Resource: WAITING,
  Arguments: { FunctionName, Payload: { token: "{% $states.context.Task.Token %}" } },
  ...more,
});

/** The token that a waiting task sent along. */
export const tokenIn = (invocation: { payload: unknown } | undefined): string =>
  (invocation?.payload as { token: string }).token;

/** Waits for a condition that comes about without the clock. */
export const until = async (condition: () => Promise<boolean> | boolean) => {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
};

/** Each state goes on to the next, the last one ends. */
export const inOrder = (states: Record<string, object>, more: object = {}) => {
  const names = Object.keys(states);
  const chained = names.map((name, at) => {
    const next = names[at + 1];
    const state: Record<string, unknown> = { ...states[name] };
    const ends = ["Choice", "Succeed", "Fail"].includes(String(state["Type"])) || "Next" in state || "End" in state;
    return [name, ends ? state : { ...state, ...(next === undefined ? { End: true } : { Next: next }) }];
  });
  return { QueryLanguage: "JSONata", StartAt: names[0], States: Object.fromEntries(chained), ...more };
};

export const aStates = async ({ functions = {}, folder = "memory", clock, authorise }: Options = {}) => {
  const time = clock ?? new MovableClock();
  const attempts = new Map<string, number>();
  const invoked: { name: string; payload: unknown; role: string }[] = [];
  const states = await startStates({
    folder,
    clock: time,
    authorise: authorise ?? allowAll,
    callerOf: (accessKeyId) => ({ accessKeyId, role: "operator" }),
    invoke: async (name, payload, role) => {
      const attempt = (attempts.get(name) ?? 0) + 1;
      attempts.set(name, attempt);
      invoked.push({ name, payload, role });
      const body = functions[name];
      if (body === undefined) throw named("Lambda.ResourceNotFoundException", name);
      return body(payload, attempt);
    },
  });
  const client = new SFNClient({
    endpoint: states.url,
    region: "cn-north-1",
    credentials: { accessKeyId: "operator", secretAccessKey: "x" },
  });
  const create = async (definition: object, name = "machine") => {
    const made = await client.send(
      new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn: ROLE }),
    );
    return made.stateMachineArn;
  };
  const begin = async (stateMachineArn: string | undefined, input: unknown = {}, name = "one") => {
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    const { executionArn } = await client.send(command);
    await states.settled();
    return executionArn;
  };
  const outcome = async (executionArn: string | undefined) => {
    const { status, output, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return {
      status,
      ...(output === undefined ? {} : { output: JSON.parse(output) }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
  };
  return {
    client,
    clock: time,
    states,
    invoked,
    create,
    begin,
    outcome,
    /** Creates the machine, runs it until nothing more happens, and tells how it stands. */
    run: async (definition: object, input: unknown = {}) => outcome(await begin(await create(definition), input)),
    history: async (executionArn: string | undefined) =>
      (await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? [],
    pass: async (seconds: number) => {
      time.moveTo(time.now() + seconds * 1000);
      await states.settled();
    },
    close: async () => {
      client.destroy();
      await states.close();
      if (clock === undefined) time.stop();
    },
  };
};

export type States = Awaited<ReturnType<typeof aStates>>;
