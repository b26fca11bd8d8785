import { readFileSync } from "node:fs";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { beginReview } from "../../functions/catalog/use-cases/hearing.ts";
import { Opening } from "../../functions/inbox/task.ts";
import { LIMITS } from "../../functions/kernel/limits.ts";
import { completed } from "../../infra/waiting.ts";
import { aStates, named, type States } from "../local/states/a-states.ts";
import { aCatalogue, aContent, type Catalogue, theCenter, theDepartment } from "./catalogue.ts";

const definition = JSON.parse(
  completed(readFileSync("statemachines/catalog/review-resource.asl.json", "utf8"))
    .replaceAll(/\$\{Partition\}/g, "aws-cn")
    .replaceAll(/\$\{InboxOpenTaskArn\}/g, "open-task"),
);
const input = {
  record: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11",
  flow: "review",
  round: 2,
  title: "中小学校名录",
  dueOn: "2026-11-26",
};

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
        title: "中小学校名录",
        dueOn: "2026-11-26",
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

describe("A17p2: the review begins when its resource was submitted", () => {
  let catalogue: Catalogue;
  let begun: unknown[];
  beforeAll(async () => {
    catalogue = await aCatalogue();
  });
  afterAll(() => catalogue.close());
  beforeEach(() => {
    begun = [];
  });
  const hear = (id: string, round: number) =>
    beginReview({
      resources: catalogue.deps.resources,
      start: async (flow) => {
        begun.push(flow);
        return "begun";
      },
    })(id, round);

  it("with the record, the flow and the round, its name and its due day, the same each time it is heard", async () => {
    const id = await catalogue.submitted(aContent({ name: "名录一" }));
    await hear(id, 1);
    await hear(id, 1);
    expect(begun).toEqual(
      Array(2).fill({ record: id, flow: "review", round: 1, title: "名录一", dueOn: expect.any(String) }),
    );
  });

  it("and not when it was withdrawn, decided or submitted anew meanwhile", async () => {
    const id = await catalogue.submitted(aContent({ name: "名录二" }));
    await catalogue.as(theDepartment)("withdrawSubmission", { id });
    expect(await hear(id, 1)).toEqual({ ok: true, value: "over" });
    await catalogue.as(theDepartment)("submitResource", { id });
    expect([await hear(id, 1), await hear(id, 2)]).toMatchObject([{ value: "over" }, { value: "begun" }]);
    await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" });
    expect(await hear(id, 2)).toEqual({ ok: true, value: "over" });
    expect(begun).toHaveLength(1);
  });
});
