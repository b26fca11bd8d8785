import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Caller } from "../shared/caller.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { strictly } from "../shared/faults.ts";
import type { JsonOperation } from "../shared/server.ts";
import { checked, redriveOf, withDefaults } from "./attributes.ts";
import type { Desk } from "./desk.ts";
import type { Queue } from "./queue.ts";

type CallerOf = (accessKeyId: string) => Caller;

const PURGE_PAUSE = 60_000;
const QueueUrl = z.string().min(1);
const Attributes = z.record(z.string(), z.string());

const nameChecked = (name: string): string => {
  if (name.endsWith(".fifo")) throw unsupported("SQS", `FIFO queues (${name})`);
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return name;
  throw new ServiceFault("InvalidParameterValue", "A queue name has 1 to 80 letters, digits, hyphens or underscores.");
};

/** Queues: made, found, described, changed, emptied; and the way back from dead letters. */
export const manageOperations = (
  desk: Desk,
  callerOf: CallerOf,
  urlOf: (name: string) => string,
): Record<string, JsonOperation> => {
  const { store, clock } = desk;

  const allAttributes = (queue: Queue): Record<string, string> => {
    store.settle(queue);
    const { visible, inFlight, delayed } = queue.counts();
    return {
      ...withDefaults(queue.facts.attributes),
      QueueArn: desk.arnOf(queue.facts.name),
      CreatedTimestamp: String(Math.floor(queue.facts.createdAt / 1000)),
      LastModifiedTimestamp: String(Math.floor(queue.facts.changedAt / 1000)),
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      ApproximateNumberOfMessagesDelayed: String(delayed),
    };
  };

  return {
    CreateQueue: strictly(
      z.strictObject({ QueueName: z.string(), Attributes: Attributes.default({}), tags: Attributes.optional() }),
      ({ QueueName, Attributes: given }, key) => {
        const name = nameChecked(QueueName);
        desk.allow(callerOf(key), "CreateQueue", desk.arnOf(name));
        const attributes = checked(given);
        const known = store.named(name);
        if (known !== undefined) {
          const [old, fresh] = [withDefaults(known.facts.attributes), withDefaults(attributes)];
          const other = Object.keys(fresh).find((it) => old[it] !== fresh[it]);
          if (other === undefined) return { QueueUrl: urlOf(name) };
          const message = `A queue already exists with the same name and a different value for attribute ${other}`;
          throw new ServiceFault("QueueNameExists", message);
        }
        store.save({ name, attributes, createdAt: clock.now(), changedAt: clock.now() });
        return { QueueUrl: urlOf(name) };
      },
    ),
    DeleteQueue: strictly(z.strictObject({ QueueUrl }), (input, key) => {
      store.delete(desk.queue(callerOf(key), "DeleteQueue", input.QueueUrl));
    }),
    GetQueueUrl: strictly(z.strictObject({ QueueName: z.string() }), ({ QueueName }, key) => ({
      QueueUrl: urlOf(desk.queue(callerOf(key), "GetQueueUrl", QueueName).facts.name),
    })),
    ListQueues: strictly(
      z.strictObject({
        QueueNamePrefix: z.string().default(""),
        MaxResults: z.int().min(1).max(1000).default(1000),
        NextToken: z.string().optional(),
      }),
      ({ QueueNamePrefix, MaxResults, NextToken = "" }, key) => {
        desk.allow(callerOf(key), "ListQueues", desk.arnOf("*"));
        const names = store.queues().map(({ facts }) => facts.name);
        const after = names.filter((name) => name.startsWith(QueueNamePrefix) && name > NextToken).sort();
        const listed = after.slice(0, MaxResults);
        const more = after.length > listed.length ? { NextToken: listed.at(-1) } : {};
        return { QueueUrls: listed.map(urlOf), ...more };
      },
    ),
    GetQueueAttributes: strictly(
      z.strictObject({ QueueUrl, AttributeNames: z.array(z.string()).default([]) }),
      ({ QueueUrl: url, AttributeNames }, key) => {
        const all = allAttributes(desk.queue(callerOf(key), "GetQueueAttributes", url));
        const wanted = Object.entries(all).filter(
          ([it]) => AttributeNames.includes("All") || AttributeNames.includes(it),
        );
        return { Attributes: Object.fromEntries(wanted) };
      },
    ),
    SetQueueAttributes: strictly(
      z.strictObject({ QueueUrl, Attributes }),
      ({ QueueUrl: url, Attributes: given }, key) => {
        const { facts } = desk.queue(callerOf(key), "SetQueueAttributes", url);
        store.save({ ...facts, attributes: { ...facts.attributes, ...checked(given) }, changedAt: clock.now() });
      },
    ),
    PurgeQueue: strictly(z.strictObject({ QueueUrl }), (input, key) => {
      const queue = desk.queue(callerOf(key), "PurgeQueue", input.QueueUrl);
      const { name, purgedAt = 0 } = queue.facts;
      if (clock.now() - purgedAt < PURGE_PAUSE)
        throw new ServiceFault("PurgeQueueInProgress", `Only one PurgeQueue on ${name} is allowed every 60 seconds.`);
      store.remove(
        queue,
        queue.messages().map(({ id }) => id),
      );
      store.save({ ...queue.facts, purgedAt: clock.now() });
    }),
    StartMessageMoveTask: strictly(
      z.strictObject({ SourceArn: z.string(), DestinationArn: z.string().optional() }),
      ({ SourceArn, DestinationArn }, key) => {
        const caller = callerOf(key);
        const from = desk.queue(caller, "StartMessageMoveTask", SourceArn);
        store.settle(from);
        const sources = store
          .queues()
          .filter(({ facts }) => redriveOf(facts.attributes)?.deadLetterTargetArn === SourceArn);
        if (sources.length === 0)
          throw new ServiceFault("InvalidParameterValue", "The source must be the dead-letter queue of another queue.");
        const moves = from.visible().map((message) => {
          const home = DestinationArn ?? desk.arnOf(message.deadLetterOf ?? "");
          const { deadLetterOf: _, firstReceivedAt: __, receipt: ___, ...rest } = message;
          const now = clock.now();
          const as = { ...rest, id: randomUUID(), sentAt: now, visibleAt: now, receiveCount: 0 };
          return { id: message.id, to: desk.queue(caller, "SendMessage", home), as };
        });
        store.move(from, moves);
        return { TaskHandle: Buffer.from(JSON.stringify({ SourceArn, moved: moves.length })).toString("base64") };
      },
    ),
  };
};
