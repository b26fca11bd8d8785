import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Assembly } from "../../template/assembly.ts";
import { type Of, ofType } from "./of-type.ts";

const attributesOf = ({ properties }: Of<"AWS::SQS::Queue">): Record<string, string> => ({
  VisibilityTimeout: String(properties.VisibilityTimeout),
  MessageRetentionPeriod: String(properties.MessageRetentionPeriod),
  DelaySeconds: String(properties.DelaySeconds),
  ReceiveMessageWaitTimeSeconds: String(properties.ReceiveMessageWaitTimeSeconds),
  RedrivePolicy: properties.RedrivePolicy === undefined ? "" : JSON.stringify(properties.RedrivePolicy),
});

/** Makes every queue that is missing and sets what the templates say of each. */
export const provisionQueues = async (assembly: Assembly, sqs: SQSClient): Promise<void> => {
  for (const queue of ofType(assembly, "AWS::SQS::Queue")) {
    const QueueUrl = await urlOf(sqs, queue.name);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributesOf(queue) }));
  }
  for (const { properties } of ofType(assembly, "AWS::SQS::QueuePolicy")) {
    const Attributes = { Policy: JSON.stringify(properties.PolicyDocument) };
    for (const url of properties.Queues) {
      const QueueUrl = await urlOf(sqs, url.split("/").at(-1) ?? "");
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    }
  }
};

const urlOf = async (sqs: SQSClient, QueueName: string): Promise<string | undefined> => {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    return (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl;
  }
};
