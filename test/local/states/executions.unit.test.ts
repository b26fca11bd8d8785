import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { aStates, inOrder, type States, tokenIn, wait } from "./a-states.ts";

let cloud: States;
afterEach(() => cloud.close());

const DAY = 86_400;
const resting = inOrder({ Rest: { Type: "Wait", Seconds: 10 * DAY } });
const quick = inOrder({ Done: { Type: "Succeed" } });
const given = async () => {
  cloud = await aStates({ functions: { open: () => null } });
  return cloud;
};

describe("Executions", () => {
  it("of the same name and input are one while it runs; everything else of that name is refused", async () => {
    const { create, begin, pass } = await given();
    const arn = await create(resting);
    const first = await begin(arn, { a: 1 });
    expect(await begin(arn, { a: 1 })).toBe(first);
    await expect(begin(arn, { a: 2 })).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await pass(10 * DAY);
    await expect(begin(arn, { a: 1 })).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  it("free their name ninety days after they ended, and are then forgotten", async () => {
    const { client, create, begin, pass } = await given();
    const arn = await create(quick);
    const executionArn = await begin(arn, { a: 1 });
    await pass(90 * DAY - 60);
    await expect(begin(arn, { a: 2 })).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await pass(60);
    await expect(client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
    });
    expect(await begin(arn, { a: 2 })).toBe(executionArn);
  });

  it("are refused an input that is no JSON or too large", async () => {
    const { client, create } = await given();
    const stateMachineArn = await create(quick);
    for (const input of ["{", JSON.stringify("x".repeat(262_144))])
      await expect(client.send(new StartExecutionCommand({ stateMachineArn, input }))).rejects.toMatchObject({
        name: "InvalidExecutionInput",
      });
  });

  it("are listed newest first, by status, in pages", async () => {
    const { client, create, begin, pass } = await given();
    const stateMachineArn = await create(resting);
    const first = await begin(stateMachineArn, {}, "first");
    for (const name of ["second", "third"]) {
      await pass(1);
      await begin(stateMachineArn, {}, name);
    }
    await client.send(new StopExecutionCommand({ executionArn: first, error: "enough", cause: "of it" }));
    const list = async (more: object) => client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
    expect((await list({})).executions?.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "third RUNNING",
      "second RUNNING",
      "first ABORTED",
    ]);
    expect((await list({ statusFilter: "ABORTED" })).executions?.map(({ name }) => name)).toEqual(["first"]);
    const page = await list({ maxResults: 2 });
    await begin(stateMachineArn, {}, "fourth");
    const rest = await list({ maxResults: 2, nextToken: page.nextToken });
    expect(rest.executions?.map(({ name }) => name)).toEqual(["first"]);
  });

  it("can be stopped once, with the reason kept; afterwards their tokens are dead", async () => {
    const { client, create, begin, outcome, invoked } = await given();
    const executionArn = await begin(await create(inOrder({ Await: wait("open") })));
    const stop = (error: string) => client.send(new StopExecutionCommand({ executionArn, error }));
    const { stopDate } = await stop("withdrawn");
    expect((await stop("again")).stopDate).toEqual(stopDate);
    expect(await outcome(executionArn)).toEqual({ status: "ABORTED", error: "withdrawn" });
    const late = client.send(new SendTaskSuccessCommand({ taskToken: tokenIn(invoked[0]), output: "1" }));
    await expect(late).rejects.toMatchObject({ name: "TaskTimedOut" });
  });

  it("show their history in pages, from either end, with or without the data", async () => {
    const { client, create, begin } = await given();
    const executionArn = await begin(await create(inOrder({ A: { Type: "Pass" }, B: { Type: "Pass" } })), { x: 1 });
    const all: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 2, nextToken }));
      all.push(...(page.events ?? []).map(({ id, type }) => `${id} ${type}`));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(all).toEqual([
      "1 ExecutionStarted",
      "2 PassStateEntered",
      "3 PassStateExited",
      "4 PassStateEntered",
      "5 PassStateExited",
      "6 ExecutionSucceeded",
    ]);
    const last = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }));
    expect(last.events?.[0]).toMatchObject({ id: 6, executionSucceededEventDetails: { output: '{"x":1}' } });
    const bare = await client.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }));
    expect(JSON.stringify(bare.events)).not.toMatch(/"(in|out)put":/);
  });

  it("fail rather than grow past 25,000 events", async () => {
    const { run, client } = await given();
    const definition = inOrder({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } });
    expect(await run(definition)).toMatchObject({ status: "FAILED", cause: expect.stringContaining("25000") });
    const executionArn = "arn:aws-cn:states:cn-north-1:000000000000:execution:machine:one";
    const { events } = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
    );
    expect(events?.[0]).toMatchObject({ id: 25_000, type: "ExecutionFailed" });
  });
});
