import * as z from "zod";
import type { Caller } from "../shared/caller.ts";
import { ServiceFault } from "../shared/fault.ts";
import { strictly } from "../shared/faults.ts";
import type { JsonOperation } from "../shared/server.ts";
import { LARGEST_MESSAGE } from "./attributes.ts";
import type { Desk } from "./desk.ts";
import { type Message, MessageAttributes, md5, md5OfAttributes, sizeOf } from "./message.ts";
import type { Queue } from "./queue.ts";

type CallerOf = (accessKeyId: string) => Caller;

const QueueUrl = z.string().min(1);
const Letter = {
  MessageBody: z.string(),
  DelaySeconds: z.int().min(0).max(900).optional(),
  MessageAttributes: MessageAttributes.default({}),
  MessageSystemAttributes: z
    .strictObject({ AWSTraceHeader: z.strictObject({ DataType: z.literal("String"), StringValue: z.string() }) })
    .optional(),
};
const Sent = z.strictObject(Letter);
const Id = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, "an entry's Id has 1 to 80 letters, digits, hyphens, underscores");
const Seconds = z.int().min(0).max(43_200);

const letterOf = (it: z.output<typeof Sent>) => ({
  body: it.MessageBody,
  attributes: it.MessageAttributes,
  traceHeader: it.MessageSystemAttributes?.AWSTraceHeader.StringValue,
  delaySeconds: it.DelaySeconds,
});

const receiptOf = ({ id, body, attributes }: Message) => ({
  MessageId: id,
  MD5OfMessageBody: md5(body),
  ...(Object.keys(attributes).length > 0 && { MD5OfMessageAttributes: md5OfAttributes(attributes) }),
});

const checkBatch = (entries: readonly { readonly Id: string }[]): void => {
  if (entries.length === 0) throw new ServiceFault("EmptyBatchRequest", "There must be at least one entry.");
  if (entries.length > 10)
    throw new ServiceFault("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10.");
  if (new Set(entries.map((it) => it.Id)).size < entries.length)
    throw new ServiceFault("BatchEntryIdsNotDistinct", "Two entries have the same Id.");
};

type Failure = { readonly Id: string; readonly Code: string; readonly Message: string; readonly SenderFault: boolean };

/** Does each entry by itself: one that cannot be done fails alone, as in SQS. */
const each = async <Entry extends { readonly Id: string }, Done>(
  entries: readonly Entry[],
  act: (entry: Entry) => Promise<Done> | Done,
): Promise<{ Successful: (Done & { Id: string })[]; Failed: Failure[] }> => {
  checkBatch(entries);
  const Successful: (Done & { Id: string })[] = [];
  const Failed: Failure[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ ...(await act(entry)), Id: entry.Id });
    } catch (fault) {
      if (!(fault instanceof ServiceFault) || fault.status === 501) throw fault;
      Failed.push({ Id: entry.Id, Code: fault.name, Message: fault.message, SenderFault: fault.status < 500 });
    }
  }
  return { Successful, Failed };
};

/** What SQS tells about a message beside its body, under its own names. */
export const systemAttributes = (it: Message, arnOf: (name: string) => string): Record<string, string> => ({
  SenderId: it.sender,
  SentTimestamp: String(it.sentAt),
  ApproximateReceiveCount: String(it.receiveCount),
  ApproximateFirstReceiveTimestamp: String(it.firstReceivedAt ?? it.sentAt),
  ...(it.traceHeader !== undefined && { AWSTraceHeader: it.traceHeader }),
  ...(it.deadLetterOf !== undefined && { DeadLetterQueueSourceArn: arnOf(it.deadLetterOf) }),
});

const wantedAttributes = (attributes: MessageAttributes, names: readonly string[]): MessageAttributes => {
  const wants = (name: string) =>
    names.some(
      (it) => it === "All" || it === ".*" || it === name || (it.endsWith(".*") && name.startsWith(it.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wants(name)));
};

/** Messages: sent, received, hidden longer, deleted. */
export const messageOperations = (
  desk: Desk,
  callerOf: CallerOf,
  closed: () => boolean,
): Record<string, JsonOperation> => {
  const { clock, store } = desk;

  /** Takes what is there, or waits for it as long as the caller asked, on the platform's clock. */
  const takeOrWait = async (caller: Caller, queue: Queue, most: number, wait: number, seconds?: number) => {
    const deadline = clock.now() + wait * 1000;
    for (;;) {
      if (closed()) return [];
      const taken = await desk.take(caller, queue, most, seconds);
      if (taken.length > 0 || clock.now() >= deadline) return taken;
      await changeOf(queue, deadline);
    }
  };

  const changeOf = (queue: Queue, deadline: number): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        unwatchQueue();
        unwatchClock();
        resolve();
      };
      const unwatchQueue = store.watch((changed) => {
        if (changed === queue) done();
      });
      const unwatchClock = clock.watch((now) => {
        if (now >= deadline || closed()) done();
      });
    });

  return {
    SendMessage: strictly(z.strictObject({ QueueUrl, ...Letter }), async ({ QueueUrl: url, ...letter }, key) => {
      const caller = callerOf(key);
      const queue = desk.queue(caller, "SendMessage", url);
      const [message] = await desk.send(caller, queue, [letterOf(letter)]);
      return message === undefined ? {} : receiptOf(message);
    }),
    SendMessageBatch: strictly(
      z.strictObject({ QueueUrl, Entries: z.array(z.strictObject({ Id, ...Letter })) }),
      async ({ QueueUrl: url, Entries }, key) => {
        const caller = callerOf(key);
        const queue = desk.queue(caller, "SendMessage", url);
        const whole = Entries.reduce((sum, it) => sum + sizeOf(it.MessageBody, it.MessageAttributes), 0);
        if (whole > LARGEST_MESSAGE)
          throw new ServiceFault(
            "BatchRequestTooLong",
            `Batch requests cannot be longer than ${LARGEST_MESSAGE} bytes.`,
          );
        return each(Entries, async ({ Id: _, ...letter }) => {
          const [message] = await desk.send(caller, queue, [letterOf(letter)]);
          return message === undefined ? {} : receiptOf(message);
        });
      },
    ),
    ReceiveMessage: strictly(
      z.strictObject({
        QueueUrl,
        AttributeNames: z.array(z.string()).default([]),
        MessageSystemAttributeNames: z.array(z.string()).default([]),
        MessageAttributeNames: z.array(z.string()).default([]),
        MaxNumberOfMessages: z.int().min(1).max(10).default(1),
        VisibilityTimeout: Seconds.optional(),
        WaitTimeSeconds: z.int().min(0).max(20).optional(),
      }),
      async (input, key) => {
        const caller = callerOf(key);
        const queue = desk.queue(caller, "ReceiveMessage", input.QueueUrl);
        const wait = input.WaitTimeSeconds ?? queue.number("ReceiveMessageWaitTimeSeconds");
        const taken = await takeOrWait(caller, queue, input.MaxNumberOfMessages, wait, input.VisibilityTimeout);
        const names = new Set([...input.AttributeNames, ...input.MessageSystemAttributeNames]);
        const Messages = taken.map((message) => {
          const system = Object.entries(systemAttributes(message, (name) => desk.arnOf(name)));
          const told = system.filter(([name]) => names.has("All") || names.has(name));
          const attributes = wantedAttributes(message.attributes, input.MessageAttributeNames);
          return {
            MessageId: message.id,
            ReceiptHandle: desk.handleOf(queue, message),
            Body: message.body,
            MD5OfBody: md5(message.body),
            ...(told.length > 0 && { Attributes: Object.fromEntries(told) }),
            ...(Object.keys(attributes).length > 0 && {
              MessageAttributes: attributes,
              MD5OfMessageAttributes: md5OfAttributes(attributes),
            }),
          };
        });
        return Messages.length === 0 ? {} : { Messages };
      },
    ),
    DeleteMessage: strictly(z.strictObject({ QueueUrl, ReceiptHandle: z.string() }), (input, key) => {
      desk.delete(desk.queue(callerOf(key), "DeleteMessage", input.QueueUrl), [input.ReceiptHandle]);
    }),
    DeleteMessageBatch: strictly(
      z.strictObject({ QueueUrl, Entries: z.array(z.strictObject({ Id, ReceiptHandle: z.string() })) }),
      ({ QueueUrl: url, Entries }, key) => {
        const queue = desk.queue(callerOf(key), "DeleteMessage", url);
        return each(Entries, ({ ReceiptHandle }) => {
          desk.delete(queue, [ReceiptHandle]);
          return {};
        });
      },
    ),
    ChangeMessageVisibility: strictly(
      z.strictObject({ QueueUrl, ReceiptHandle: z.string(), VisibilityTimeout: Seconds }),
      ({ QueueUrl: url, ReceiptHandle, VisibilityTimeout }, key) => {
        desk.hide(desk.queue(callerOf(key), "ChangeMessageVisibility", url), ReceiptHandle, VisibilityTimeout);
      },
    ),
  };
};
