import { SendTaskHeartbeatCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { ServiceFault } from "../../../local/shared/fault.ts";
import { answersTo, delayBefore } from "../../../local/states/failure.ts";
import { aStates, call, type Functions, inOrder, named, type States, tokenIn, until, wait } from "./a-states.ts";

let cloud: States;
const given = async (functions: Functions = {}) => {
  cloud = await aStates({ functions });
  return cloud;
};
afterEach(() => cloud?.close());
const failing = (name: string) => () => Promise.reject(named(name, "says why"));

describe("Which errors a handler answers to", () => {
  it.each([
    ["own", "own", true],
    ["own", "other", false],
    ["States.ALL", "own", true],
    ["States.ALL", "States.Timeout", true],
    ["States.ALL", "States.QueryEvaluationError", true],
    ["States.ALL", "States.Runtime", false],
    ["States.Runtime", "States.Runtime", false],
    ["States.ALL", "States.DataLimitExceeded", false],
    ["States.TaskFailed", "States.DataLimitExceeded", false],
    ["States.DataLimitExceeded", "States.DataLimitExceeded", true],
    ["States.TaskFailed", "own", true],
    ["States.TaskFailed", "Lambda.ServiceException", true],
    ["States.TaskFailed", "States.Timeout", false],
    ["States.TaskFailed", "States.HeartbeatTimeout", false],
    ["States.Timeout", "States.HeartbeatTimeout", true],
    ["States.HeartbeatTimeout", "States.Timeout", false],
  ])("%s and %s: %s", (wanted, error, answers) => {
    expect(answersTo([wanted], error)).toBe(answers);
  });

  it.each([
    [{}, [1000, 2000, 4000]],
    [{ IntervalSeconds: 3, BackoffRate: 1.5 }, [3000, 4500, 6750]],
    [{ IntervalSeconds: 10, BackoffRate: 10, MaxDelaySeconds: 60 }, [10_000, 60_000, 60_000]],
  ])("a retrier %j pauses %j milliseconds", (retrier, delays) => {
    expect(delays.map((_, at) => delayBefore({ ErrorEquals: ["x"], ...retrier }, at))).toEqual(delays);
  });

  it("full jitter pauses anything up to the delay", () => {
    const delays = Array.from({ length: 50 }, () =>
      delayBefore({ ErrorEquals: ["x"], IntervalSeconds: 8, JitterStrategy: "FULL" }, 0),
    );
    expect(Math.max(...delays)).toBeLessThanOrEqual(8000);
    expect(new Set(delays).size).toBeGreaterThan(10);
  });
});

describe("Retry", () => {
  const patient = { Retry: [{ ErrorEquals: ["busy"], IntervalSeconds: 10, MaxAttempts: 2 }] };

  it("tries again after a growing pause, counts the retries, and each is a billable transition", async () => {
    const { begin, create, outcome, pass, invoked } = await given({
      f: (_, attempt) => (attempt < 3 ? Promise.reject(named("busy")) : "at last"),
    });
    const Output = { answer: "{% $states.result.Payload %}", retries: "{% $states.context.State.RetryCount %}" };
    const arn = await begin(await create(inOrder({ Ask: call("f", { ...patient, Output }) })));
    await pass(9);
    expect(invoked).toHaveLength(1);
    await pass(1);
    expect(invoked).toHaveLength(2);
    await pass(19);
    expect(invoked).toHaveLength(2);
    await pass(1);
    expect(await outcome(arn)).toEqual({ status: "SUCCEEDED", output: { answer: "at last", retries: 2 } });
    expect(cloud.states.transitions("machine", "one")).toBe(3);
    expect(cloud.states.path("machine", "one")).toBe("Ask");
  });

  it("gives up after MaxAttempts, and not at all patiently with other errors", async () => {
    const { begin, create, outcome, pass, invoked } = await given({ f: failing("busy"), g: failing("refused") });
    const arn = await begin(await create(inOrder({ Ask: call("f", patient) })));
    await pass(10);
    await pass(20);
    expect(await outcome(arn)).toMatchObject({ status: "FAILED", error: "busy" });
    expect(invoked).toHaveLength(3);
    const other = await begin(await create(inOrder({ Ask: call("g", patient) }), "other"));
    expect(await outcome(other)).toMatchObject({ status: "FAILED", error: "refused" });
  });

  it("counts for each retrier by itself", async () => {
    const errors = ["a", "b", "a", "b"];
    const { begin, create, outcome, pass } = await given({
      f: (_, attempt) => (attempt > errors.length ? "done" : Promise.reject(named(errors[attempt - 1] ?? ""))),
    });
    const Retry = ["a", "b"].map((name) => ({ ErrorEquals: [name], MaxAttempts: 2 }));
    const arn = await begin(await create(inOrder({ Ask: call("f", { Retry }) })));
    for (let turn = 0; turn < 4; turn += 1) await pass(10);
    expect(await outcome(arn)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("repeats a whole Parallel", async () => {
    const { begin, create, outcome, pass } = await given({
      f: (_, attempt) => (attempt === 1 ? Promise.reject(named("busy")) : attempt),
    });
    const Branches = [{ StartAt: "F", States: { F: { ...call("f"), End: true } } }];
    const arn = await begin(await create(inOrder({ All: { Type: "Parallel", Branches, ...patient } })));
    await pass(10);
    expect(await outcome(arn)).toEqual({ status: "SUCCEEDED", output: [2] });
  });
});

describe("Catch", () => {
  const catching = (ErrorEquals: string[], more: object = {}) =>
    call("f", { Catch: [{ ErrorEquals, Next: "Caught", ...more }], End: true });

  it("takes the name of what the function threw: the code of a refusal", async () => {
    const { run } = await given({ f: failing("objection-already-told") });
    const machine = inOrder({ Tell: catching(["objection-already-told"]), Caught: { Type: "Succeed" } });
    expect(await run(machine)).toEqual({
      status: "SUCCEEDED",
      output: {
        Error: "objection-already-told",
        Cause: JSON.stringify({ errorType: "objection-already-told", errorMessage: "says why" }),
      },
    });
    expect(cloud.states.path("machine", "one")).toBe("Tell Caught");
  });

  it("has its own Output and Assign, which see the error", async () => {
    const { run } = await given({ f: failing("no") });
    const more = { Output: "{% $states.input %}", Assign: { why: "{% $states.errorOutput.Error %}" } };
    const machine = inOrder({
      Tell: catching(["States.TaskFailed"], more),
      Caught: { Type: "Pass", Output: "{% [$states.input.x, $why] %}" },
    });
    expect(await run(machine, { x: 1 })).toEqual({ status: "SUCCEEDED", output: [1, "no"] });
  });

  it("catches an expression that cannot be evaluated, in Arguments and in Output", async () => {
    const { run } = await given({ f: () => ({}) });
    const machine = inOrder({
      Tell: { ...catching(["States.QueryEvaluationError"]), Output: "{% $states.result.Payload.missing %}" },
      Caught: { Type: "Pass", Output: "{% $states.input.Error %}" },
    });
    expect(await run(machine)).toEqual({ status: "SUCCEEDED", output: "States.QueryEvaluationError" });
  });

  it("does not catch what goes wrong in a catcher itself", async () => {
    const { run } = await given({ f: failing("no") });
    const machine = inOrder({
      Tell: catching(["States.ALL"], { Output: "{% $states.input.missing %}" }),
      Caught: { Type: "Succeed" },
    });
    expect(await run(machine)).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });

  it.each([
    ["a result", { f: () => "x".repeat(262_145) }, call("f")],
    [
      "an output",
      { f: () => "x".repeat(200_000) },
      call("f", { Output: "{% [$states.result.Payload, $states.result.Payload] %}" }),
    ],
  ])("does not catch by States.ALL %s larger than 256 KiB", async (_, functions, state) => {
    const { run } = await given(functions);
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
    const machine = inOrder({ Big: { ...state, Catch, End: true }, Caught: { Type: "Succeed" } });
    expect(await run(machine)).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});

describe("Time-outs", () => {
  it("a function that does not answer in TimeoutSeconds is a States.Timeout", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { create, client, history, clock, outcome, states } = await given({
      f: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const machine = inOrder({ Ask: call("f", { TimeoutSeconds: "{% $states.input.limit %}" }) });
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: await create(machine), name: "one", input: '{"limit":60}' }),
    );
    await until(async () => (await history(executionArn)).some(({ type }) => type === "TaskStarted"));
    clock.moveTo(clock.now() + 61_000);
    await until(async () => (await outcome(executionArn)).status !== "RUNNING");
    expect(await outcome(executionArn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    answer("too late");
    await states.settled();
    expect(await outcome(executionArn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });

  it("a wait without a heartbeat in HeartbeatSeconds is a States.HeartbeatTimeout", async () => {
    const { begin, create, outcome, pass, invoked, client } = await given({ open: () => null });
    const arn = await begin(
      await create(inOrder({ Await: wait("open", { HeartbeatSeconds: 60, TimeoutSeconds: 600 }) })),
    );
    await pass(50);
    await client.send(new SendTaskHeartbeatCommand({ taskToken: tokenIn(invoked[0]) }));
    await pass(50);
    expect(await outcome(arn)).toEqual({ status: "RUNNING" });
    await pass(11);
    expect(await outcome(arn)).toMatchObject({ status: "FAILED", error: "States.HeartbeatTimeout" });
  });

  it("a wait that is out of time can be opened again, with a fresh token", async () => {
    const { begin, create, pass, invoked, states } = await given({ open: () => null });
    const Catch = [{ ErrorEquals: ["States.Timeout"], Output: "{% $states.input %}", Next: "Await" }];
    await begin(await create(inOrder({ Await: wait("open", { TimeoutSeconds: 2_592_000, Catch }) })));
    await pass(2_592_000);
    await pass(2_592_000);
    expect(states.path("machine", "one")).toBe("Await Await Await");
    expect(new Set(invoked.map(tokenIn)).size).toBe(3);
  });

  it("a machine out of its own time ends as timed out, whatever it catches", async () => {
    const { begin, create, outcome, pass } = await given({ open: () => null });
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
    const machine = inOrder(
      { Await: wait("open", { Catch, End: true }), Caught: { Type: "Succeed" } },
      { TimeoutSeconds: 100 },
    );
    const arn = await begin(await create(machine));
    await pass(100);
    expect(await outcome(arn)).toEqual({ status: "TIMED_OUT", error: "States.Timeout" });
  });

  it("no execution lives longer than a year", async () => {
    const { begin, create, outcome, pass } = await given({ open: () => null });
    const arn = await begin(await create(inOrder({ Await: wait("open") })));
    await pass(364 * 86_400);
    expect(await outcome(arn)).toEqual({ status: "RUNNING" });
    await pass(86_400);
    expect(await outcome(arn)).toMatchObject({ status: "TIMED_OUT" });
  });
});

describe("The Lambda service", () => {
  it.each([
    [new ServiceFault("AccessDeniedException", "machine may not"), "Lambda.AWSLambdaException", "machine may not"],
    [new ServiceFault("TooManyRequestsException", "slow down"), "Lambda.TooManyRequestsException", "slow down"],
    [new ServiceFault("ServiceException", "down"), "Lambda.ServiceException", "down"],
    [named("Lambda.Unknown", "out of memory"), "Lambda.Unknown", expect.stringContaining("out of memory")],
    ["a string", "Lambda.Unknown", expect.stringContaining("a string")],
  ])("%s is told as %s", async (fault, error, cause) => {
    const { run } = await given({ f: () => Promise.reject(fault) });
    expect(await run(inOrder({ Ask: call("f") }))).toEqual({ status: "FAILED", error, cause });
  });
});
