import { join } from "node:path";
import { type LocalDynamoDb, startDynamoDb } from "../dynamodb/dynamodb.ts";
import { type Events, startEvents } from "../events/events.ts";
import { type Kms, startKms } from "../kms/kms.ts";
import type { KeyStore } from "../kms/store.ts";
import { type LocalLambda, startLambda } from "../lambda/start.ts";
import type { Queues } from "../queues/queues.ts";
import { type S3, startS3 } from "../s3/server.ts";
import type { MovableClock } from "../shared/clock.ts";
import { type LocalStates, startStates } from "../states/states.ts";
import type { Gate } from "./gate.ts";
import { EVENTS } from "./principals.ts";

/** The services of the cloud, running. */
export type Services = {
  readonly dynamodb: LocalDynamoDb;
  readonly events: Events;
  readonly kms: Kms;
  readonly lambda: LocalLambda;
  readonly queues: Queues;
  readonly s3: S3;
  readonly states: LocalStates;
};

type ServicesOptions = {
  readonly folder: string;
  /** Tables in memory: for clouds that end with their test. */
  readonly inMemory: boolean;
  readonly clock: MovableClock;
  readonly gate: Gate;
  /** Queues listen before the others: their URLs stand in the assembly. */
  readonly queues: Queues;
  /** The keys of the templates. */
  readonly keys: KeyStore;
  /** Resolves when every function is there: what an earlier run left under way must not find them missing. */
  readonly ready: Promise<void>;
  /** Notes what has to be closed, as it comes up. */
  readonly opened: (close: () => Promise<void>) => void;
  readonly log: (line: string) => void;
};

/** Starts every service; each is closed by the way that `opened` was told. */
export const startServices = async (options: ServicesOptions): Promise<Services> => {
  const { folder, inMemory, clock, gate, queues, keys, ready, opened, log } = options;
  const { authorise, callerOf, secretOf, callerAs } = gate;
  const shared = { clock, authorise, callerOf };
  const inFolder = (name: string) => ({ ...shared, folder: join(folder, name) });

  const lambda = await startLambda({ ...inFolder("lambda"), log });
  opened(lambda.stop);
  const dynamodb = await startDynamoDb(inMemory ? { ...shared, folder: "memory" } : inFolder("dynamodb"));
  opened(dynamodb.close);
  const s3 = await startS3({ ...inFolder("s3"), secretOf });
  opened(s3.close);
  const kms = await startKms({ store: keys, authorise, callerOf });
  opened(kms.close);
  const call = async (nameOrArn: string, payload: unknown, role: string) => {
    await ready;
    return lambda.call(nameOrArn, payload, role);
  };
  const states = await startStates({ ...inFolder("states"), invoke: call });
  opened(states.close);
  const events = await startEvents({
    ...inFolder("events"),
    say: log,
    deliver: {
      lambda: async (functionArn, event) => {
        await ready;
        lambda.invokeLater(functionArn, event, EVENTS);
      },
      queue: (queueArn, body) => queues.send(queueArn, body, callerAs(EVENTS)),
    },
  });
  opened(events.close);
  return { dynamodb, events, kms, lambda, queues, s3, states };
};

/** Where functions find the services, by the name the SDK uses. */
export const endpointsOf = (services: Services): Readonly<Record<string, string>> => ({
  dynamodb: services.dynamodb.url,
  eventbridge: services.events.url,
  kms: services.kms.url,
  lambda: services.lambda.url,
  s3: services.s3.url,
  sfn: services.states.url,
  sqs: services.queues.url,
});
