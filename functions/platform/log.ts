import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** Every line that a function may write. A line holds ids, codes and counts: never a field of a record or of a person. */
const MESSAGES = {
  started: "STARTED",
  completed: "COMPLETED",
  fault: "FAULT",
  parked: "PARKED",
  released: "RELEASED",
  overdue: "OVERDUE",
  skipped: "SKIPPED",
  begunLate: "BEGUN_LATE",
} as const;

type LogFields = Readonly<Record<string, string | number | boolean | undefined | readonly string[]>>;

const logger = new Logger();
const metrics = new Metrics({ namespace: "onenet" });

/** What is counted for alarms to watch: faults, events parked, flows that a sweep had to begin. */
export type Counted = "Faults" | "Parked" | "BegunLate";

/** Counts something that an alarm watches (infra/constructs/alarms.ts): one line of the log, no call. */
export const count = (what: Counted): void => {
  metrics.addMetric(what, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};

/** Writes one line of the closed catalogue. */
export const log = (message: keyof typeof MESSAGES, fields: LogFields): void =>
  logger.info(MESSAGES[message], { ...fields });

/**
 * Writes a fault: its name, message and stack. The SDK's messages can quote what was sent, so digits that could be
 * an identity number are blotted out.
 */
export const logFault = (fault: unknown, fields: LogFields): void => {
  count("Faults");
  const error = fault instanceof Error ? fault : new Error(String(fault));
  logger.error(MESSAGES.fault, {
    ...fields,
    errorName: error.name,
    errorMessage: blot(error.message),
    stack: blot(error.stack ?? ""),
  });
};

const IDENTITY_NUMBER = /\d{17}[\dXx]|\d{15}/g;
const blot = (text: string): string => text.replace(IDENTITY_NUMBER, "***");
