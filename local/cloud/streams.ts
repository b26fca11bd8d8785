import type { LocalDynamoDb } from "../dynamodb/dynamodb.ts";
import type { StreamRecord, StreamSource } from "../lambda/mappings/ports.ts";

const tableOf = (streamArn: string): string => /:table\/([^/]+)\/stream\//.exec(streamArn)?.[1] ?? "";

/** Streams as event source mappings read them, by the ARN under which the templates know them. */
export const streamSource = (
  dynamo: Pick<LocalDynamoDb, "onChange" | "readStream" | "streamEnd">,
  streamArns: readonly string[],
): StreamSource => ({
  read: async (streamArn, after, limit) => {
    const table = tableOf(streamArn);
    const page = await dynamo.readStream(table, after, limit);
    const isLast = (index: number) => index === page.records.length - 1;
    return page.records.map(
      (record, index): StreamRecord => ({
        sequenceNumber: record.dynamodb.SequenceNumber,
        createdAt: record.dynamodb.ApproximateCreationDateTime * 1000,
        event: { ...record, eventSourceARN: streamArn },
        position: async () =>
          (isLast(index) ? page.position : (await dynamo.readStream(table, after, index + 1)).position) ?? "",
      }),
    );
  },
  latest: async (streamArn) => dynamo.streamEnd(tableOf(streamArn)),
  watch: (changed) => {
    const ends = streamArns.map((arn) => dynamo.onChange(tableOf(arn), () => changed(arn)));
    return () => {
      for (const end of ends) end();
    };
  },
});
