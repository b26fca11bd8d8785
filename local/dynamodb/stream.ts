import type { Placed } from "./journal.ts";
import { keyOf, REGION, streamArn, type Table, type Tables } from "./tables.ts";
import type { Item } from "./wire.ts";

/** A record as a Lambda function gets it from an event source mapping. */
export type StreamRecord = {
  readonly eventID: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly eventVersion: "1.1";
  readonly eventSource: "aws:dynamodb";
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Seconds since 1970 on the platform's clock. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: "NEW_AND_OLD_IMAGES";
  };
  readonly eventSourceARN: string;
  /** Who deleted an item whose time to live was over. */
  readonly userIdentity?: { readonly type: "Service"; readonly principalId: "dynamodb.amazonaws.com" };
};

export type StreamPage = { readonly records: StreamRecord[]; readonly position: string | undefined };

/** A page of a function's event is at most 6 MB; a record can be two items of 400 KB. */
const LARGEST_PAGE = 4 * 1024 * 1024;

/** Records after a position (undefined: from the beginning of the stream); nothing for a table without a stream. */
export const readStream = (tables: Tables, name: string, after: string | undefined, limit: number): StreamPage => {
  const table = tables.get(name);
  if (table.stream === undefined) return { records: [], position: after };
  const start = after === undefined ? table.stream.from : Number(after);
  const records: StreamRecord[] = [];
  let place = start;
  for (const change of tables.journal(name).changes(start)) {
    if (records.length === limit || change.to - start > LARGEST_PAGE) break;
    records.push(recordOf(table, table.stream.label, change));
    place = change.to;
  }
  return { records, position: records.length === 0 ? after : String(place) };
};

const recordOf = (table: Table, label: string, { at, before, after, expired, from, to }: Placed): StreamRecord => ({
  eventID: `${table.id}-${from}`,
  eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
  eventVersion: "1.1",
  eventSource: "aws:dynamodb",
  awsRegion: REGION,
  dynamodb: {
    ApproximateCreationDateTime: Math.floor(at / 1000),
    Keys: keyOf(table, after ?? before ?? {}) ?? {},
    ...(after === undefined ? {} : { NewImage: after }),
    ...(before === undefined ? {} : { OldImage: before }),
    SequenceNumber: String(from + 1).padStart(21, "0"),
    SizeBytes: to - from,
    StreamViewType: "NEW_AND_OLD_IMAGES",
  },
  eventSourceARN: streamArn(table.name, label),
  ...(expired ? { userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" } as const } : {}),
});
