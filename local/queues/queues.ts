import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault } from "../shared/fault.ts";
import { Faults, serveJsonWithFaults, strictly } from "../shared/faults.ts";
import { checkBody, type Message, md5 } from "./message.ts";
import type { Queue, QueueFacts } from "./queue.ts";
import { QueueStore } from "./store.ts";

type QueuesOptions = {
  readonly folder: string;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
};

/** A message as a function gets it (`aws:sqs`). */
export type QueueRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly event: Readonly<Record<string, unknown>>;
};

export type Queues = {
  readonly url: string;
  readonly port: number;
  /** Puts a queue in place as a template has it; what lies in it stays. */
  declare(facts: QueueFacts): void;
  /** The doors for services of this cloud; each acts as this caller and needs the caller's grants. */
  receive(queueArn: string, most: number, as: Caller): Promise<readonly QueueRecord[]>;
  remove(queueArn: string, receiptHandles: readonly string[], as: Caller): Promise<void>;
  send(queueArn: string, body: string, as: Caller): Promise<void>;
  /** Calls back whenever a queue may hold a message that can be taken. Returns the way out. */
  watch(changed: (queueArn: string) => void): () => void;
  close(): Promise<void>;
};

const SEPARATOR = "#";

const handleOf = ({ facts: { name } }: Queue, { id, receipt = "" }: Message): string =>
  Buffer.from([name, id, receipt].join(SEPARATOR)).toString("base64url");

/** The message of a handle; none for an older handle, which deletes nothing, in silence, as in SQS. */
const messageOf = (queue: Queue, handle: string): Message | undefined => {
  const [name, id, receipt] = Buffer.from(handle, "base64url").toString().split(SEPARATOR);
  if (name !== queue.facts.name || id === undefined || receipt === undefined)
    throw new ServiceFault("ReceiptHandleIsInvalid", "The receipt handle is not one of this queue.");
  const message = queue.find(id);
  return message?.receipt === receipt ? message : undefined;
};

/** Starts SQS on one machine; queues and messages lie in `folder`. */
export const startQueues = async ({
  folder,
  clock,
  authorise,
  callerOf,
  partition = "aws-cn",
  region = "cn-north-1",
  account = "000000000000",
}: QueuesOptions): Promise<Queues> => {
  const store = new QueueStore(folder, clock);
  const arnOf = (name: string) => `arn:${partition}:sqs:${region}:${account}:${name}`;

  /** The queue of an ARN, for one who may do this with it. */
  const queueOf = (caller: Caller, action: string, arn: string): Queue => {
    authorise(caller, { action: `sqs:${action}`, resource: arn });
    const name = arn.slice(arn.lastIndexOf(":") + 1);
    const queue = store.named(name);
    if (queue !== undefined && arn === arnOf(name)) return queue;
    throw new ServiceFault("QueueDoesNotExist", `The specified queue ${name} does not exist.`);
  };

  const eventOf = (queueArn: string, message: Message, receiptHandle: string) => ({
    messageId: message.id,
    receiptHandle,
    body: message.body,
    attributes: {
      SenderId: message.sender,
      SentTimestamp: String(message.sentAt),
      ApproximateReceiveCount: String(message.receiveCount),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
      ...(message.deadLetterOf !== undefined && { DeadLetterQueueSourceArn: arnOf(message.deadLetterOf) }),
    },
    messageAttributes: {},
    md5OfBody: md5(message.body),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region,
  });

  const operations = {
    StartMessageMoveTask: strictly(z.strictObject({ SourceArn: z.string() }), ({ SourceArn }, accessKeyId) => {
      const caller = callerOf(accessKeyId);
      const from = queueOf(caller, "StartMessageMoveTask", SourceArn);
      if (!store.queues().some(({ facts }) => facts.redrive?.deadLetterArn === SourceArn))
        throw new ServiceFault("InvalidParameterValue", "The source must be the dead-letter queue of another queue.");
      store.settle(from);
      const now = clock.now();
      const moves = from.first().map((message) => {
        const to = queueOf(caller, "SendMessage", arnOf(message.deadLetterOf ?? ""));
        const { body, sender } = message;
        return {
          id: message.id,
          to,
          as: { id: randomUUID(), body, sender, sentAt: now, visibleAt: now, receiveCount: 0 },
        };
      });
      store.move(from, moves);
      return { TaskHandle: Buffer.from(JSON.stringify({ SourceArn, moved: moves.length })).toString("base64") };
    }),
  };
  const listening = await serveJsonWithFaults({ service: "SQS", operations, faults: new Faults() });
  return {
    url: listening.url,
    port: listening.port,
    declare: (facts) => store.save(facts),
    receive: async (queueArn, most, as) => {
      const queue = queueOf(as, "ReceiveMessage", queueArn);
      return store.take(queue, most).map((message) => {
        const receiptHandle = handleOf(queue, message);
        return { messageId: message.id, receiptHandle, event: eventOf(queueArn, message, receiptHandle) };
      });
    },
    remove: async (queueArn, receiptHandles, as) => {
      const queue = queueOf(as, "DeleteMessage", queueArn);
      const ids = receiptHandles.flatMap((handle) => messageOf(queue, handle)?.id ?? []);
      store.remove(queue, ids);
    },
    send: async (queueArn, body, as) => {
      const queue = queueOf(as, "SendMessage", queueArn);
      checkBody(body);
      const now = clock.now();
      store.add(queue, { id: randomUUID(), body, sender: as.role, sentAt: now, visibleAt: now, receiveCount: 0 });
    },
    watch: (changed) => store.watch(({ facts }) => changed(arnOf(facts.name))),
    close: async () => {
      await listening.close();
      store.close();
    },
  };
};
