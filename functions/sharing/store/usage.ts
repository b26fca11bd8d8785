import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { Day } from "../../kernel/day.ts";
import type { Table } from "../../platform/store/open.ts";
import { Usage, usageKey } from "../grant.ts";

/** A count that nothing was added to yet is not in the row. */
const count = Usage.shape.used.default(0);
const Row = Usage.extend({ sk: Day, used: count, missed: count, refused: count });

/** What was used of a grant on a day. */
export type UsedOn = Usage & Readonly<{ day: Day }>;

/** At most so many days are read at once: a year, one page of a query. */
export const USE_DAYS = 366;

/** Reads what was used of a grant on the days from one to another, both included, oldest first, by one query. */
export const openUsage =
  ({ dynamo, name }: Table) =>
  async (grant: string, from: Day, to: Day): Promise<UsedOn[]> => {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :grant AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":grant": usageKey(grant, from).pk, ":from": from, ":to": to },
        Limit: USE_DAYS,
      }),
    );
    return Items.map((item) => {
      const { sk: day, ...use } = Row.parse(item);
      return { day, ...use };
    });
  };
