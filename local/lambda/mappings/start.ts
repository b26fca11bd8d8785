import type { Authorise, Caller } from "../../shared/caller.ts";
import type { MovableClock } from "../../shared/clock.ts";
import { ServiceFault } from "../../shared/fault.ts";
import type { LocalLambda } from "../start.ts";
import type { Mapping, QueueSource, StreamSource } from "./ports.ts";
import { Positions } from "./positions.ts";
import { QueueMapping } from "./queue.ts";
import { StreamMapping } from "./stream.ts";

type MappingsOptions = {
  /** Where positions are kept. */
  readonly folder: string;
  readonly clock: MovableClock;
  readonly lambda: Pick<LocalLambda, "run" | "settingsOf">;
  readonly authorise: Authorise;
  /** The caller as which a mapping acts for a role (a name or an ARN). */
  readonly callerAs: (role: string) => Caller;
  readonly streams: StreamSource;
  readonly queues: QueueSource;
  readonly log?: (line: string) => void;
};

export type LocalMappings = {
  /** Starts feeding the function; refuses one whose role may not read the source. */
  add(mapping: Mapping): Promise<void>;
  /** Mappings that handle records or may have some waiting. */
  busy(): readonly string[];
  stop(): Promise<void>;
};

const NEEDED = {
  dynamodb: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
  sqs: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
} as const;

const serviceOf = (arn: string): "dynamodb" | "sqs" => {
  const [, , service] = arn.split(":");
  if (service === "dynamodb" || service === "sqs") return service;
  throw new ServiceFault("InvalidParameterValueException", `Unrecognized event source, ${arn}.`);
};

/** Starts the event source mappings: what makes a table's changes and a queue's messages reach their functions. */
export const startMappings = (options: MappingsOptions): LocalMappings => {
  const { clock, lambda, authorise, callerAs, streams, queues, log = () => undefined } = options;
  const positions = new Positions(options.folder);
  const running = new Map<string, { readonly mapping: Mapping; readonly feeds: StreamMapping | QueueMapping }>();
  const wake = (sourceArn: string) => {
    for (const { mapping, feeds } of running.values()) if (mapping.sourceArn === sourceArn) feeds.wake();
  };
  const unwatch = [streams.watch(wake), queues.watch(wake)];

  return {
    add: async (mapping) => {
      const { arn, role } = lambda.settingsOf(mapping.functionName);
      const caller = callerAs(role);
      const service = serviceOf(mapping.sourceArn);
      authorise(caller, ...NEEDED[service].map((action) => ({ action, resource: mapping.sourceArn })));
      await running.get(mapping.id)?.feeds.stop();
      const run = (payload: unknown) => lambda.run(mapping.functionName, payload);
      const shared = { mapping, functionArn: arn, clock, caller, queues, run, log };
      if (service === "sqs") running.set(mapping.id, { mapping, feeds: new QueueMapping(shared) });
      else {
        const feeds = new StreamMapping({ ...shared, streams, positions });
        await feeds.begin();
        running.set(mapping.id, { mapping, feeds });
      }
      wake(mapping.sourceArn);
    },
    busy: () => [...running.values()].flatMap(({ mapping, feeds }) => (feeds.busy ? [mapping.functionName] : [])),
    stop: async () => {
      for (const end of unwatch) end();
      await Promise.all([...running.values()].map(({ feeds }) => feeds.stop()));
      positions.close();
    },
  };
};
