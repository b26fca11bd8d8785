import type * as z from "zod";
import { dynamoClient } from "../platform/aws.ts";
import { newId } from "../platform/id.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { now, today } from "../platform/time.ts";
import { openCalendar } from "../reference/index.ts";
import type { Settings } from "./settings.ts";
import { resources } from "./store/resources.ts";
import { searchPostings } from "./store/search.ts";
import type { Deps } from "./use-cases.ts";

/** What the catalogue needs of AWS, for its doors. */
export const deployed = (settings: z.output<typeof Settings>): Deps & Readonly<{ table: Table }> => {
  const dynamo = dynamoClient();
  const table = { dynamo, name: settings.TABLE, now };
  return {
    table,
    resources: openStore(resources, table),
    search: (wish, look) => searchPostings(table, wish, look),
    calendar: openCalendar({ dynamo, name: settings.REFERENCE_TABLE, now }),
    today,
    newId,
    reviewTime: { workingDays: settings.REVIEW_WORKING_DAYS, basis: settings.REVIEW_BASIS },
    retirementGraceDays: settings.RETIREMENT_GRACE_DAYS,
  };
};
