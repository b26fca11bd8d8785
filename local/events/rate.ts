import { ServiceFault, unsupported } from "../shared/fault.ts";

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE };

/** The milliseconds of `rate(5 minutes)`: how often a rule is due. */
export const rate = (expression: string): number => {
  if (expression.startsWith("cron(")) throw unsupported("EventBridge", `the schedule ${expression}: rates alone`);
  const [, count, unit = "", plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const period = Number(count) * (UNITS[unit] ?? 0);
  if (!(period > 0) || (count === "1") === (plural === "s"))
    throw new ServiceFault("ValidationException", "Parameter ScheduleExpression is not valid.");
  return period;
};
