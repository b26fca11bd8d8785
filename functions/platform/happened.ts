import * as z from "zod";

/** What happened to a record, as its history shows it; who did it, to those who may know. */
export const Happened = z.object({
  type: z.string(),
  version: z.int(),
  at: z.string(),
  by: z.string().exactOptional(),
  data: z.record(z.string(), z.unknown()),
});
