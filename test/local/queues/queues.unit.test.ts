import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AddPermissionCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { accessOf } from "../../../local/access/access.ts";
import { type Queues, startQueues } from "../../../local/queues/queues.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";

const folder = mkdtempSync(join(tmpdir(), "queues-"));
const clock = new MovableClock();
const tester = { accessKeyId: "AKIATEST", role: "tester" };
let queues: Queues;
let client: SQSClient;

const clientOf = (endpoint: string, credentials = { accessKeyId: "AKIATEST", secretAccessKey: "x" }) =>
  new SQSClient({ region: "cn-north-1", endpoint, credentials, maxAttempts: 1 });

const start = async () => {
  queues = await startQueues({ folder, clock, authorise: allowAll, callerOf: () => tester });
  client = clientOf(queues.url);
};
beforeAll(start);
afterAll(async () => {
  await queues.close();
  clock.stop();
  rmSync(folder, { recursive: true });
});

let counter = 0;
const arnOf = (name: string) => `arn:aws-cn:sqs:cn-north-1:000000000000:${name}`;
const create = async (Attributes: Partial<Record<QueueAttributeName, string>> = {}) => {
  counter += 1;
  const name = `queue-${counter}`;
  const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return { name, arn: arnOf(name), QueueUrl };
};
const send = (QueueUrl: string, MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const counts = async (QueueUrl: string) => {
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return [Attributes?.ApproximateNumberOfMessages, Attributes?.ApproximateNumberOfMessagesNotVisible];
};
const pass = (seconds: number) => clock.moveTo(clock.now() + seconds * 1000);
const named = (name: string) => expect.objectContaining({ name });

describe("messages", () => {
  test("a message taken is hidden until its time has passed on our clock, and gone once deleted", async () => {
    const { QueueUrl } = await create({ VisibilityTimeout: "60" });
    await send(QueueUrl, "hello 你好");
    const [first] = await receive(QueueUrl, { MessageSystemAttributeNames: ["All"] });
    expect(first).toMatchObject({
      Body: "hello 你好",
      Attributes: { ApproximateReceiveCount: "1", SenderId: "tester" },
    });
    expect(await receive(QueueUrl)).toEqual([]);
    expect(await counts(QueueUrl)).toEqual(["0", "1"]);
    pass(61);
    const [again] = await receive(QueueUrl, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect(again).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: "2" } });
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await counts(QueueUrl)).toEqual(["0", "1"]);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
    expect(await counts(QueueUrl)).toEqual(["0", "0"]);
  });

  test("attributes travel with their digest, and only those asked for come back", async () => {
    const { QueueUrl } = await create();
    const MessageAttributes = {
      one: { DataType: "String", StringValue: "1" },
      two: { DataType: "Binary", BinaryValue: Buffer.from([1, 2]) },
    };
    const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "m", MessageAttributes }));
    expect(sent.MD5OfMessageBody).toBe("6f8f57715090da2632453988d9a1501b");
    const [all] = await receive(QueueUrl, { MessageAttributeNames: ["All"], VisibilityTimeout: 0 });
    expect(all?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    expect(Buffer.from(all?.MessageAttributes?.["two"]?.BinaryValue ?? [])).toEqual(Buffer.from([1, 2]));
    const [some] = await receive(QueueUrl, { MessageAttributeNames: ["o.*"] });
    expect(Object.keys(some?.MessageAttributes ?? {})).toEqual(["one"]);
  });

  test("a message sent for later is not there before", async () => {
    const { QueueUrl } = await create();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "later", DelaySeconds: 300 }));
    expect(await receive(QueueUrl)).toEqual([]);
    pass(301);
    expect(await receive(QueueUrl)).toHaveLength(1);
  });

  test("a message is kept as long as the queue keeps messages", async () => {
    const { QueueUrl } = await create({ MessageRetentionPeriod: "3600" });
    await send(QueueUrl, "old");
    pass(3601);
    expect(await receive(QueueUrl)).toEqual([]);
    expect(await counts(QueueUrl)).toEqual(["0", "0"]);
  });

  test("visibility can be given up or prolonged while a message is in flight, not otherwise", async () => {
    const { QueueUrl } = await create({ VisibilityTimeout: "60" });
    await send(QueueUrl, "m");
    const [message] = await receive(QueueUrl);
    const change = (VisibilityTimeout: number) =>
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
      );
    await change(600);
    pass(61);
    expect(await receive(QueueUrl)).toEqual([]);
    await change(0);
    await expect(change(10)).rejects.toThrow(named("MessageNotInflight"));
    expect(await receive(QueueUrl)).toHaveLength(1);
  });

  test("a long poll ends with the first message, and with our clock if none comes", async () => {
    const { QueueUrl } = await create({ ReceiveMessageWaitTimeSeconds: "20" });
    const waiting = receive(QueueUrl);
    await counts(QueueUrl);
    await send(QueueUrl, "at last");
    expect((await waiting).map(({ Body }) => Body)).toEqual(["at last"]);
    const empty = receive(QueueUrl);
    await counts(QueueUrl);
    pass(21);
    expect(await empty).toEqual([]);
  });

  test("in a batch each entry stands for itself, and the batch has limits", async () => {
    const { QueueUrl } = await create({ MaximumMessageSize: "1024" });
    const batch = (bodies: string[], ids = bodies.map((_, place) => `id${place}`)) =>
      client.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: bodies.map((MessageBody, place) => ({ Id: ids[place], MessageBody })),
        }),
      );
    const { Successful, Failed } = await batch(["a", "x".repeat(1025), "b"]);
    expect(Successful?.map(({ Id }) => Id)).toEqual(["id0", "id2"]);
    expect(Failed).toMatchObject([{ Id: "id1", Code: "InvalidParameterValue", SenderFault: true }]);
    await expect(batch([])).rejects.toThrow(named("EmptyBatchRequest"));
    await expect(batch(Array(11).fill("a"))).rejects.toThrow(named("TooManyEntriesInBatchRequest"));
    await expect(batch(["a", "b"], ["same", "same"])).rejects.toThrow(named("BatchEntryIdsNotDistinct"));
    const Entries = (await receive(QueueUrl)).map(({ ReceiptHandle }, place) => ({ Id: `d${place}`, ReceiptHandle }));
    const deleted = await client.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [...Entries, { Id: "bad", ReceiptHandle: "bad" }] }),
    );
    expect(deleted.Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }]);
    expect(await counts(QueueUrl)).toEqual(["0", "0"]);
  });

  test("characters that SQS does not carry are refused", async () => {
    const { QueueUrl } = await create();
    await expect(send(QueueUrl, "a\u0000b")).rejects.toThrow(named("InvalidMessageContents"));
    await expect(send(QueueUrl, "")).rejects.toThrow(named("MissingParameter"));
  });
});

describe("dead letters", () => {
  test("a message received too often goes to the dead letters and can be sent back from there", async () => {
    const dead = await create();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const { QueueUrl, arn } = await create({ RedrivePolicy, VisibilityTimeout: "10" });
    await send(QueueUrl, "poison");
    for (let round = 0; round < 2; round += 1) {
      expect(await receive(QueueUrl)).toHaveLength(1);
      pass(11);
    }
    expect(await receive(QueueUrl)).toEqual([]);
    const [letter] = await receive(dead.QueueUrl, { MessageSystemAttributeNames: ["All"], VisibilityTimeout: 0 });
    expect(letter).toMatchObject({ Body: "poison", Attributes: { DeadLetterQueueSourceArn: arn } });
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
    expect(await counts(dead.QueueUrl)).toEqual(["0", "0"]);
    const [back] = await receive(QueueUrl, { MessageSystemAttributeNames: ["All"] });
    expect(back).toMatchObject({ Body: "poison", Attributes: { ApproximateReceiveCount: "1" } });
    expect(back?.MessageId).not.toBe(letter?.MessageId);
    const wrong = client.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
    await expect(wrong).rejects.toThrow(named("InvalidParameterValue"));
  });
});

describe("queues", () => {
  test("a queue is found by name, listed, changed, purged once a minute and deleted", async () => {
    const { name, QueueUrl } = await create({ SqsManagedSseEnabled: "true" });
    expect((await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl).toBe(QueueUrl);
    const listed = await client.send(new ListQueuesCommand({ QueueNamePrefix: name }));
    expect(listed.QueueUrls).toEqual([QueueUrl]);
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "7" } }));
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    expect(Attributes).toMatchObject({ VisibilityTimeout: "7", SqsManagedSseEnabled: "true", QueueArn: arnOf(name) });
    await send(QueueUrl, "m");
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await receive(QueueUrl)).toEqual([]);
    await expect(client.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toThrow(named("PurgeQueueInProgress"));
    await client.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(send(QueueUrl, "m")).rejects.toThrow(named("QueueDoesNotExist"));
  });

  test("creating a queue again is harmless with the same settings and refused with others", async () => {
    const { name, QueueUrl } = await create({ DelaySeconds: "1" });
    const again = (DelaySeconds: string) =>
      client.send(new CreateQueueCommand({ QueueName: name, Attributes: { DelaySeconds } }));
    expect((await again("1")).QueueUrl).toBe(QueueUrl);
    await expect(again("2")).rejects.toThrow(named("QueueNameExists"));
  });

  test.each([
    [new CreateQueueCommand({ QueueName: "a.fifo", Attributes: { FifoQueue: "true" } }), "FIFO queues"],
    [
      new CreateQueueCommand({ QueueName: "a", Attributes: { RedriveAllowPolicy: "{}" } }),
      "the queue attribute RedriveAllowPolicy",
    ],
    [
      new SendMessageCommand({ QueueUrl: "a", MessageBody: "b", MessageGroupId: "g" }),
      "SendMessage with MessageGroupId",
    ],
    [
      new AddPermissionCommand({ QueueUrl: "a", Label: "l", AWSAccountIds: [], Actions: [] }),
      "AmazonSQS.AddPermission",
    ],
  ])("what is not done is refused by name (%#)", async (command, says) => {
    await expect(client.send(command as SendMessageCommand)).rejects.toMatchObject({
      name: "LocalCloudDoesNotSupport",
      message: expect.stringContaining(says),
    });
  });

  test("a setting outside its range is refused", async () => {
    await expect(create({ VisibilityTimeout: "43201" })).rejects.toThrow(named("InvalidAttributeValue"));
    await expect(create({ RedrivePolicy: "{}" })).rejects.toThrow(named("InvalidAttributeValue"));
  });
});

describe("on this machine", () => {
  test("queues, messages, receive counts and hiding survive a restart", async () => {
    const { name, QueueUrl, arn } = await create({ VisibilityTimeout: "100" });
    await send(QueueUrl, "hidden");
    await receive(QueueUrl);
    await send(QueueUrl, "visible");
    await queues.close();
    await start();
    const url = (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? "";
    expect((await receive(url)).map(({ Body }) => Body)).toEqual(["visible"]);
    pass(101);
    const records = await queues.receive(arn, 10, tester);
    expect(records.map(({ event }) => event)).toMatchObject([
      { body: "hidden", eventSource: "aws:sqs", eventSourceARN: arn, attributes: { ApproximateReceiveCount: "2" } },
      { body: "visible", awsRegion: "cn-north-1" },
    ]);
  });

  test("an event source is told when there may be a message: sent, shown again, or come as a dead letter", async () => {
    const dead = await create();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    const { arn } = await create({ VisibilityTimeout: "10", RedrivePolicy });
    const heard: string[] = [];
    const unwatch = queues.watch((queueArn) => heard.push(queueArn));
    let own = 0;
    const silence = queues.onMessage(arn, () => {
      own += 1;
    });
    await queues.send(arn, "m", tester);
    const [record] = await queues.receive(arn, 10, tester);
    pass(11);
    expect(heard).toEqual([arn, arn]);
    expect(await queues.receive(arn, 10, tester)).toEqual([]);
    expect(heard.at(-1)).toBe(dead.arn);
    expect(own).toBe(2);
    const [letter] = await queues.receive(dead.arn, 10, tester);
    expect(letter?.messageId).toBe(record?.messageId);
    await queues.remove(dead.arn, [letter?.receiptHandle ?? ""], tester);
    unwatch();
    silence();
    await queues.send(arn, "n", tester);
    expect(own).toBe(2);
  });

  test("a role needs its grants, and the key of the queue is asked about", async () => {
    const policy = { Statement: { Effect: "Allow" as const, Action: "sqs:SendMessage", Resource: arnOf("granted-*") } };
    const own = mkdtempSync(join(tmpdir(), "queues-"));
    const access = accessOf(new Map([["sender", { policies: [policy] }]]), { folder: own, now: () => clock.now() });
    const asked: string[] = [];
    const other = await startQueues({
      folder: own,
      clock,
      authorise: access.authorise,
      callerOf: access.callerOf,
      useKey: async ({ role }, action, keyId) => void asked.push(`${role} ${action} ${keyId}`),
    });
    const operator = clientOf(other.url, access.issueKey("operator"));
    const sender = clientOf(other.url, access.issueKey("sender"));
    const KmsMasterKeyId = "alias/queues";
    const { QueueUrl } = await operator.send(
      new CreateQueueCommand({ QueueName: "granted-1", Attributes: { KmsMasterKeyId } }),
    );
    await sender.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
    expect(asked).toEqual(["sender GenerateDataKey alias/queues"]);
    await expect(sender.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toThrow(
      /role\/sender\/local is not authorized to perform: sqs:ReceiveMessage on resource: arn:aws-cn:sqs:.*:granted-1/,
    );
    await expect(other.receive(arnOf("granted-1"), 1, access.callerAs("sender"))).rejects.toThrow("sqs:ReceiveMessage");
    await other.close();
    rmSync(own, { recursive: true });
  });

  test("ordered faults: a lost reply has sent the message, a broken connection before has not", async () => {
    const { QueueUrl } = await create();
    queues.faults.next({ operation: "SendMessage" }, "timeout-before");
    await expect(send(QueueUrl, "m")).rejects.toThrow();
    expect(await counts(QueueUrl)).toEqual(["0", "0"]);
    queues.faults.next({ operation: "SendMessage" }, "lost-reply");
    await expect(send(QueueUrl, "m")).rejects.toThrow();
    expect(await counts(QueueUrl)).toEqual(["1", "0"]);
    queues.faults.next({ operation: "SendMessage" }, "throttle", 2);
    await expect(send(QueueUrl, "m")).rejects.toThrow(named("ThrottlingException"));
    await expect(send(QueueUrl, "m")).rejects.toThrow(named("ThrottlingException"));
    await send(QueueUrl, "m");
  });

  test("ten thousand messages go through, and the log does not keep what is gone", async () => {
    const { arn } = await create();
    const started = performance.now();
    for (let n = 0; n < 10_000; n += 1) await queues.send(arn, `m${n}`, tester);
    let left = 10_000;
    while (left > 0) {
      const records = await queues.receive(arn, 10, tester);
      await queues.remove(
        arn,
        records.map((it) => it.receiptHandle),
        tester,
      );
      left -= records.length;
    }
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(statSync(join(folder, "queues.jsonl")).size).toBeLessThan(4_000_000);
  });
});
