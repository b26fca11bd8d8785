import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageCommand, SQSClient, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { accessOf } from "../../../local/access/access.ts";
import type { QueueFacts } from "../../../local/queues/queue.ts";
import { type Queues, startQueues } from "../../../local/queues/queues.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";

const folder = mkdtempSync(join(tmpdir(), "queues-"));
const clock = new MovableClock();
const tester = { accessKeyId: "AKIATEST", role: "tester" };
let queues: Queues;
let client: SQSClient;

const start = async () => {
  queues = await startQueues({ folder, clock, authorise: allowAll, callerOf: () => tester });
  const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "x" };
  client = new SQSClient({ region: "cn-north-1", endpoint: queues.url, credentials, maxAttempts: 1 });
};
beforeAll(start);
afterAll(async () => {
  await queues.close();
  clock.stop();
  rmSync(folder, { recursive: true });
});

let counter = 0;
const arnOf = (name: string) => `arn:aws-cn:sqs:cn-north-1:000000000000:${name}`;
const aQueue = (changed: Partial<QueueFacts> = {}) => {
  counter += 1;
  const facts = { name: `queue-${counter}`, visibilityTimeout: 60, retention: 345_600, ...changed };
  queues.declare(facts);
  return arnOf(facts.name);
};
const send = (arn: string, body: string) => queues.send(arn, body, tester);
const take = (arn: string) => queues.receive(arn, 10, tester);
const bodies = async (arn: string) => (await take(arn)).map(({ event }) => event["body"]);
const remove = (arn: string, handle = "") => queues.remove(arn, [handle], tester);
const pass = (seconds: number) => clock.moveTo(clock.now() + seconds * 1000);
const named = (name: string) => expect.objectContaining({ name });
const redrive = (SourceArn: string) => client.send(new StartMessageMoveTaskCommand({ SourceArn }));

test("a message taken is hidden until its time has passed on our clock, and gone once deleted", async () => {
  const arn = aQueue();
  await send(arn, "hello 你好");
  const [first] = await take(arn);
  expect(first?.event).toMatchObject({
    body: "hello 你好",
    attributes: { ApproximateReceiveCount: "1", SenderId: "tester" },
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: "cn-north-1",
  });
  expect(await take(arn)).toEqual([]);
  pass(61);
  const [again] = await take(arn);
  expect(again).toMatchObject({ messageId: first?.messageId });
  expect(again?.event).toMatchObject({ attributes: { ApproximateReceiveCount: "2" } });
  await remove(arn, again?.receiptHandle);
  pass(61);
  expect(await take(arn)).toEqual([]);
});

test("an older handle of a message deletes nothing; a handle of another queue is refused", async () => {
  const arn = aQueue();
  await send(arn, "m");
  const [first] = await take(arn);
  pass(61);
  await take(arn);
  await remove(arn, first?.receiptHandle);
  pass(61);
  expect(await bodies(arn)).toEqual(["m"]);
  await expect(remove(aQueue(), first?.receiptHandle)).rejects.toThrow(named("ReceiptHandleIsInvalid"));
});

test("a message is kept as long as the queue keeps messages", async () => {
  const arn = aQueue({ retention: 3600 });
  await send(arn, "old");
  pass(3601);
  expect(await take(arn)).toEqual([]);
});

test("what SQS does not carry is refused", async () => {
  const arn = aQueue();
  await expect(send(arn, "a\u0000b")).rejects.toThrow(named("InvalidMessageContents"));
  await expect(send(arn, "")).rejects.toThrow(named("MissingParameter"));
  await expect(send(arn, "x".repeat(1_048_577))).rejects.toThrow(named("InvalidParameterValue"));
});

test("a message received too often goes to the dead letters and can be sent back from there", async () => {
  const dead = aQueue();
  const arn = aQueue({ visibilityTimeout: 10, redrive: { deadLetterArn: dead, maxReceiveCount: 2 } });
  await send(arn, "poison");
  for (let round = 0; round < 2; round += 1) {
    expect(await bodies(arn)).toEqual(["poison"]);
    pass(11);
  }
  expect(await take(arn)).toEqual([]);
  const [letter] = await take(dead);
  expect(letter?.event).toMatchObject({ body: "poison", attributes: { DeadLetterQueueSourceArn: arn } });
  pass(61);
  await redrive(dead);
  expect(await take(dead)).toEqual([]);
  const [back] = await take(arn);
  expect(back?.event).toMatchObject({ body: "poison", attributes: { ApproximateReceiveCount: "1" } });
  expect(back?.messageId).not.toBe(letter?.messageId);
  await expect(redrive(arn)).rejects.toThrow(named("InvalidParameterValue"));
});

test("what is not done is refused by name", async () => {
  const refused = (says: string) => ({
    name: "LocalCloudDoesNotSupport",
    message: expect.stringContaining(says),
  });
  await expect(client.send(new SendMessageCommand({ QueueUrl: "a", MessageBody: "b" }))).rejects.toMatchObject(
    refused("AmazonSQS.SendMessage"),
  );
  const elsewhere = new StartMessageMoveTaskCommand({ SourceArn: aQueue(), DestinationArn: aQueue() });
  await expect(client.send(elsewhere)).rejects.toMatchObject(refused("StartMessageMoveTask with DestinationArn"));
});

test("queues, messages, receive counts and hiding survive a restart; declaring a queue again empties nothing", async () => {
  const arn = aQueue({ name: "kept", visibilityTimeout: 100 });
  await send(arn, "hidden");
  await take(arn);
  await send(arn, "visible");
  await queues.close();
  await start();
  aQueue({ name: "kept", visibilityTimeout: 100 });
  expect(await bodies(arn)).toEqual(["visible"]);
  pass(101);
  expect((await take(arn)).map(({ event }) => event)).toMatchObject([
    { body: "hidden", attributes: { ApproximateReceiveCount: "2" } },
    { body: "visible" },
  ]);
});

test("an event source is told when there may be a message: sent, shown again, or come as a dead letter", async () => {
  const dead = aQueue();
  const arn = aQueue({ visibilityTimeout: 10, redrive: { deadLetterArn: dead, maxReceiveCount: 1 } });
  const heard: string[] = [];
  const unwatch = queues.watch((queueArn) => heard.push(queueArn));
  await send(arn, "m");
  const [record] = await take(arn);
  pass(11);
  expect(heard).toEqual([arn, arn]);
  expect(await take(arn)).toEqual([]);
  expect(heard.at(-1)).toBe(dead);
  const [letter] = await take(dead);
  expect(letter?.messageId).toBe(record?.messageId);
  const before = heard.length;
  unwatch();
  await send(arn, "n");
  expect(heard).toHaveLength(before);
});

test("a role needs its grants", async () => {
  const policy = { Statement: { Effect: "Allow" as const, Action: "sqs:SendMessage", Resource: arnOf("granted-*") } };
  const own = mkdtempSync(join(tmpdir(), "queues-"));
  const access = accessOf(new Map([["sender", { policies: [policy] }]]), { folder: own, now: () => clock.now() });
  const { authorise, callerOf, callerAs } = access;
  const judged = await startQueues({ folder: own, clock, authorise, callerOf });
  judged.declare({ name: "granted-1", visibilityTimeout: 60, retention: 3600 });
  await judged.send(arnOf("granted-1"), "m", callerAs("sender"));
  await expect(judged.receive(arnOf("granted-1"), 1, callerAs("sender"))).rejects.toThrow(
    /role\/sender\/local is not authorized to perform: sqs:ReceiveMessage on resource: arn:aws-cn:sqs:.*:granted-1/,
  );
  await expect(judged.send(arnOf("another"), "m", callerAs("sender"))).rejects.toThrow("sqs:SendMessage");
  await expect(judged.send(arnOf("granted-none"), "m", callerAs("sender"))).rejects.toThrow(named("QueueDoesNotExist"));
  await judged.close();
  rmSync(own, { recursive: true });
});

test("ten thousand messages go through, and the log does not keep what is gone", async () => {
  const arn = aQueue();
  for (let n = 0; n < 10_000; n += 1) await send(arn, `m${n}`);
  let left = 10_000;
  while (left > 0) {
    const records = await take(arn);
    const handles = records.map((it) => it.receiptHandle);
    await queues.remove(arn, handles, tester);
    left -= records.length;
  }
  expect(statSync(join(folder, "queues.jsonl")).size).toBeLessThan(4_000_000);
});
