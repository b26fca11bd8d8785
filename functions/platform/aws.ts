import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { MiddlewareStack } from "@smithy/types";

/** One AWS call as it was made: which service, which operation. */
export type AwsCall = Readonly<{ service: string; operation: string }>;

/** What may be done to a call in a test: throw before it is sent, or after it was answered (a lost reply). */
export type Fault = (call: AwsCall, when: "before" | "after") => Promise<void> | void;

/** Counts the AWS calls of one invocation; an instance of a function serves one invocation at a time. */
export class CallRecorder {
  calls: AwsCall[] = [];
  fault: Fault | undefined;

  start(): void {
    this.calls = [];
  }
}

export const recorder = new CallRecorder();

/**
 * Records each AWS call of a client, and lets a test make it fail before or after it took effect: throttles, lost
 * replies and crashes are injected here, with nothing mocked behind it.
 */
export const recorded = <I extends object, O extends object, C>(
  client: C & { readonly middlewareStack: MiddlewareStack<I, O> },
  by: CallRecorder = recorder,
): C => {
  client.middlewareStack.add(
    (next, { clientName = "", commandName = "" }) =>
      async (request) => {
        const call = { service: clientName.replace(/Client$/, ""), operation: commandName.replace(/Command$/, "") };
        by.calls.push(call);
        await by.fault?.(call, "before");
        const answer = await next(request);
        await by.fault?.(call, "after");
        return answer;
      },
    { step: "initialize", name: "recorder", override: true },
  );
  return client;
};

/** The document client of a function: undefined fields are left out, as optional fields of our shapes are. */
export const dynamoClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(recorded(new DynamoDBClient({ maxAttempts: 4 })), {
    marshallOptions: { removeUndefinedValues: true },
  });
