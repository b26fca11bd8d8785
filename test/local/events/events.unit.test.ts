import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateArchiveCommand,
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { accessOf } from "../../../local/access/access.ts";
import { type Events, startEvents } from "../../../local/events/events.ts";
import type { Rule, Target } from "../../../local/events/shapes.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";

const BUS = "onenet-local-city-events";
const QUEUE = "arn:aws-cn:sqs:cn-north-1:000000000000:catalog-listener";
const DEAD = "arn:aws-cn:sqs:cn-north-1:000000000000:catalog-dead";
const SWEEP = "arn:aws-cn:lambda:cn-north-1:000000000000:function:sweep";
const folder = mkdtempSync(join(tmpdir(), "events-"));
const clock = new MovableClock();
const delivered: { to: string; what: unknown }[] = [];
const said: string[] = [];
let broken: { times: number; error: Error } = { times: 0, error: new Error("down") };
let events: Events;
let client: EventBridgeClient;

const arrive = async (to: string, what: unknown) => {
  if (to !== DEAD && broken.times > 0) {
    broken = { ...broken, times: broken.times - 1 };
    throw broken.error;
  }
  delivered.push({ to, what });
};
const deliver = {
  lambda: (arn: string, event: unknown) => arrive(arn, event),
  queue: (arn: string, body: string) => arrive(arn, JSON.parse(body)),
};
const clientOf = (endpoint: string, credentials = { accessKeyId: "AKIATEST", secretAccessKey: "x" }) =>
  new EventBridgeClient({ region: "cn-north-1", endpoint, credentials, maxAttempts: 1 });
const start = async () => {
  const callerOf = (accessKeyId: string) => ({ accessKeyId, role: "tester" });
  const say = (line: string) => void said.push(line);
  events = await startEvents({ folder, clock, authorise: allowAll, callerOf, deliver, say });
  client = clientOf(events.url);
  events.declareBus(BUS);
};

beforeAll(start);
afterEach(async () => {
  broken = { times: 0, error: new Error("down") };
  await events.close();
  await start();
  await events.settled();
  delivered.length = 0;
  said.length = 0;
});
afterAll(async () => {
  await events.close();
  clock.stop();
  rmSync(folder, { recursive: true });
});

const rule = (name: string, about: Partial<Rule>, ...targets: Partial<Target>[]) =>
  events.declareRule({
    bus: "default",
    name,
    enabled: true,
    targets: targets.map((target) => ({ arn: QUEUE, ...target })),
    ...about,
  });
const hearing = (source: string) => ({ bus: BUS, pattern: { source: [source] } });
const entry = (Source: string, more: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source,
  DetailType: "catalog.published.v1",
  Detail: '{"id":"r1","nested":{"n":1}}',
  EventBusName: BUS,
  ...more,
});
const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
const named = (name: string) => expect.objectContaining({ name });
const DAY = 86_400_000;

describe("events", () => {
  test("an event reaches the targets of the rules it matches, in the shape of EventBridge", async () => {
    rule("hears", hearing("hears"), {}, { arn: SWEEP });
    rule("deaf", hearing("other"), {});
    const Time = new Date("2026-03-02T01:02:03Z");
    const { Entries, FailedEntryCount } = await put(entry("hears", { Time, Resources: ["arn:r"] }));
    expect(FailedEntryCount).toBe(0);
    await events.settled();
    const expected = {
      version: "0",
      id: Entries?.[0]?.EventId,
      "detail-type": "catalog.published.v1",
      source: "hears",
      account: "000000000000",
      time: "2026-03-02T01:02:03Z",
      region: "cn-north-1",
      resources: ["arn:r"],
      detail: { id: "r1", nested: { n: 1 } },
    };
    expect(delivered).toEqual([
      { to: QUEUE, what: expected },
      { to: SWEEP, what: expected },
    ]);
    expect(events.heard(BUS).at(-1)).toEqual(expected);
  });

  test("each entry is accepted or refused by itself", async () => {
    const { FailedEntryCount, Entries } = await put(
      entry("mixed"),
      entry("mixed", { Detail: "not json" }),
      entry("mixed", { DetailType: undefined }),
      entry("aws.s3"),
      entry("mixed", { EventBusName: "nowhere" }),
    );
    expect(FailedEntryCount).toBe(4);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      "MalformedDetail",
      "InvalidArgument",
      "NotAuthorizedForSourceException",
      "InvalidArgument",
    ]);
  });

  test("more than ten entries or 256 KB are refused", async () => {
    await expect(put(...Array.from({ length: 11 }, () => entry("many")))).rejects.toThrow(named("ValidationException"));
    const Detail = JSON.stringify({ text: "x".repeat(200_000) });
    await put(entry("big", { Detail }));
    await expect(put(entry("big", { Detail }), entry("big", { Detail }))).rejects.toThrow("over the limit");
  });

  test("a disabled rule hears nothing", async () => {
    rule("switched", { ...hearing("switched"), enabled: false }, {});
    await put(entry("switched"));
    await events.settled();
    expect(delivered).toEqual([]);
  });
});

describe("delivery", () => {
  test("a failed delivery is tried again when its time has come on our clock", async () => {
    rule("again", hearing("again"), {});
    broken = { times: 2, error: new Error("down") };
    await put(entry("again"));
    await events.settled();
    expect(delivered).toEqual([]);
    clock.moveTo(clock.now() + 2000);
    await events.settled();
    clock.moveTo(clock.now() + 4000);
    await events.settled();
    expect(delivered).toHaveLength(1);
  });

  test("after a day of attempts, or at once if the target is gone, the event goes to the dead letters", async () => {
    rule("dying", hearing("dying"), { deadLetters: DEAD });
    broken = { times: 2, error: new Error("down") };
    await put(entry("dying"));
    await events.settled();
    expect(delivered).toEqual([]);
    clock.moveTo(clock.now() + DAY);
    await events.settled();
    expect(delivered).toMatchObject([{ to: DEAD, what: { source: "dying" } }]);
    broken = { times: 1, error: Object.assign(new Error("gone"), { name: "QueueDoesNotExist" }) };
    await put(entry("dying"));
    await events.settled();
    expect(delivered).toHaveLength(2);
    expect(said.at(-1)).toContain(`It lies in ${DEAD}`);
  });

  test("an event that nobody takes any more is lost, and that is said", async () => {
    rule("lost", hearing("lost"), {});
    broken = { times: 1, error: Object.assign(new Error("gone"), { name: "QueueDoesNotExist" }) };
    await put(entry("lost"));
    await events.settled();
    expect(said).toEqual([expect.stringMatching(/rule\/onenet-local-city-events\/lost .* It is lost/)]);
  });

  test("an accepted event is delivered after a restart", async () => {
    rule("restart", hearing("restart"), {});
    broken = { times: 1, error: new Error("down") };
    await put(entry("restart"));
    await events.close();
    await start();
    clock.moveTo(clock.now() + 2000);
    await events.settled();
    expect(delivered).toMatchObject([{ what: { source: "restart" } }]);
  });
});

describe("schedules", () => {
  const scheduledFrom = Date.UTC(2031, 0, 1, 0, 0, 30);
  beforeAll(() => clock.moveTo(scheduledFrom));

  test("a rule that a jump makes due is due once, as the event that EventBridge sends", async () => {
    rule("daily", { schedule: "rate(1 day)" }, { arn: SWEEP });
    clock.moveTo(scheduledFrom + 3 * DAY + 5000);
    await events.settled();
    expect(delivered).toEqual([
      {
        to: SWEEP,
        what: {
          version: "0",
          id: expect.any(String),
          "detail-type": "Scheduled Event",
          source: "aws.events",
          account: "000000000000",
          time: "2031-01-04T00:00:30Z",
          region: "cn-north-1",
          resources: ["arn:aws-cn:events:cn-north-1:000000000000:rule/daily"],
          detail: {},
        },
      },
    ]);
    clock.moveTo(clock.now() + DAY - 10_000);
    await events.settled();
    expect(delivered).toHaveLength(1);
  });

  test("what has fired does not fire again after a restart; what came due meanwhile does", async () => {
    const hourly = () => rule("hourly", { schedule: "rate(1 hour)" }, { arn: SWEEP });
    hourly();
    clock.moveTo(clock.now() + 3_600_000);
    await events.settled();
    expect(delivered).toHaveLength(1);
    await events.close();
    await start();
    hourly();
    clock.moveTo(clock.now() + 1000);
    await events.settled();
    expect(delivered).toHaveLength(1);
    await events.close();
    clock.moveTo(clock.now() + 2 * 3_600_000);
    await start();
    hourly();
    clock.moveTo(clock.now());
    await events.settled();
    expect(delivered).toHaveLength(2);
  });

  test("schedules belong to the default bus", () => {
    expect(() => rule("misplaced", { bus: BUS, schedule: "rate(1 hour)" })).toThrow("only on the default event bus");
  });
});

describe("edges", () => {
  test("what is not done is refused by name", async () => {
    const refused = (says: string) =>
      expect.objectContaining({ name: "LocalCloudDoesNotSupport", message: expect.stringContaining(says) });
    const archive = new CreateArchiveCommand({ ArchiveName: "a", EventSourceArn: "arn:aws:events:a:b:c" });
    await expect(client.send(archive)).rejects.toThrow(refused("AWSEvents.CreateArchive"));
    await expect(client.send(new PutRuleCommand({ Name: "a" }))).rejects.toThrow(refused("AWSEvents.PutRule"));
    const elsewhere = () => rule("odd", hearing("odd"), { arn: "arn:aws-cn:sns:a:b:c" });
    expect(elsewhere).toThrow(refused("targets like arn:aws-cn:sns"));
  });

  test("a role needs its grant on the bus, which may name the sources", async () => {
    const own = mkdtempSync(join(tmpdir(), "events-"));
    const Condition = { "ForAllValues:StringEquals": { "events:source": "onenet.catalog" } };
    const Resource = "arn:aws-cn:events:cn-north-1:000000000000:event-bus/default";
    const policy = { Statement: { Effect: "Allow" as const, Action: "events:PutEvents", Resource, Condition } };
    const access = accessOf(new Map([["relay", { policies: [policy] }]]), { folder: own, now: () => clock.now() });
    const { authorise, callerOf } = access;
    const other = await startEvents({ folder: own, clock, authorise, callerOf, deliver });
    const relay = clientOf(other.url, access.issueKey("relay"));
    const send = (Source: string) =>
      relay.send(new PutEventsCommand({ Entries: [entry(Source, { EventBusName: Resource })] }));
    expect((await send("onenet.catalog")).FailedEntryCount).toBe(0);
    await expect(send("onenet.cases")).rejects.toThrow(
      /role\/relay\/local is not authorized to perform: events:PutEvents/,
    );
    await other.close();
    rmSync(own, { recursive: true });
  });

  test("ordered faults: a lost reply has put the event, a throttle has not", async () => {
    const before = events.heard(BUS).length;
    events.faults.next({ operation: "PutEvents" }, "throttle");
    await expect(put(entry("faulty"))).rejects.toThrow(named("ThrottlingException"));
    expect(events.heard(BUS)).toHaveLength(before);
    events.faults.next({ operation: "PutEvents" }, "lost-reply");
    await expect(put(entry("faulty"))).rejects.toThrow();
    expect(events.heard(BUS)).toHaveLength(before + 1);
  });
});
