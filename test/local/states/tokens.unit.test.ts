import { SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { aStates, call, inOrder, named, type States, tokenIn, wait } from "./a-states.ts";

let cloud: States;
afterEach(() => cloud.close());

const waiting = async (more: object = {}, open: () => unknown = () => null) => {
  cloud = await aStates({ functions: { open: () => open() } });
  const arn = await cloud.begin(await cloud.create(inOrder({ Await: wait("open", more) })));
  const taskToken = tokenIn(cloud.invoked[0]);
  const succeed = (output = '{"decision":"yes"}') =>
    cloud.client.send(new SendTaskSuccessCommand({ taskToken, output }));
  return { arn, taskToken, succeed };
};

describe("The token of a waiting task", () => {
  it("ends the wait with what is handed in, as the result of the state", async () => {
    const { arn, succeed } = await waiting();
    await succeed();
    await cloud.states.settled();
    expect(await cloud.outcome(arn)).toEqual({ status: "SUCCEEDED", output: { decision: "yes" } });
  });

  it("ends the wait with an error that can be caught by its name", async () => {
    const Catch = [{ ErrorEquals: ["withdrawn"], Output: "{% $states.errorOutput %}", Next: "Await" }];
    const { arn, taskToken } = await waiting({ Catch });
    await cloud.client.send(new SendTaskFailureCommand({ taskToken, error: "withdrawn", cause: "by the applicant" }));
    await cloud.states.settled();
    expect(cloud.states.path("machine", "one")).toBe("Await Await");
    expect(await cloud.outcome(arn)).toEqual({ status: "RUNNING" });
  });

  it("works once", async () => {
    const { succeed, taskToken } = await waiting();
    await succeed();
    const again = { name: "TaskTimedOut", message: "Task Timed Out: 'Provided task does not exist anymore'" };
    await expect(succeed()).rejects.toMatchObject(again);
    await expect(cloud.client.send(new SendTaskFailureCommand({ taskToken }))).rejects.toMatchObject(again);
    await expect(cloud.client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject(again);
  });

  it("works once when two hand it in at the same time", async () => {
    const { succeed } = await waiting();
    const both = await Promise.allSettled([succeed('"a"'), succeed('"b"')]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is over with its time, even before anybody looked at the clock", async () => {
    const { succeed } = await waiting({ TimeoutSeconds: 60 });
    cloud.clock.moveTo(cloud.clock.now() + 60_000);
    await expect(succeed()).rejects.toMatchObject({ name: "TaskTimedOut" });
  });

  it("is refused when nobody issued it", async () => {
    await waiting();
    const hand = (taskToken: string) => cloud.client.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
    await expect(hand("made up")).rejects.toMatchObject({ name: "InvalidToken" });
    await expect(hand("A".repeat(128))).rejects.toMatchObject({ name: "TaskDoesNotExist" });
  });

  it("stays good when what is handed in is no JSON", async () => {
    const { arn, succeed } = await waiting();
    await expect(succeed("{")).rejects.toMatchObject({ name: "InvalidOutput" });
    await succeed();
    await cloud.states.settled();
    expect(await cloud.outcome(arn)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("can be handed in while the function that was given it still runs", async () => {
    let answer: (value: unknown) => void = () => undefined;
    cloud = await aStates({
      functions: {
        open: async ({ token }) => {
          await cloud.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '"early"' }));
          return new Promise((resolve) => {
            answer = resolve;
            resolve(null);
          });
        },
      },
    });
    const arn = await cloud.begin(await cloud.create(inOrder({ Await: wait("open") })));
    answer(null);
    expect(await cloud.outcome(arn)).toEqual({ status: "SUCCEEDED", output: "early" });
  });

  it("is not needed when the function fails: the state fails with it", async () => {
    const { arn } = await waiting({}, () => Promise.reject(named("no-such-role")));
    expect(await cloud.outcome(arn)).toMatchObject({ status: "FAILED", error: "no-such-role" });
  });

  it("shows in the history where the task was scheduled and nowhere else", async () => {
    cloud = await aStates({ functions: { open: (payload) => payload, echo: (payload) => payload } });
    const Assign = { kept: "{% $states.context.Task.Token %}" };
    const machine = inOrder({
      Await: wait("open", { Catch: [{ ErrorEquals: ["States.ALL"], Assign, Next: "Echo" }] }),
      Echo: call("echo", { Arguments: { FunctionName: "echo", Payload: "{% $states.input %}" } }),
    });
    const arn = await cloud.begin(await cloud.create(machine));
    const token = tokenIn(cloud.invoked[0]);
    await cloud.client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify({ token }) }));
    await cloud.states.settled();
    const events = await cloud.history(arn);
    const showing = events.filter((event) => JSON.stringify(event).includes(token));
    expect(new Set(showing.map(({ type }) => type))).toEqual(new Set(["TaskScheduled"]));
  });

  it("gives the steps of a waiting task to the history as the service does", async () => {
    const { arn, succeed } = await waiting();
    await succeed();
    await cloud.states.settled();
    const events = await cloud.history(arn);
    expect(events.map(({ id, previousEventId, type }) => `${previousEventId}<${id} ${type}`)).toEqual([
      "0<1 ExecutionStarted",
      "1<2 TaskStateEntered",
      "2<3 TaskScheduled",
      "3<4 TaskStarted",
      "4<5 TaskSubmitted",
      "5<6 TaskSucceeded",
      "6<7 TaskStateExited",
      "7<8 ExecutionSucceeded",
    ]);
    expect(events[5]?.taskSucceededEventDetails).toMatchObject({
      output: '{"decision":"yes"}',
      resourceType: "lambda",
    });
  });
});
