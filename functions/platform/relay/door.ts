import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { dynamoClient, recorded } from "../aws.ts";
import { readSettings } from "../settings.ts";
import { today } from "../time.ts";
import { openParking, type Publish } from "./parking.ts";
import { relay } from "./relay.ts";
import { Settings } from "./settings.ts";

const { CONTEXT, EVENT_BUS, JOURNAL_BUCKET, TABLE } = readSettings(Settings);
const s3 = recorded(new S3Client({}));
const bus = recorded(new EventBridgeClient({}));

/** Refusals that pass by themselves: the whole batch comes again. */
const PASSING = new Set(["ThrottlingException", "InternalFailure", "InternalException", "ServiceUnavailable"]);

const publish: Publish = async (events) => {
  const { Entries = [] } = await bus.send(
    new PutEventsCommand({
      Entries: events.map((event) => ({
        EventBusName: EVENT_BUS,
        Source: `onenet.${CONTEXT}`,
        DetailType: event.type,
        Detail: JSON.stringify(event),
        Time: new Date(event.at),
      })),
    }),
  );
  return Entries.map(({ ErrorCode }) => {
    if (ErrorCode !== undefined && PASSING.has(ErrorCode)) throw new Error(`The bus answered ${ErrorCode}.`);
    return ErrorCode;
  });
};

const parking = openParking(dynamoClient(), TABLE);

const forward = relay({
  context: CONTEXT,
  clockDay: today,
  parking,
  publish,
  journal: async (name, lines) => {
    const Body = `${lines.join("\n")}\n`;
    await s3.send(
      new PutObjectCommand({ Bucket: JOURNAL_BUCKET, Key: name, Body, ContentType: "application/x-ndjson" }),
    );
  },
});

/** Called by the stream with records, and by a schedule to release what is parked. */
export const handler = (event: DynamoDBStreamEvent | { readonly source: string }): Promise<unknown> =>
  "Records" in event ? forward(event) : parking.release(publish);
