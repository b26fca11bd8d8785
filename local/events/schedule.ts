import { ServiceFault, unsupported } from "../shared/fault.ts";

/** When a rule is due; instants are milliseconds since 1970, days and hours are UTC. */
export type Schedule = {
  /** The first moment after this one; undefined if there will be none. */
  next(after: number): number | undefined;
};

const DAY = 86_400_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: HOUR, day: DAY };
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const LAST_YEAR = 2199;

const invalid = (): ServiceFault =>
  new ServiceFault("ValidationException", "Parameter ScheduleExpression is not valid.");

/** Reads `rate(5 minutes)` or `cron(0 16 * * ? *)`; rates count from the moment they are asked about. */
export const schedule = (expression: string): Schedule => {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) return everySo(Number(rate[1]), rate[2] ?? "", rate[3] === "s");
  const cron = /^cron\(([^)]*)\)$/.exec(expression);
  if (cron === null) throw invalid();
  return cronOf((cron[1] ?? "").trim().split(/\s+/));
};

const everySo = (count: number, unit: string, plural: boolean): Schedule => {
  if (count === 0 || (count === 1) === plural) throw invalid();
  const period = count * (UNITS[unit] ?? 0);
  return { next: (after) => after + period };
};

const cronOf = (parts: readonly string[]): Schedule => {
  if (parts.length !== 6) throw invalid();
  const [minute = "", hour = "", dayOfMonth = "", month = "", weekday = "", year = ""] = parts;
  if ((dayOfMonth === "?") === (weekday === "?")) throw invalid();
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = new Set(numbers(month, 1, 12, MONTHS));
  const years = new Set(numbers(year, 1970, LAST_YEAR));
  const falls = dayOfMonth === "?" ? weekdays(weekday) : daysOfMonth(dayOfMonth);
  const fits = (day: Date) => years.has(day.getUTCFullYear()) && months.has(day.getUTCMonth() + 1) && falls(day);
  const lastDay = Date.UTC(Math.max(...years), 11, 31);
  return {
    next: (after) => {
      for (let day = Math.floor(after / DAY) * DAY; day <= lastDay; day += DAY) {
        if (!fits(new Date(day))) continue;
        for (const hour of hours) {
          const start = day + hour * HOUR;
          if (start + HOUR <= after) continue;
          const due = minutes.find((minute) => start + minute * MINUTE > after);
          if (due !== undefined) return start + due * MINUTE;
        }
      }
      return undefined;
    },
  };
};

/** `*`, values, lists, ranges and steps; names stand for numbers from `from` on. */
const numbers = (text: string, from: number, to: number, names: readonly string[] = []): number[] => {
  const read = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named + from : /^\d+$/.test(part) ? Number(part) : Number.NaN;
    if (!(value >= from && value <= to)) throw invalid();
    return value;
  };
  const found = new Set<number>();
  for (const item of text.split(",")) {
    const [span = "", step, ...more] = item.split("/");
    const by = step === undefined ? 1 : Number(step);
    if (more.length > 0 || !(Number.isInteger(by) && by > 0)) throw invalid();
    const [first = "", last, ...rest] = span.split("-");
    if (rest.length > 0) throw invalid();
    const start = span === "*" ? from : read(first);
    const open = span === "*" || (last === undefined && step !== undefined);
    const end = open ? to : read(last ?? first);
    if (end < start) throw unsupported("EventBridge", `the range ${span}: it runs past the end`);
    for (let value = start; value <= end; value += by) found.add(value);
  }
  return [...found].sort((one, other) => one - other);
};

const isLastDay = (day: Date): boolean => new Date(day.getTime() + DAY).getUTCMonth() !== day.getUTCMonth();

const daysOfMonth = (text: string): ((day: Date) => boolean) => {
  if (text.toUpperCase().includes("W")) throw unsupported("EventBridge", "the nearest weekday (W) in cron");
  if (text.toUpperCase() === "L") return isLastDay;
  const days = new Set(numbers(text, 1, 31));
  return (day) => days.has(day.getUTCDate());
};

/** 1 is Sunday; `3#2` the second Tuesday, `6L` the last Friday of the month. */
const weekdays = (text: string): ((day: Date) => boolean) => {
  const nth = /^([^#]+)#([1-5])$/.exec(text);
  const last = /^(.+)L$/i.exec(text);
  const only = new Set(numbers(nth?.[1] ?? last?.[1] ?? text, 1, 7, WEEKDAYS));
  return (day) => {
    if (!only.has(day.getUTCDay() + 1)) return false;
    if (nth !== null) return Math.ceil(day.getUTCDate() / 7) === Number(nth[2]);
    return last === null || new Date(day.getTime() + 7 * DAY).getUTCMonth() !== day.getUTCMonth();
  };
};

/** How many moments of one rule are played after a jump of the clock. */
export const MOST_MISSED = 50;

/** The moments after one instant up to another: the last of them, and how many came before and are left out. */
export const dueBetween = (it: Schedule, after: number, upTo: number): { moments: number[]; leftOut: number } => {
  const moments: number[] = [];
  let leftOut = 0;
  for (let due = it.next(after); due !== undefined && due <= upTo; due = it.next(due)) {
    moments.push(due);
    if (moments.length <= MOST_MISSED) continue;
    moments.shift();
    leftOut += 1;
  }
  return { moments, leftOut };
};
