import { Duration, type Stack } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { typeOf } from "../functions/kernel/event.ts";
import type { ContextDeclaration } from "./context.ts";
import type { Names } from "./names.ts";

type Hears = NonNullable<ContextDeclaration["listener"]>["hears"];

/**
 * The queue by which a context hears events, filled by a rule on the bus, and the one for what it gave up. Stands in
 * the stack itself: the logical ids of queues must not change with our files.
 */
export const queuesOf = (scope: Stack, names: Names, name: string, hears: Hears): { queue: Queue; dead: Queue } => {
  const dead = new Queue(scope, "ListenerDead", {
    queueName: names.of(name, "listener-dead"),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    // What five tries in minutes did not do is tried again so often: an outage ends without anybody's hand.
    visibilityTimeout: Duration.hours(1),
  });
  const queue = new Queue(scope, "ListenerQueue", {
    queueName: names.of(name, "listener"),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    // Six times the function's time, as Lambda asks of the queues it reads.
    visibilityTimeout: Duration.seconds(6 * 28),
    deadLetterQueue: { queue: dead, maxReceiveCount: 5 },
  });
  new Rule(scope, "Hears", {
    ruleName: names.of(name, "hears"),
    eventBus: EventBus.fromEventBusName(scope, "Bus", names.of("events")),
    eventPattern:
      hears === "waits"
        ? { detail: { wait: { kind: [{ exists: true }] } } }
        : { detailType: hears.map((schema) => typeOf(schema)) },
    // An event that cannot even be put into the queue is not lost either.
    targets: [new SqsQueue(queue, { deadLetterQueue: dead })],
  });
  return { queue, dead };
};
