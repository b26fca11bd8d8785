import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { done } from "../../demo/story.ts";
import { BODIES } from "../../local/seed/bodies.ts";
import { aCity, type City } from "../support/city.ts";

const MACHINE = "onenet-local-city-objections-handle-objection";
const EDUCATION = BODIES.find(({ key }) => key === "education")?.creditCode ?? "";

describe("A48: an objection goes on", () => {
  let city: City;
  beforeAll(async () => {
    city = await aCity();
  }, 120_000);

  const filed = async () => {
    const lin = city.as("person.lin");
    const { id } = done(await lin.fileObjection({ kind: "error", description: "不知是哪一条记录" }));
    await city.cloud.settle();
    return id;
  };
  const stop = async (id: string, round: number) => {
    const flows = new SFNClient(city.cloud.client("states"));
    const executionArn = `arn:aws-cn:states:cn-north-1:000000000000:execution:${MACHINE}:${id}-handle-${round}`;
    await flows.send(new StopExecutionCommand({ executionArn, cause: "by hand" }));
    flows.destroy();
  };
  const itemOf = (id: string, step: string, round: number) =>
    city.as("big-data-center.objections").readTask({ id: `objections~objection~${id}~${step}~${round}` });

  it("when its rounds were stopped by hand, in time or late: one sweep mends them all, and their waits are decided", async () => {
    const { cloud } = city;
    const center = city.as("big-data-center.objections");
    const [first, second] = [await filed(), await filed()];
    const handed = await filed();
    done(await center.handOverObjection({ id: handed, department: EDUCATION }));
    await cloud.settle();
    // Beyond every clock: nothing of them runs any more, and they are still waited for.
    await cloud.pass({ workingDays: 8 });
    await stop(first, 1);
    await stop(second, 1);
    await stop(handed, 2);
    await cloud.pass({ days: 1 });
    for (const name of [`${first}-handle-1-2`, `${second}-handle-1-2`, `${handed}-handle-2-2`]) {
      expect(cloud.path(MACHINE, name)).not.toBe("");
    }
    done(await center.handOverObjection({ id: first, department: EDUCATION }));
    await cloud.settle();
    expect(done(await itemOf(first, "center", 1))).toMatchObject({ status: "done", outcome: "handed-over" });
    expect(done(await itemOf(second, "center", 1))).toMatchObject({ status: "open" });
    done(await city.as("person.lin").withdrawObjection({ id: second }));
    await cloud.settle();
    expect(done(await itemOf(second, "center", 1))).toMatchObject({ status: "done", outcome: "withdrawn" });
    expect(cloud.path(MACHINE, `${first}-handle-1-2`).split(" ")).toHaveLength(1);
  }, 120_000);
});
