import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import { EventEnvelope, type Hearable, typeOf } from "../kernel/event.ts";
import type { Outcome } from "../kernel/outcome.ts";
import { recorder } from "./aws.ts";
import { log, logFault } from "./log.ts";
import type { Call } from "./operation.ts";
import { PLATFORM } from "./principal.ts";

/** What a listener is told beside the event's own fields: the record it is about, and how far that has got. */
export type Heard = Pick<EventEnvelope, "source" | "subject" | "version" | "at">;

/** What is done when an event is heard. */
type Act<E> = (event: E, call: Call, heard: Heard) => Promise<Outcome<unknown>>;

/** Lost races: the record was changed between read and write, so the event is simply heard again. */
const AGAIN = new Set(["record-changed-meanwhile"]);

const BusEvent = z.object({ detail: EventEnvelope });

/** An act for every event that is heard: none is forgotten, none is there in vain. */
type Acts<E extends { readonly type: string }> = {
  readonly [N in E["type"]]: Act<Extract<E, { readonly type: N }>>;
};

/** The door for the events that a context hears, by an act for each type. */
export const listen = <const H extends readonly Hearable[]>(
  name: string,
  hears: H,
  acts: Acts<z.output<H[number]>>,
) => {
  const byType = new Map<string, Act<never> | undefined>(Object.entries(acts));
  const schemas = new Map(hears.map((schema) => [typeOf(schema), schema]));
  return listenToAll(name, async (envelope, call) => {
    const event = schemas.get(envelope.type)?.parse({ ...envelope.data, type: envelope.type });
    // The act of this type takes what the schema of this type gives: Acts pairs them.
    return byType.get(envelope.type)?.(z.custom<never>().parse(event), call, envelope);
  });
};

type HearAll = (envelope: EventEnvelope, call: Call) => Promise<Outcome<unknown> | undefined>;

/**
 * The door for events, in any order and more than once. Each act is keyed by the event's id, so that a store does it
 * once; a lawful refusal ends it, a fault or a lost race puts that one event back on the queue and no other.
 */
export const listenToAll = (name: string, hear: HearAll) => {
  const processor = new BatchProcessor(EventType.SQS);
  const hearOne = async (record: SQSRecord): Promise<void> => {
    recorder.start();
    const { detail } = BusEvent.parse(JSON.parse(record.body));
    const { id, type, traceId } = detail;
    const call: Call = { by: PLATFORM, operation: `listener:${name}`, key: id, digest: id, traceId };
    const outcome = await hear(detail, call);
    const code = outcome === undefined ? "not-heard" : outcome.ok ? "ok" : outcome.refusal.code;
    log("completed", { listener: name, type, traceId, code });
    if (AGAIN.has(code)) throw new Error(`${type} lost a race and is heard again`);
  };
  return (event: SQSEvent): Promise<SQSBatchResponse> =>
    processPartialResponse(event, withLog(name, hearOne), processor, { throwOnFullBatchFailure: false });
};

const withLog = (listener: string, hearOne: (record: SQSRecord) => Promise<void>) => async (record: SQSRecord) => {
  try {
    await hearOne(record);
  } catch (fault) {
    logFault(fault, { listener, messageId: record.messageId });
    throw fault;
  }
};
