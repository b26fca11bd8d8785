import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { EventEnvelope } from "../../kernel/event.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { log } from "../log.ts";
import { EventRow, isDerivedKey, isEventKey, journalImage } from "../store/rows.ts";
import { bytesOf, isTooLarge, type Parking, type Publish } from "./parking.ts";

/** What a relay needs of the outside: where after-images go, where events go, where a failing record waits. */
export type Deps = Readonly<{
  context: string;
  journal: (name: string, lines: readonly string[]) => Promise<void>;
  publish: Publish;
  parking: Parking;
  clockDay: () => string;
}>;

const Keys = z.looseObject({ pk: z.string(), sk: z.string() });

type Changed = Readonly<{ sequence: string; pk: string; sk: string; image: Record<string, unknown> | undefined }>;

/**
 * The one reader of a context's stream. After-images go to the journal before their events go to the bus, so that
 * what anybody heard of can be restored. An event that the bus refuses parks its record: later events of that record
 * wait behind it, others go on. A fault of transport is thrown: the stream comes again, and events may repeat.
 */
export const relay =
  ({ context, journal, publish, parking, clockDay }: Deps) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const changed = Records.map(changeOf).filter((it) => !isDerivedKey(it));
    const [first, last] = [changed[0], changed.at(-1)];
    if (first === undefined || last === undefined) return { batchItemFailures: [] };
    await journal(
      `${context}/${clockDay()}/${first.sequence}-${last.sequence}.jsonl`,
      changed.map((it) => JSON.stringify(it.image === undefined ? it : { ...it, image: journalImage(it.image) })),
    );
    const events = Records.filter(({ eventName }) => eventName === "INSERT")
      .map(changeOf)
      .filter(isEventKey)
      .map(({ image }) => EventRow.parse(image))
      .filter(({ quiet }) => quiet === undefined)
      .map((row) => envelopeOf(context, row));
    if (events.length > 0) await announce(events, publish, parking);
    return { batchItemFailures: [] };
  };

const changeOf = ({ dynamodb }: DynamoDBRecord): Changed => {
  const { pk, sk } = Keys.parse(unmarshall(attributes(dynamodb?.Keys)));
  const image = dynamodb?.NewImage === undefined ? undefined : unmarshall(attributes(dynamodb.NewImage));
  return { sequence: dynamodb?.SequenceNumber ?? "", pk, sk, image };
};

/** The Lambda event and the SDK spell the same attribute values as two types. */
const attributes = (image: unknown) => z.record(z.string(), z.custom<never>()).parse(image);

/** `resource#0198…` announces as subject `0198…`: the record's id. */
const envelopeOf = (context: string, { pk, id, type, version, at, by, trace, wait, data }: EventRow): EventEnvelope =>
  EventEnvelope.parse({
    id,
    type,
    source: context,
    subject: pk.slice(pk.indexOf("#") + 1),
    version,
    at,
    by,
    traceId: trace,
    ...(wait === undefined ? {} : { wait }),
    data,
  });

/**
 * Publishes in the order of the stream, but for records that are parked: their events wait their turn. One call holds
 * one event of a record, because the bus may refuse it and take the next; and no more bytes than the bus takes at once.
 */
export const announce = async (events: readonly EventEnvelope[], publish: Publish, parking: Parking): Promise<void> => {
  const parked = new Set(await parking.subjects());
  const park = async (event: EventEnvelope, reason: string) => {
    parked.add(event.subject);
    log("parked", { type: event.type, traceId: event.traceId, reason });
    await parking.park(event, reason);
  };
  let waiting = events;
  while (waiting.length > 0) {
    const batch: EventEnvelope[] = [];
    const later: EventEnvelope[] = [];
    const seen = new Set<string>();
    let bytes = 0;
    for (const event of waiting) {
      const size = bytesOf(event);
      const fits = batch.length < LIMITS.busEntries && bytes + size <= LIMITS.busEntryBytes;
      if (parked.has(event.subject)) await park(event, "behind-a-parked-event");
      else if (seen.has(event.subject)) later.push(event);
      else if (isTooLarge(event)) await park(event, "event-too-large");
      else if (fits) {
        batch.push(event);
        bytes += size;
      } else later.push(event);
      seen.add(event.subject);
    }
    const refusals = batch.length === 0 ? [] : await publish(batch);
    for (const [at, event] of batch.entries()) {
      const reason = refusals[at];
      if (reason !== undefined) await park(event, reason);
    }
    waiting = later;
  }
};
