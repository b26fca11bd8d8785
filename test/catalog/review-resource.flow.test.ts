import { readFileSync } from "node:fs";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { Opening } from "../../functions/inbox/task.ts";
import { LIMITS } from "../../functions/kernel/limits.ts";
import { aStates, named, type States } from "../local/states/a-states.ts";

const definition = JSON.parse(
  readFileSync("statemachines/catalog/review-resource.asl.json", "utf8")
    .replaceAll(/\$\{Partition\}/g, "aws-cn")
    .replaceAll(/\$\{InboxOpenTaskArn\}/g, "open-task"),
);
const input = { record: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11", flow: "review", round: 2 };

let cloud: States;
let opened: Opening[];
let losing = 0;
beforeEach(async () => {
  opened = [];
  losing = 0;
  cloud = await aStates({
    functions: {
      "open-task": (payload) => {
        if (losing-- > 0) throw named("record-changed-meanwhile");
        opened.push(Opening.parse(payload));
      },
    },
  });
});
afterEach(() => cloud.close());

const tell = async (outcome: string) => {
  const taskToken = opened.at(-1)?.token;
  await cloud.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ outcome, round: 2 }) }));
  await cloud.states.settled();
};

describe("A17p2: the flow of a review waits for the Center", () => {
  it("opens one item for the Center's reviewer and ends with the decision", async () => {
    const arn = await cloud.begin(await cloud.create(definition), input);
    expect(opened).toMatchObject([
      {
        about: { context: "catalog", kind: "resource", id: input.record, step: "review", round: 2 },
        role: "big-data-center",
        post: "catalogue-reviewer",
      },
    ]);
    await tell("published");
    expect(await cloud.outcome(arn)).toMatchObject({ status: "SUCCEEDED", output: { outcome: "published" } });
    expect(cloud.states.transitions("machine", "one")).toBe(1);
  });

  it("opens the item again after 300 days, for the same round", async () => {
    const arn = await cloud.begin(await cloud.create(definition), input);
    await cloud.pass(LIMITS.waitDays * 86_400);
    expect(opened.map(({ about }) => about.round)).toEqual([2, 2]);
    await tell("returned");
    expect(await cloud.outcome(arn)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("tries again when the inbox lost a race", async () => {
    losing = 2;
    await cloud.begin(await cloud.create(definition), input);
    for (let retries = 0; retries < 2; retries++) await cloud.pass(60);
    expect(opened).toHaveLength(1);
  });
});
