import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendTaskSuccessCommand, SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { apiAs, bearer } from "../../demo/callers.ts";
import { done } from "../../demo/story.ts";
import { Day } from "../../functions/kernel/day.ts";
import { startCloud } from "../../local/cloud/cloud.ts";
import { ASSEMBLY } from "../../local/cloud/synthesis.ts";
import { tokenFor } from "../../local/seed/people.ts";
import { seedRegisters } from "../../local/seed/seed.ts";
import { aCity, type City } from "../support/city.ts";
import { journalOf, loseToken, PUBLISHED_ONCE, seenOf, stepsOf, tokenOf, unheard } from "./reviews.ts";

/** A resource whose review waits for the Center. */
const waiting = async (city: City, name: string): Promise<string> => {
  const { draft, clear, submit } = stepsOf(city);
  const id = await draft(name);
  await clear(id);
  await submit(id);
  await city.cloud.settle();
  return id;
};

/** A city on a folder, so that it can stop and start again. */
const aCityIn = async (folder: string): Promise<City> => {
  const cloud = await startCloud({ assembly: ASSEMBLY, folder, today: Day.parse("2026-11-24") });
  return { cloud, as: (person) => bearer(cloud.url, () => tokenFor(cloud, person)), nobody: apiAs({ url: cloud.url }) };
};

describe("A17p2: a review goes on", () => {
  let city: City;
  beforeAll(async () => {
    city = await aCity();
  });

  it("when the platform stops while it waits, and starts again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "onenet-again-"));
    const before = await aCityIn(folder);
    await seedRegisters(before.cloud);
    const id = await waiting(before, "停机名录");
    await before.cloud.stop();
    const after = await aCityIn(folder);
    try {
      await stepsOf(after).publish(id);
      await after.cloud.settle();
      expect(await seenOf(after, id, "停机名录")).toEqual(PUBLISHED_ONCE);
    } finally {
      await after.cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("when the decision comes before its wait has opened", async () => {
    for (const _ of [1, 2, 3]) city.cloud.services.lambda.killAt("onenet-local-city-inbox-open-task", 1, "before");
    const id = await waiting(city, "先决名录");
    expect(await stepsOf(city).task(id)).toMatchObject({ status: 404 });
    await stepsOf(city).publish(id);
    for (const _ of [1, 2, 3]) await city.cloud.pass({ minutes: 5 });
    expect(await seenOf(city, id, "先决名录")).toEqual(PUBLISHED_ONCE);
  });

  it("and is not begun any more, when it is decided before anybody has heard of the submission", async () => {
    city.cloud.services.lambda.killAt("onenet-local-city-catalog-listener", 1, "before");
    const id = await waiting(city, "迟闻名录");
    await stepsOf(city).publish(id);
    await city.cloud.pass({ minutes: 5 });
    expect(city.cloud.path("onenet-local-city-catalog-review-resource", `${id}-review-1`)).toBe("");
    expect(done(await city.as("education.editor").readResource({ id })).status).toBe("published");
    expect(done(await city.as("big-data-center.reviewer").listTasks({})).items).toEqual([]);
  });

  it("when the relay lags: events come late, and in another order", async () => {
    for (const _ of [1, 2, 3, 4]) city.cloud.services.lambda.killAt("onenet-local-city-catalog-relay", 1, "before");
    const { draft, clear, submit, publish } = stepsOf(city);
    const id = await draft("滞后名录");
    await clear(id);
    await submit(id);
    await publish(id);
    await city.cloud.pass({ minutes: 5 });
    const heard = city.cloud.heard("catalog.resource-published.v1").filter(({ detail }) => detail["subject"] === id);
    expect(heard).toHaveLength(1);
    expect(done(await city.as("person.lin").searchCatalogue({ text: "滞后名录" })).items.map((it) => it.id)).toEqual([
      id,
    ]);
    expect(done(await city.as("big-data-center.reviewer").listTasks({})).items).toEqual([]);
  });

  it("unmoved, when every event of its life comes again, the last one first", async () => {
    const id = await waiting(city, "重复名录");
    await stepsOf(city).publish(id);
    await city.cloud.settle();
    const types = ["resource-published", "resource-submitted", "secrecy-reviewed", "resource-drafted"];
    const events = types.flatMap((type) =>
      city.cloud.heard(`catalog.${type}.v1`).filter(({ detail }) => detail["subject"] === id),
    );
    expect(events).toHaveLength(4);
    const bus = new EventBridgeClient(city.cloud.client("events"));
    for (const { source, detail, ...event } of [...events, ...events]) {
      await bus.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: "onenet-local-city-events",
              Source: source,
              DetailType: event["detail-type"],
              Detail: JSON.stringify(detail),
            },
          ],
        }),
      );
    }
    bus.destroy();
    await city.cloud.settle();
    expect(await seenOf(city, id, "重复名录")).toEqual(PUBLISHED_ONCE);
  });

  it("unmoved, when somebody else holds its token: only the inbox may end a wait", async () => {
    const id = await waiting(city, "泄露名录");
    const taskToken = await tokenOf(city, id);
    const output = JSON.stringify({ outcome: "published", round: 1 });
    for (const piece of ["catalog-api", "catalog-listener", "catalog-sweep", "inbox-api", "identity-seal"]) {
      const flows = new SFNClient(city.cloud.client("states", `onenet-local-city-${piece}`));
      const told = flows.send(new SendTaskSuccessCommand({ taskToken, output }));
      await expect(told).rejects.toMatchObject({ name: "AccessDeniedException" });
      flows.destroy();
    }
    expect(done(await stepsOf(city).task(id))).toMatchObject({ status: "open" });
    expect(JSON.stringify(await stepsOf(city).task(id))).not.toContain(taskToken);
    await stepsOf(city).publish(id);
    await city.cloud.settle();
    expect(await seenOf(city, id, "泄露名录")).toEqual(PUBLISHED_ONCE);
    // Even who may complete waits cannot complete one twice, or otherwise.
    const told = new SFNClient(city.cloud.client("states", "onenet-local-city-inbox-listener"));
    const otherwise = new SendTaskSuccessCommand({
      taskToken,
      output: JSON.stringify({ outcome: "returned", round: 1 }),
    });
    await expect(told.send(otherwise)).rejects.toMatchObject({ name: "TaskTimedOut" });
    told.destroy();
    // What nobody can unwrite has the item's every step, and never the token.
    const journal = (await journalOf(city, "inbox")).filter((line) => line.includes(id));
    expect(journal.filter((line) => line.includes('"status":"open"'))).not.toEqual([]);
    expect(journal.filter((line) => line.includes(taskToken))).toEqual([]);
  });

  it("when its token is lost: the wait opens again after 300 days and finds the decision", async () => {
    const id = await waiting(city, "遗失名录");
    await loseToken(city, id);
    await stepsOf(city).publish(id);
    await city.cloud.settle();
    expect((await seenOf(city, id, "遗失名录")).flow[0]).toBe("RUNNING");
    await city.cloud.pass({ days: 301 });
    expect(await seenOf(city, id, "遗失名录")).toEqual(PUBLISHED_ONCE);
  });

  it("when its submission lies among the dead letters, in an hour; when nobody has heard of it at all, in a day", async () => {
    const { cloud } = city;
    const heard = await waiting(city, "已闻名录");
    const [lost, dead] = [await unheard(city, heard), await unheard(city, heard)];
    const begun = () =>
      [lost, dead].map((id) => cloud.path("onenet-local-city-catalog-review-resource", `${id}-review-1`) !== "");
    const event = cloud.heard("catalog.resource-submitted.v1").find(({ detail }) => detail["subject"] === heard);
    const body = JSON.stringify(event).replaceAll(heard, dead);
    const queue = "arn:aws-cn:sqs:cn-north-1:000000000000:onenet-local-city-catalog-listener-dead";
    cloud.services.lambda.killAt("onenet-local-city-catalog-listener", 1, "before");
    await cloud.services.queues.send(queue, body, cloud.access.callerAs("operator"));
    await cloud.pass({ minutes: 50 });
    expect(begun()).toEqual([false, false]);
    await cloud.pass({ minutes: 20 });
    expect(begun()).toEqual([false, true]);
    await cloud.pass({ days: 1 });
    expect(begun()).toEqual([true, true]);
    expect(cloud.logs("onenet-local-city-catalog-sweep").filter((it) => it.includes('"BegunLate":1'))).toHaveLength(1);
    for (const id of [lost, dead]) expect(done(await stepsOf(city).task(id))).toMatchObject({ status: "open" });
  });

  it("when its executions were stopped by hand: one sweep begins them all again, and none that is running", async () => {
    const { cloud } = city;
    const machine = "onenet-local-city-catalog-review-resource";
    const [running, ...stopped] = [
      await waiting(city, "未停名录"),
      await waiting(city, "手停名录一"),
      await waiting(city, "手停名录二"),
      await waiting(city, "手停名录三"),
    ];
    const flows = new SFNClient(cloud.client("states"));
    for (const id of stopped) {
      const executionArn = `arn:aws-cn:states:cn-north-1:000000000000:execution:${machine}:${id}-review-1`;
      await flows.send(new StopExecutionCommand({ executionArn, cause: "by hand" }));
    }
    flows.destroy();
    await cloud.pass({ days: 1 });
    const again = [running, ...stopped].map((id) => cloud.path(machine, `${id}-review-1-2`) !== "");
    expect(again).toEqual([false, true, true, true]);
    for (const id of stopped) {
      await stepsOf(city).publish(id);
      await cloud.settle();
      expect(done(await stepsOf(city).task(id))).toMatchObject({ status: "done" });
    }
    await cloud.pass({ days: 2 });
    expect(stopped.map((id) => cloud.path(machine, `${id}-review-1-3`))).toEqual(["", "", ""]);
  });
});
