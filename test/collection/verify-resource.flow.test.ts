import { readFileSync } from "node:fs";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { Opening } from "../../functions/inbox/task.ts";
import { LIMITS } from "../../functions/kernel/limits.ts";
import { completed } from "../../infra/waiting.ts";
import { aStates, named, type States } from "../local/states/a-states.ts";
import { A_RESOURCE, DEPARTMENT } from "./pool.ts";

const definitionOf = (name: string) =>
  JSON.parse(
    completed(readFileSync(`statemachines/collection/${name}.asl.json`, "utf8"))
      .replaceAll(/\$\{Partition\}/g, "aws-cn")
      .replaceAll(/\$\{InboxOpenTaskArn\}/g, "open-task")
      .replaceAll(/\$\{CollectionRebuildArn\}/g, "rebuild"),
  );

let cloud: States;
let opened: Opening[];
let steps: unknown[];
let losing = 0;
beforeEach(async () => {
  opened = [];
  steps = [];
  losing = 0;
  cloud = await aStates({
    functions: {
      "open-task": (payload) => {
        if (losing-- > 0) throw named("record-changed-meanwhile");
        opened.push(Opening.parse(payload));
      },
      rebuild: (payload) => {
        steps.push(payload);
        if (losing-- > 0) throw named("record-changed-meanwhile");
        return { done: steps.length >= 3 };
      },
    },
  });
});
afterEach(() => cloud.close());

describe("A22p2: the flow of a verification waits for the department that compiles the resource", () => {
  const input = {
    record: A_RESOURCE,
    flow: "verify",
    round: 2,
    title: "中小学校名录",
    institution: DEPARTMENT,
    dueOn: "2026-12-08",
  };

  it("opens one item for it, again after 300 days, and ends with its confirmation", async () => {
    losing = 1;
    const arn = await cloud.begin(await cloud.create(definitionOf("verify-resource")), input);
    await cloud.pass(60);
    expect(opened).toMatchObject([
      {
        about: { context: "collection", kind: "verification", id: A_RESOURCE, step: "verify", round: 2 },
        institution: DEPARTMENT,
        post: "catalogue-editor",
        title: "中小学校名录",
        dueOn: "2026-12-08",
      },
    ]);
    await cloud.pass(LIMITS.waitDays * 86_400);
    expect(opened).toHaveLength(2);
    const taskToken = opened.at(-1)?.token;
    const output = JSON.stringify({ outcome: "confirmed", round: 2 });
    await cloud.client.send(new SendTaskSuccessCommand({ taskToken, output }));
    await cloud.states.settled();
    expect(await cloud.outcome(arn)).toMatchObject({ status: "SUCCEEDED", output: { outcome: "confirmed" } });
  });
});

describe("A23: the flow of a rebuild runs steps until the database is built", () => {
  it("each by record and revision, a broken one again", async () => {
    losing = 1;
    const input = { record: A_RESOURCE, flow: "rebuild", round: 4, title: "教育机构主题库" };
    const arn = await cloud.begin(await cloud.create(definitionOf("rebuild-database")), input);
    await cloud.pass(60);
    await cloud.states.settled();
    expect(steps).toEqual(Array(3).fill({ record: A_RESOURCE, round: 4 }));
    expect(await cloud.outcome(arn)).toMatchObject({ status: "SUCCEEDED" });
  });
});
