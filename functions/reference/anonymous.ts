import { deployment } from "../platform/deployment.ts";
import { serve } from "../platform/serve.ts";
import { calendarOperations } from "./calendar-operations.ts";
import { calendars } from "./official.ts";
import { calendarUseCases } from "./use-cases/calendar.ts";

const stores = { calendars: deployment().open(calendars) };

/** The calendar for callers without sign-in: it reads one record, and nothing here is a command to be repeated. */
export const handler = serve(calendarOperations, calendarUseCases(stores), async () => undefined);
