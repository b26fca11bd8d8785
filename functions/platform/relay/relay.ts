import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { EventEnvelope } from "../../kernel/event.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { log } from "../log.ts";
import { EventRow, isDerivedKey, isEventKey } from "../store/rows.ts";
import type { Parking, Publish } from "./parking.ts";

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
      changed.map((it) => JSON.stringify(it)),
    );
    const events = Records.filter(({ eventName }) => eventName === "INSERT")
      .map(changeOf)
      .filter(isEventKey)
      .map(({ image }) => envelopeOf(context, EventRow.parse(image)));
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
const envelopeOf = (context: string, { pk, id, type, version, at, by, trace, data }: EventRow): EventEnvelope =>
  EventEnvelope.parse({
    id,
    type,
    source: context,
    subject: pk.slice(pk.indexOf("#") + 1),
    version,
    at,
    by,
    traceId: trace,
    data,
  });

/** Publishes in the order of the stream, but for records that are parked: their events wait their turn. */
export const announce = async (events: readonly EventEnvelope[], publish: Publish, parking: Parking): Promise<void> => {
  const parked = new Set(await parking.subjects());
  const ready: EventEnvelope[] = [];
  for (const event of events) {
    const tooLarge = Buffer.byteLength(JSON.stringify(event)) > LIMITS.busEntryBytes;
    if (parked.has(event.subject)) await parking.park(event, "behind-a-parked-event");
    else if (tooLarge) {
      parked.add(event.subject);
      await parking.park(event, "event-too-large");
    } else ready.push(event);
  }
  for (let at = 0; at < ready.length; at += LIMITS.busEntries) {
    // An event parked by the call before holds back its record's later ones.
    const batch = ready.slice(at, at + LIMITS.busEntries).filter(({ subject }) => !parked.has(subject));
    for (const event of ready.slice(at, at + LIMITS.busEntries)) {
      if (parked.has(event.subject)) await parking.park(event, "behind-a-parked-event");
    }
    const refusals = batch.length === 0 ? [] : await publish(batch);
    for (const [index, event] of batch.entries()) {
      const reason = refusals[index];
      if (reason === undefined) continue;
      parked.add(event.subject);
      log("parked", { type: event.type, traceId: event.traceId, reason });
      await parking.park(event, reason);
    }
  }
};
