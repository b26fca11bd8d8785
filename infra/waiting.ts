import * as z from "zod";
import { LIMITS } from "../functions/kernel/limits.ts";

const Task = z.looseObject({ Type: z.literal("Task"), Resource: z.string() });

/** At first after two seconds, then ever more rarely, at most every 15 minutes. */
const RARER_AND_RARER = { IntervalSeconds: 2, BackoffRate: 2, MaxDelaySeconds: 900, JitterStrategy: "FULL" };

/** Whatever stops the opening of an inbox item passes, and a wait must not end by it: two weeks and more of tries. */
const waiting = (name: string) => ({
  TimeoutSeconds: LIMITS.waitDays * 86_400,
  Retry: [{ ErrorEquals: ["States.TaskFailed"], MaxAttempts: 2880, ...RARER_AND_RARER }],
  Catch: [{ ErrorEquals: ["States.Timeout"], Output: "{% $states.input %}", Next: name }],
});

/** A step that broke off is run again and goes on from its last transaction: a week and more of tries. */
const STEPPING = {
  TimeoutSeconds: 900,
  Retry: [{ ErrorEquals: ["States.TaskFailed", "States.Timeout"], MaxAttempts: 1440, ...RARER_AND_RARER }],
};

/**
 * A definition as it is deployed: every wait ends after 300 days and opens again, every step ends with its function's
 * time, and both are tried again through outages of days, unless the definition says otherwise.
 */
export const completed = (definition: string): string => {
  const whole: unknown = JSON.parse(definition, (name, part: unknown) => {
    const task = Task.safeParse(part);
    if (!task.success) return part;
    return { ...(task.data.Resource.endsWith(".waitForTaskToken") ? waiting(name) : STEPPING), ...task.data };
  });
  return JSON.stringify(whole);
};
