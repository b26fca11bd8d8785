import fc from "fast-check";
import { dueBetween, schedule } from "../../../local/events/schedule.ts";

const next = (expression: string, after: string): string | undefined => {
  const due = schedule(expression).next(Date.parse(after));
  return due === undefined ? undefined : new Date(due).toISOString().replace(":00.000Z", "Z");
};

test.each([
  ["rate(5 minutes)", "2026-01-01T00:00Z", "2026-01-01T00:05Z"],
  ["rate(1 day)", "2026-01-01T07:30Z", "2026-01-02T07:30Z"],
  ["cron(0 16 * * ? *)", "2026-01-01T16:00Z", "2026-01-02T16:00Z"],
  ["cron(0 16 * * ? *)", "2026-01-01T15:59Z", "2026-01-01T16:00Z"],
  ["cron(0/15 8-9 * * ? *)", "2026-01-01T08:46Z", "2026-01-01T09:00Z"],
  ["cron(0/15 8-9 * * ? *)", "2026-01-01T09:45Z", "2026-01-02T08:00Z"],
  ["cron(30 1 ? * MON-FRI *)", "2026-01-02T01:30Z", "2026-01-05T01:30Z"],
  ["cron(0 0 L * ? *)", "2026-02-01T00:00Z", "2026-02-28T00:00Z"],
  ["cron(0 0 ? * 3#2 *)", "2026-01-01T00:00Z", "2026-01-13T00:00Z"],
  ["cron(0 0 ? * 6L *)", "2026-01-01T00:00Z", "2026-01-30T00:00Z"],
  ["cron(0 0 29 2 ? *)", "2026-01-01T00:00Z", "2028-02-29T00:00Z"],
  ["cron(0 0 1 JAN,JUL ? 2027)", "2026-01-01T00:00Z", "2027-01-01T00:00Z"],
  ["cron(0 0 1 1 ? 2020-2025)", "2026-01-01T00:00Z", undefined],
])("%s after %s is due at %s", (expression, after, due) => {
  expect(next(expression, after)).toBe(due);
});

test.each([
  "rate(1 minutes)",
  "rate(2 minute)",
  "rate(0 minutes)",
  "cron(0 16 * * * *)",
  "cron(0 16 ? * ? *)",
  "cron(60 16 * * ? *)",
  "cron(0 16 * * ?)",
  "at(2026-01-01T00:00:00)",
])("%s is refused", (expression) => {
  expect(() => schedule(expression)).toThrow("Parameter ScheduleExpression is not valid.");
});

test("the nearest weekday is refused by name", () => {
  expect(() => schedule("cron(0 0 15W * ? *)")).toThrow("the nearest weekday (W)");
});

test("moments grow, and none lies between one and the next", () => {
  const minute = fc.integer({ min: 0, max: 59 });
  const hour = fc.integer({ min: 0, max: 23 });
  const at = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
  fc.assert(
    fc.property(minute, hour, at, (m, h, after) => {
      const daily = schedule(`cron(${m} ${h} * * ? *)`);
      const due = daily.next(after) ?? 0;
      expect(due).toBeGreaterThan(after);
      expect(due - after).toBeLessThanOrEqual(86_400_000);
      expect([new Date(due).getUTCHours(), new Date(due).getUTCMinutes()]).toEqual([h, m]);
    }),
  );
});

test("a year of minutes is counted quickly and only its last moments are kept", () => {
  const started = performance.now();
  const { moments, leftOut } = dueBetween(schedule("cron(* * * * ? *)"), Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
  expect(moments).toHaveLength(50);
  expect(leftOut).toBe(365 * 1440 - 50);
  expect(moments.at(-1)).toBe(Date.UTC(2027, 0, 1));
  expect(performance.now() - started).toBeLessThan(5000);
});
