import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { EventEnvelope } from "../../kernel/event.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { count, log } from "../log.ts";
import { DERIVED } from "../store/rows.ts";

/** Parked events lie in the context's own table, out of the journal: they can be made again from the event rows. */
const PARKED = `${DERIVED}parked`;

const ParkedRow = z.object({ sk: z.string(), subject: z.string(), event: EventEnvelope, reason: z.string() });
type ParkedRow = z.infer<typeof ParkedRow>;

/** Puts at most one call's worth of events on the bus; gives, per event, why it was refused for good, or nothing. */
export type Publish = (events: readonly EventEnvelope[]) => Promise<readonly (string | undefined)[]>;

export const bytesOf = (event: EventEnvelope): number => Buffer.byteLength(JSON.stringify(event));

/** The bus would refuse the whole call: such an event waits for a person. */
export const isTooLarge = (event: EventEnvelope): boolean => bytesOf(event) > LIMITS.busEntryBytes;

export type Parking = Readonly<{
  /** Records of which an event is parked. */
  subjects: () => Promise<readonly string[]>;
  park: (event: EventEnvelope, reason: string) => Promise<void>;
  /** Publishes what is parked, oldest first, until one is refused again; gives how many went and how many wait. */
  release: (publish: Publish) => Promise<{ released: number; waiting: number }>;
}>;

export const openParking = (dynamo: DynamoDBDocumentClient, table: string): Parking => {
  /** All that is parked: a page ends at 1 MB, which a few events can fill, and one left out would be overtaken. */
  const rows = async (after?: Record<string, unknown>): Promise<ParkedRow[]> => {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :parked",
        ExpressionAttributeValues: { ":parked": PARKED },
        ConsistentRead: true,
        ExclusiveStartKey: after,
      }),
    );
    const page = Items.map((item) => ParkedRow.parse(item));
    return LastEvaluatedKey === undefined ? page : [...page, ...(await rows(LastEvaluatedKey))];
  };

  return {
    subjects: async () => (await rows()).map(({ subject }) => subject),

    // The key is the record and its version, so an event that comes again is parked once, and order is the record's.
    park: async (event, reason) => {
      count("Parked");
      // Kinds of records may share an id; the event's own id keeps them apart, the version before it keeps the order.
      const sk = `${event.subject}#${String(event.version).padStart(10, "0")}#${event.id}`;
      await dynamo.send(
        new PutCommand({ TableName: table, Item: { pk: PARKED, sk, subject: event.subject, event, reason } }),
      );
    },

    release: async (publish) => {
      const parked = await rows();
      const stuck = new Set<string>();
      let released = 0;
      for (const { sk, subject, event } of parked) {
        if (stuck.has(subject)) continue;
        const [refusal] = isTooLarge(event) ? ["event-too-large"] : await publish([event]);
        if (refusal !== undefined) {
          stuck.add(subject);
          continue;
        }
        await dynamo.send(new DeleteCommand({ TableName: table, Key: { pk: PARKED, sk } }));
        released++;
      }
      const waiting = parked.length - released;
      if (parked.length > 0) log("released", { released, waiting });
      return { released, waiting };
    },
  };
};
