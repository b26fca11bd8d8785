import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { accessOf } from "../../../local/access/access.ts";
import { type Events, startEvents } from "../../../local/events/events.ts";
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
};

beforeAll(async () => {
  await start();
  await client.send(new CreateEventBusCommand({ Name: BUS }));
});
afterEach(async () => {
  broken = { times: 0, error: new Error("down") };
  const { Rules = [] } = await client.send(new ListRulesCommand({}));
  for (const { Name } of Rules) await client.send(new DisableRuleCommand({ Name }));
  await events.settled();
  delivered.length = 0;
  said.length = 0;
});
afterAll(async () => {
  await events.close();
  clock.stop();
  rmSync(folder, { recursive: true });
});

const rule = async (Name: string, input: Partial<PutRuleCommandInput>, ...targets: Partial<Target>[]) => {
  const EventBusName = input.EventBusName ?? "default";
  const { RuleArn } = await client.send(new PutRuleCommand({ Name, ...input }));
  const Targets = targets.map((target, place) => ({ Id: `t${place}`, Arn: QUEUE, ...target }));
  if (Targets.length > 0) await client.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets }));
  return RuleArn;
};
const hearing = (source: string) => ({ EventBusName: BUS, EventPattern: JSON.stringify({ source: [source] }) });
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
    await rule("hears", hearing("hears"), {}, { Arn: SWEEP });
    await rule("deaf", hearing("other"), {});
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

  test("a target gets a field or a constant in place of the event", async () => {
    await rule(
      "parts",
      hearing("parts"),
      { InputPath: "$.detail.nested" },
      { Input: '{"fixed":true}' },
      { InputPath: "$.detail.none" },
    );
    await put(entry("parts"));
    await events.settled();
    expect(delivered.map(({ what }) => what)).toEqual([{ n: 1 }, { fixed: true }, null]);
  });

  test("a disabled rule hears nothing, an enabled one again", async () => {
    await rule("switched", hearing("switched"), {});
    await client.send(new DisableRuleCommand({ Name: "switched", EventBusName: BUS }));
    await put(entry("switched"));
    await client.send(new EnableRuleCommand({ Name: "switched", EventBusName: BUS }));
    await put(entry("switched", { Detail: '{"second":true}' }));
    await events.settled();
    expect(delivered).toMatchObject([{ what: { detail: { second: true } } }]);
  });
});

describe("delivery", () => {
  test("a failed delivery is tried again when its time has come on our clock", async () => {
    await rule("again", hearing("again"), {});
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

  test("after the last attempt, or at once if the target is gone, the event goes to the dead letters", async () => {
    const target = { RetryPolicy: { MaximumRetryAttempts: 1 }, DeadLetterConfig: { Arn: DEAD } };
    await rule("dying", hearing("dying"), target);
    broken = { times: 2, error: new Error("down") };
    await put(entry("dying"));
    await events.settled();
    expect(delivered).toEqual([]);
    clock.moveTo(clock.now() + 2000);
    await events.settled();
    expect(delivered).toMatchObject([{ to: DEAD, what: { source: "dying" } }]);
    broken = { times: 1, error: Object.assign(new Error("gone"), { name: "QueueDoesNotExist" }) };
    await put(entry("dying"));
    await events.settled();
    expect(delivered).toHaveLength(2);
    expect(said.at(-1)).toContain(`It lies in ${DEAD}`);
  });

  test("an event that nobody takes any more is lost, and that is said", async () => {
    await rule("lost", hearing("lost"), { RetryPolicy: { MaximumRetryAttempts: 0 } });
    broken = { times: 1, error: new Error("down") };
    await put(entry("lost"));
    await events.settled();
    expect(said).toEqual([expect.stringMatching(/rule\/onenet-local-city-events\/lost .* It is lost/)]);
  });

  test("an accepted event is delivered after a restart", async () => {
    await rule("restart", hearing("restart"), {});
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

  test("a rule fires once for each moment of a jump, as the event that EventBridge sends", async () => {
    const arn = await rule("daily", { ScheduleExpression: "cron(0 16 * * ? *)" }, { Arn: SWEEP });
    clock.moveTo(scheduledFrom + 3 * DAY);
    await events.settled();
    expect(delivered.map(({ to }) => to)).toEqual([SWEEP, SWEEP, SWEEP]);
    expect(delivered[0]?.what).toEqual({
      version: "0",
      id: expect.any(String),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: "000000000000",
      time: "2031-01-01T16:00:00Z",
      region: "cn-north-1",
      resources: [arn],
      detail: {},
    });
    await events.settled();
    expect(delivered).toHaveLength(3);
  });

  test("after a long jump the last fifty moments are played, and that is said", async () => {
    await rule("minutes", { ScheduleExpression: "rate(1 minute)" }, { Arn: SWEEP });
    clock.moveTo(clock.now() + 61 * 60_000);
    await events.settled();
    expect(delivered).toHaveLength(50);
    expect(said).toEqual(["Rule minutes was due 61 times in this jump; the last 50 are played."]);
  });

  test("what has fired does not fire again after a restart; what came due meanwhile does", async () => {
    await rule("hourly", { ScheduleExpression: "rate(1 hour)" }, { Arn: SWEEP });
    clock.moveTo(clock.now() + 3_600_000);
    await events.settled();
    expect(delivered).toHaveLength(1);
    await events.close();
    clock.moveTo(clock.now() + 2 * 3_600_000);
    await start();
    clock.moveTo(clock.now());
    await events.settled();
    expect(delivered).toHaveLength(3);
  });

  test("schedules belong to the default bus", async () => {
    const misplaced = rule("misplaced", { EventBusName: BUS, ScheduleExpression: "rate(1 hour)" });
    await expect(misplaced).rejects.toThrow("supported only on the default event bus");
  });
});

describe("edges", () => {
  test("rules and buses are listed, and deleted once they are empty", async () => {
    await client.send(new CreateEventBusCommand({ Name: "short-lived" }));
    const EventBusName = "short-lived";
    await rule("only", { ...hearing("only"), EventBusName }, {});
    const { Rules } = await client.send(new ListRulesCommand({ EventBusName }));
    expect(Rules).toMatchObject([{ Name: "only", State: "ENABLED", EventBusName }]);
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: "only", EventBusName }));
    expect(Targets).toEqual([{ Id: "t0", Arn: QUEUE }]);
    await expect(client.send(new DeleteRuleCommand({ Name: "only", EventBusName }))).rejects.toThrow("has targets");
    await client.send(new RemoveTargetsCommand({ Rule: "only", EventBusName, Ids: ["t0"] }));
    await expect(client.send(new DeleteEventBusCommand({ Name: EventBusName }))).rejects.toThrow("has rules");
    await client.send(new DeleteRuleCommand({ Name: "only", EventBusName }));
    await client.send(new DeleteEventBusCommand({ Name: EventBusName }));
    await expect(client.send(new DescribeEventBusCommand({ Name: EventBusName }))).rejects.toThrow(
      named("ResourceNotFoundException"),
    );
  });

  test("a pattern can be tried without a bus", async () => {
    const Event = JSON.stringify({ source: "a", "detail-type": "t", detail: {} });
    const tried = await client.send(new TestEventPatternCommand({ EventPattern: '{"source":["a"]}', Event }));
    expect(tried.Result).toBe(true);
  });

  test("what is not done is refused by name", async () => {
    const refused = (says: string) =>
      expect.objectContaining({ name: "LocalCloudDoesNotSupport", message: expect.stringContaining(says) });
    const archive = new CreateArchiveCommand({ ArchiveName: "a", EventSourceArn: "arn:aws:events:a:b:c" });
    await expect(client.send(archive)).rejects.toThrow(refused("AWSEvents.CreateArchive"));
    const InputTransformer = { InputTemplate: "<a>", InputPathsMap: { a: "$.a" } };
    await expect(rule("fancy", hearing("fancy"), { InputTransformer })).rejects.toThrow(
      refused("PutTargets with Targets.0.InputTransformer"),
    );
    await expect(rule("odd", hearing("odd"), { Arn: "arn:aws-cn:sns:a:b:c" })).rejects.toThrow(refused("targets like"));
    await expect(rule("deep", hearing("deep"), { InputPath: "$.a[0]" })).rejects.toThrow(
      refused("the InputPath $.a[0]"),
    );
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
