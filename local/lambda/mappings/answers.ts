import * as z from "zod";
import type { Answer } from "../start.ts";

const Failures = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Which of these items the function has not done: all of them if it failed, those it reports if it may report.
 * An answer that names an unknown item, or has another shape, counts as failure of all, as in Lambda.
 */
export const notDone = (answer: Answer, items: readonly string[], reports: boolean): ReadonlySet<string> => {
  if (answer.functionError !== undefined) return new Set(items);
  if (!reports || answer.payload === null || answer.payload === "") return new Set();
  const parsed = Failures.safeParse(answer.payload);
  if (!parsed.success) return new Set(items);
  const failed = (parsed.data.batchItemFailures ?? []).map((it) => it.itemIdentifier);
  return failed.every((it) => items.includes(it)) ? new Set(failed) : new Set(items);
};
