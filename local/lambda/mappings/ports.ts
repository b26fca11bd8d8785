import type { Caller } from "../../shared/caller.ts";

/** One change of a table as a function gets it (`aws:dynamodb`). */
export type StreamRecord = {
  readonly sequenceNumber: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly event: Readonly<Record<string, unknown>>;
  /** Where a reader goes on that has done this record and all before it. */
  position(): Promise<string>;
};

/** Where stream mappings read. A stream has one shard on one machine, so its order is the order of its changes. */
export type StreamSource = {
  /** Records from this position (from the oldest kept, if undefined), oldest first, at most `limit`. */
  read(streamArn: string, position: string | undefined, limit: number): Promise<readonly StreamRecord[]>;
  /** The position behind the newest record; undefined if there is none. */
  latest(streamArn: string): Promise<string | undefined>;
  /** Calls back when a stream may hold something new. Returns the way out. */
  watch(changed: (streamArn: string) => void): () => void;
};

/** One message as a function gets it (`aws:sqs`). */
export type QueueRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly event: Readonly<Record<string, unknown>>;
};

/** Where queue mappings take from, and where discarded stream records go. Each call acts as the function's role. */
export type QueueSource = {
  receive(queueArn: string, most: number, as: Caller): Promise<readonly QueueRecord[]>;
  remove(queueArn: string, receiptHandles: readonly string[], as: Caller): Promise<void>;
  send(queueArn: string, body: string, as: Caller): Promise<void>;
  /** Calls back when a queue may hold a visible message. Returns the way out. */
  watch(changed: (queueArn: string) => void): () => void;
};

/** An event source mapping as the template declares it, its defaults filled in. */
export type Mapping = {
  /** The same at every start: the position is kept under it. */
  readonly id: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly reportsItemFailures: boolean;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly bisects: boolean;
  /** Repeats after the first attempt; -1 repeats until the records leave the stream. */
  readonly retries: number;
  /** Older records are discarded; undefined keeps them until they leave the stream. */
  readonly maximumAgeSeconds?: number;
  /** ARN of the queue that is told of discarded records. */
  readonly onFailure?: string;
  readonly concurrency: number;
};
