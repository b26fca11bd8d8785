import * as z from "zod";

/** Working days of these years are no longer what they were: whoever runs clocks recomputes those that still run. */
export const CalendarChanged = z.object({
  type: z.literal("reference.calendar-changed.v1"),
  years: z.array(z.int()),
  because: z.string().meta({ description: "Title of the notice" }),
});
export type CalendarChanged = z.infer<typeof CalendarChanged>;

/** What happens to a notice on its way; only the calendar's own change matters to neighbours. */
export const NoticeEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("reference.notice-proposed.v1") }),
  z.object({ type: z.literal("reference.notice-confirmed.v1"), years: z.array(z.int()) }),
  z.object({ type: z.literal("reference.notice-rejected.v1") }),
]);
