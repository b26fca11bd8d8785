import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  RedriveExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { aStates, inOrder, ROLE, type States } from "./a-states.ts";

let cloud: States;
afterEach(() => cloud.close());

const DAY = 86_400;
const resting = inOrder({ Rest: { Type: "Wait", Seconds: 10 * DAY } });
const quick = inOrder({ Done: { Type: "Succeed" } });
const given = async () => {
  cloud = await aStates({ functions: { open: () => null } });
  return cloud;
};

describe("State machines", () => {
  it("are created once, described with what was given, and listed", async () => {
    const { client, create } = await given();
    const definition = JSON.stringify(quick);
    const input = {
      name: "tagged",
      definition,
      roleArn: ROLE,
      tags: [{ key: "stage", value: "local" }],
      loggingConfiguration: { level: "ALL" as const },
      tracingConfiguration: { enabled: false },
    } satisfies CreateStateMachineCommandInput;
    const { stateMachineArn } = await client.send(new CreateStateMachineCommand(input));
    expect(stateMachineArn).toBe("arn:aws-cn:states:cn-north-1:000000000000:stateMachine:tagged");
    expect(await client.send(new CreateStateMachineCommand(input))).toMatchObject({ stateMachineArn });
    await expect(create(resting, "tagged")).rejects.toMatchObject({ name: "StateMachineAlreadyExists" });
    expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      ...{ definition, roleArn: ROLE, status: "ACTIVE", type: "STANDARD", creationDate: expect.any(Date) },
      loggingConfiguration: { level: "ALL" },
    });
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    expect(tags).toEqual(input.tags);
    await create(quick, "another");
    const first = await client.send(new ListStateMachinesCommand({ maxResults: 1 }));
    const second = await client.send(new ListStateMachinesCommand({ maxResults: 1, nextToken: first.nextToken }));
    expect([first, second].map(({ stateMachines }) => stateMachines?.[0]?.name)).toEqual(["another", "tagged"]);
    expect(second.nextToken).toBeUndefined();
  });

  it("refuse what the local cloud does not do, by name", async () => {
    const { client } = await given();
    const machine = { name: "m", definition: JSON.stringify(quick), roleArn: ROLE };
    const create = (more: Partial<CreateStateMachineCommandInput>) =>
      client.send(new CreateStateMachineCommand({ ...machine, ...more }));
    const refused = { name: "LocalCloudDoesNotSupport" };
    await expect(create({ type: "EXPRESS" })).rejects.toMatchObject(refused);
    await expect(create({ publish: true })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("'publish'"),
    });
    await expect(client.send(new RedriveExecutionCommand({ executionArn: "arn" }))).rejects.toMatchObject(refused);
    await expect(create({ name: "a b" })).rejects.toMatchObject({ name: "InvalidName" });
  });

  it("leave running executions their old definition when they are updated", async () => {
    const { client, create, begin, outcome, pass } = await given();
    const stateMachineArn = await create(inOrder({ Rest: { Type: "Wait", Seconds: 60 }, Old: { Type: "Pass" } }));
    const old = await begin(stateMachineArn);
    const definition = JSON.stringify(inOrder({ New: { Type: "Pass", Output: "{% 'new' %}" } }));
    const updated = await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    expect(updated.revisionId).toBeDefined();
    const fresh = await begin(stateMachineArn, {}, "two");
    await pass(60);
    expect(cloud.states.path("machine", "one")).toBe("Rest Old");
    expect(await outcome(old)).toMatchObject({ status: "SUCCEEDED" });
    expect(await outcome(fresh)).toMatchObject({ output: "new" });
  });

  it("take their running executions with them when they are deleted", async () => {
    const { client, create, begin, outcome } = await given();
    const stateMachineArn = await create(resting);
    const executionArn = await begin(stateMachineArn);
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    expect(await outcome(executionArn)).toMatchObject({ status: "ABORTED" });
    await expect(begin(stateMachineArn)).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
  });
});
