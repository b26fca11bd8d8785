import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { MovableClock } from "../../../local/shared/clock.ts";
import {
  aFolder,
  aStates,
  call,
  type Functions,
  inOrder,
  named,
  type States,
  tokenIn,
  until,
  wait,
} from "./a-states.ts";

const clock = new MovableClock();
afterAll(() => clock.stop());
const ARN = "arn:aws-cn:states:cn-north-1:000000000000:execution:machine:one";

/** Every kind of state and of waiting, in one machine. Its functions judge by what they are sent alone. */
const everything = inOrder({
  Set: { Type: "Pass", Assign: { place: "Pudong" } },
  Retried: call("patient", {
    Arguments: { FunctionName: "patient", Payload: { retries: "{% $states.context.State.RetryCount %}" } },
    Retry: [{ ErrorEquals: ["busy"], MaxAttempts: 3 }],
  }),
  Await: wait("open", {
    TimeoutSeconds: 300 * 86_400,
    HeartbeatSeconds: 50 * 86_400,
    Assign: { said: "{% $states.result %}" },
  }),
  Rest: { Type: "Wait", Seconds: 3 * 86_400 },
  Both: {
    Type: "Parallel",
    Branches: [
      { StartAt: "Ask", States: { Ask: { ...wait("open"), End: true } } },
      { StartAt: "Nap", States: { Nap: { Type: "Wait", Seconds: 60, Output: "{% $place %}", End: true } } },
    ],
  },
  Each: {
    Type: "Map",
    Items: [1, 2, 3],
    MaxConcurrency: 2,
    ItemProcessor: {
      StartAt: "Double",
      States: {
        Double: { ...call("double", { Output: "{% $states.result.Payload %}" }), Next: "Tag" },
        Tag: { Type: "Pass", End: true },
      },
    },
    Output: { doubled: "{% $states.result %}", said: "{% $said %}", both: "{% $states.input %}" },
  },
  Told: call("tell", { Catch: [{ ErrorEquals: ["already-told"], Output: "{% $states.input %}", Next: "Which" }] }),
  Which: { Type: "Choice", Choices: [{ Condition: "{% $place = 'Pudong' %}", Next: "Done" }], Default: "Wrong" },
  Wrong: { Type: "Fail", Error: "wrong" },
  Done: { Type: "Succeed" },
});

const functions: Functions = {
  patient: ({ retries }) => (retries < 2 ? Promise.reject(named("busy")) : null),
  open: () => null,
  double: (n) => n * 2,
  tell: () => Promise.reject(named("already-told")),
};

/** Hands in every token anybody ever got and lets the days go by, until the execution has ended. */
const drive = async (cloud: States, tokens: Set<string>) => {
  for (;;) {
    await cloud.states.settled();
    for (const { name, payload } of cloud.invoked) if (name === "open") tokens.add(tokenIn({ payload }));
    for (const taskToken of tokens)
      await cloud.client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' })).catch((fault: Error) => {
        if (!["TaskTimedOut", "TaskDoesNotExist"].includes(fault.name)) throw fault;
      });
    await cloud.states.settled();
    const outcome = await cloud.outcome(ARN);
    if (outcome.status !== "RUNNING") return { ...outcome, path: cloud.states.path("machine", "one") };
    await cloud.pass(86_400);
  }
};

it("An execution that is killed after any of its steps ends as if nothing had happened", async () => {
  const folder = aFolder();
  const whole = await aStates({ folder, clock, functions });
  const tokens = new Set<string>();
  await whole.begin(await whole.create(everything));
  const undisturbed = await drive(whole, tokens);
  await whole.close();
  const ended = clock.now();
  expect(sorted(undisturbed)).toEqual({
    status: "SUCCEEDED",
    output: { doubled: [2, 4, 6], said: "yes", both: ["yes", "Pudong"] },
    path: "Ask Await Both Done Double Double Double Each Nap Rest Retried Set Tag Tag Tag Told Which".split(" "),
  });
  const lines = readFileSync(join(folder, "states.log"), "utf8").trimEnd().split("\n");
  const started = lines.findIndex((line) => line.startsWith('{"kind":"execution"')) + 1;
  expect(lines.length - started).toBeGreaterThan(30);
  for (let steps = started; steps <= lines.length; steps += 1) {
    const copy = aFolder();
    const torn = (lines[steps] ?? "").slice(0, 40);
    writeFileSync(join(copy, "states.log"), `${lines.slice(0, steps).join("\n")}\n${torn}`);
    const later = new MovableClock();
    later.moveTo(ended);
    const cloud = await aStates({ folder: copy, clock: later, functions });
    const outcome = await drive(cloud, new Set(tokens));
    await cloud.close();
    later.stop();
    expect(sorted(outcome)).toEqual(sorted(undisturbed));
  }
});

/** Items that run at the same time may take their turns in another order after a restart. */
const sorted = ({ path, ...rest }: { path: string }) => ({ ...rest, path: path.split(" ").sort() });

describe("After a restart", () => {
  it("a function whose answer was not recorded is invoked again, one that has answered is not", async () => {
    const folder = aFolder();
    let reached = false;
    const first = await aStates({
      folder,
      clock,
      functions: {
        open: () => null,
        slow: () => {
          reached = true;
          return new Promise(() => undefined);
        },
      },
    });
    const Branches = [
      { StartAt: "Slow", States: { Slow: { ...call("slow"), End: true } } },
      { StartAt: "Open", States: { Open: { ...wait("open"), End: true } } },
    ];
    const machine = await first.create(inOrder({ Both: { Type: "Parallel", Branches } }));
    void first.begin(machine);
    await until(() => reached);
    await until(async () => (await first.history(ARN)).some(({ type }) => type === "TaskSubmitted"));
    const taskToken = tokenIn(first.invoked.find(({ name }) => name === "open"));
    await first.close();

    const second = await aStates({ folder, clock, functions: { open: () => null, slow: () => "slow" } });
    await second.states.settled();
    expect(second.invoked.map(({ name }) => name)).toEqual(["slow"]);
    await second.client.send(new SendTaskSuccessCommand({ taskToken, output: '"by the old token"' }));
    await second.states.settled();
    expect(await second.outcome(ARN)).toEqual({ status: "SUCCEEDED", output: ["slow", "by the old token"] });
    await second.close();
  });

  it("what became due meanwhile happens at once, and the log is as short as what is remembered", async () => {
    const folder = aFolder();
    const first = await aStates({ folder, clock, functions });
    const machine = await first.create(inOrder({ Await: wait("open", { TimeoutSeconds: 60 }) }));
    await first.begin(machine);
    await first.close();
    clock.moveTo(clock.now() + 60_000);
    const second = await aStates({ folder, clock, functions });
    await second.states.settled();
    expect(await second.outcome(ARN)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect((await second.history(ARN)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await second.close();
    clock.moveTo(clock.now() + 91 * 86_400_000);
    await (await aStates({ folder, clock })).close();
    const kinds = readFileSync(join(folder, "states.log"), "utf8").match(/(?<="kind":")[a-z]+/g);
    expect(kinds).toEqual(["revision", "machine"]);
  });
});
