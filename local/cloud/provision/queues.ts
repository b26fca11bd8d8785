import type { Queues } from "../../queues/queues.ts";
import type { Assembly } from "../../template/assembly.ts";
import { ofType } from "./of-type.ts";

/** Puts every queue in place; policies of queues are read where services are granted what they do (principals.ts). */
export const provisionQueues = (assembly: Assembly, queues: Queues): void => {
  for (const { name, properties } of ofType(assembly, "AWS::SQS::Queue")) {
    const { RedrivePolicy: policy } = properties;
    queues.declare({
      name,
      visibilityTimeout: properties.VisibilityTimeout,
      retention: properties.MessageRetentionPeriod,
      ...(policy && {
        redrive: { deadLetterArn: policy.deadLetterTargetArn, maxReceiveCount: policy.maxReceiveCount },
      }),
    });
  }
};
