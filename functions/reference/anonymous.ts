import { dynamoClient } from "../platform/aws.ts";
import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { openStore } from "../platform/store/open.ts";
import { now } from "../platform/time.ts";
import { calendarOperations } from "./calendar-operations.ts";
import { calendars } from "./official.ts";
import { Settings } from "./settings.ts";
import { calendarUseCases } from "./use-cases/calendar.ts";

const { TABLE } = readSettings(Settings, process.env);
const stores = { calendars: openStore(calendars, { dynamo: dynamoClient(), name: TABLE, now }) };

/** The calendar for callers without sign-in: it reads one record, and nothing here is a command to be repeated. */
export const handler = serve(calendarOperations, calendarUseCases(stores), async () => undefined);
