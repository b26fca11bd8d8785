import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { Faults, serveJsonWithFaults } from "../shared/faults.ts";
import { Desk, type UseKey } from "./desk.ts";
import { manageOperations } from "./manage.ts";
import { type MessageAttributes, md5 } from "./message.ts";
import { QueueStore } from "./store.ts";
import { messageOperations, systemAttributes } from "./use.ts";

export type QueuesOptions = {
  readonly folder: string;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  /** Asked when a queue has a customer-managed key; absent, keys are not asked about. */
  readonly useKey?: UseKey;
  readonly port?: number;
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
  readonly faults: Faults;
  /** The doors for services of this cloud; each acts as this caller and needs the caller's grants. */
  receive(queueArn: string, most: number, as: Caller): Promise<readonly QueueRecord[]>;
  remove(queueArn: string, receiptHandles: readonly string[], as: Caller): Promise<void>;
  send(queueArn: string, body: string, as: Caller): Promise<void>;
  /** Calls back whenever a queue may hold a message that can be taken. Returns the way out. */
  watch(changed: (queueArn: string) => void): () => void;
  /** The same for one queue. */
  onMessage(queueArn: string, listener: () => void): () => void;
  close(): Promise<void>;
};

/** Starts SQS on one machine; queues and messages lie in `folder`. */
export const startQueues = async ({
  folder,
  clock,
  authorise,
  callerOf,
  useKey = async () => undefined,
  port = 0,
  partition = "aws-cn",
  region = "cn-north-1",
  account = "000000000000",
}: QueuesOptions): Promise<Queues> => {
  const store = new QueueStore(folder, clock);
  const prefix = `arn:${partition}:sqs:${region}:${account}`;
  const desk = new Desk({ store, clock, authorise, useKey, prefix });
  const faults = new Faults();
  const where = { url: "" };
  let isClosed = false;
  const operations = {
    ...manageOperations(desk, callerOf, (name) => `${where.url}/${account}/${name}`),
    ...messageOperations(desk, callerOf, () => isClosed),
  };
  const listening = await serveJsonWithFaults({ service: "SQS", operations, faults }, port);
  where.url = listening.url;
  const watch = (changed: (queueArn: string) => void) => store.watch(({ facts }) => changed(desk.arnOf(facts.name)));
  return {
    url: listening.url,
    port: listening.port,
    faults,
    receive: async (queueArn, most, as) => {
      const queue = desk.queue(as, "ReceiveMessage", queueArn);
      const taken = await desk.take(as, queue, most);
      return taken.map((message) => {
        const receiptHandle = desk.handleOf(queue, message);
        const event = {
          messageId: message.id,
          receiptHandle,
          body: message.body,
          attributes: systemAttributes(message, (name) => desk.arnOf(name)),
          messageAttributes: attributesForFunctions(message.attributes),
          md5OfBody: md5(message.body),
          eventSource: "aws:sqs",
          eventSourceARN: queueArn,
          awsRegion: region,
        };
        return { messageId: message.id, receiptHandle, event };
      });
    },
    remove: async (queueArn, receiptHandles, as) => {
      desk.delete(desk.queue(as, "DeleteMessage", queueArn), receiptHandles);
    },
    send: async (queueArn, body, as) => {
      await desk.send(as, desk.queue(as, "SendMessage", queueArn), [{ body }]);
    },
    watch,
    onMessage: (queueArn, listener) =>
      watch((changed) => {
        if (changed === queueArn) listener();
      }),
    close: async () => {
      isClosed = true;
      await listening.close();
      store.close();
    },
  };
};

const attributesForFunctions = (attributes: MessageAttributes) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType: dataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType,
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
