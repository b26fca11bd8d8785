import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import { EventEnvelope } from "../kernel/event.ts";
import type { Outcome } from "../kernel/outcome.ts";
import { recorder } from "./aws.ts";
import { log, logFault } from "./log.ts";
import type { Call } from "./operation.ts";
import { PLATFORM } from "./principal.ts";

/** What a listener is told beside the event's own fields: the record it is about, and how far that has got. */
export type Heard = Pick<EventEnvelope, "source" | "subject" | "version" | "at">;

type Ear = Readonly<{ type: string; hear: (envelope: EventEnvelope, call: Call) => Promise<Outcome<unknown>> }>;

/** Lost races: the record was changed between read and write, so the event is simply heard again. */
const AGAIN = new Set(["record-changed-meanwhile"]);

/** Listens to one type of event, whose schema the announcing context publishes. */
export const ear = <const N extends string, E extends { readonly type: N }>(
  type: N,
  schema: z.ZodType<E>,
  hear: (event: E, call: Call, heard: Heard) => Promise<Outcome<unknown>>,
): Ear => ({
  type,
  hear: (envelope, call) => hear(schema.parse({ ...envelope.data, type: envelope.type }), call, envelope),
});

const BusEvent = z.object({ detail: EventEnvelope });

/**
 * The door for events, in any order and more than once. Each act is keyed by the event's id, so that a store does it
 * once; a lawful refusal ends it, a fault or a lost race puts that one event back on the queue and no other.
 */
export const listen = (name: string, ears: readonly Ear[]) => {
  const byType = new Map(ears.map((each) => [each.type, each]));
  const processor = new BatchProcessor(EventType.SQS);
  const hearOne = async (record: SQSRecord): Promise<void> => {
    recorder.start();
    const { detail } = BusEvent.parse(JSON.parse(record.body));
    const { id, type, traceId } = detail;
    const call: Call = { by: PLATFORM, operation: `listener:${name}`, key: id, digest: id, traceId };
    const outcome = await byType.get(type)?.hear(detail, call);
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
