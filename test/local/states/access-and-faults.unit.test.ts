import { DescribeExecutionCommand, ListExecutionsCommand, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { ServiceFault } from "../../../local/shared/fault.ts";
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

describe("Access", () => {
  it("is asked for each operation on the resource that IAM names for it", async () => {
    const asked: string[] = [];
    cloud = await aStates({
      functions: { open: () => null },
      authorise: (_, ...deeds) => {
        asked.push(
          ...deeds.map(({ action, resource }) => `${action} ${resource.slice(resource.lastIndexOf(":") + 1)}`),
        );
      },
    });
    const { client, create, begin, invoked } = cloud;
    const stateMachineArn = await create(inOrder({ Await: wait("open") }));
    const executionArn = await begin(stateMachineArn);
    await client.send(new SendTaskSuccessCommand({ taskToken: tokenIn(invoked[0]), output: "1" }));
    await client.send(new DescribeExecutionCommand({ executionArn }));
    await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(asked).toEqual([
      "states:CreateStateMachine machine",
      "iam:PassRole role/machine",
      "states:StartExecution machine",
      "states:SendTaskSuccess machine",
      "states:DescribeExecution one",
      "states:ListExecutions machine",
    ]);
  });

  it("that is refused changes nothing", async () => {
    cloud = await aStates({
      functions: { open: () => null },
      authorise: (_, ...deeds) => {
        if (deeds.some(({ action }) => action === "states:SendTaskSuccess"))
          throw new ServiceFault("AccessDeniedException", "not yours");
      },
    });
    const { client, create, begin, outcome, invoked } = cloud;
    const executionArn = await begin(await create(inOrder({ Await: wait("open") })));
    const hand = client.send(new SendTaskSuccessCommand({ taskToken: tokenIn(invoked[0]), output: "1" }));
    await expect(hand).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(await outcome(executionArn)).toEqual({ status: "RUNNING" });
  });
});

describe("Ordered faults", () => {
  it("a throttle, an error and a broken connection are overcome by the client's own retries", async () => {
    const { states, create, begin, outcome } = await given();
    for (const kind of ["throttle", "timeout-before"] as const)
      states.faults.next({ operation: "StartExecution" }, kind);
    expect(await outcome(await begin(await create(quick)))).toMatchObject({ status: "SUCCEEDED" });
    states.faults.next({ operation: "DescribeExecution" }, "error");
    expect(await outcome("arn:aws-cn:states:cn-north-1:000000000000:execution:machine:one")).toMatchObject({
      status: "SUCCEEDED",
    });
  });

  it("a start whose reply is lost is repeated and is still one execution", async () => {
    const { client, states, create, begin } = await given();
    const stateMachineArn = await create(resting);
    states.faults.next({ operation: "StartExecution" }, "lost-reply");
    await begin(stateMachineArn);
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions).toHaveLength(1);
  });

  it("a token whose reply is lost is refused on the repeat, although it has worked", async () => {
    const { client, states, create, begin, outcome, invoked } = await given();
    const executionArn = await begin(await create(inOrder({ Await: wait("open") })));
    states.faults.next({ operation: "SendTaskSuccess" }, "lost-reply");
    const hand = client.send(new SendTaskSuccessCommand({ taskToken: tokenIn(invoked[0]), output: '"yes"' }));
    await expect(hand).rejects.toMatchObject({ name: "TaskTimedOut" });
    await states.settled();
    expect(await outcome(executionArn)).toEqual({ status: "SUCCEEDED", output: "yes" });
  });
});
