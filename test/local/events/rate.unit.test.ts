import { rate } from "../../../local/events/rate.ts";

test.each([
  ["rate(1 minute)", 60_000],
  ["rate(5 minutes)", 300_000],
  ["rate(1 hour)", 3_600_000],
  ["rate(2 days)", 172_800_000],
])("%s is due every %d milliseconds", (expression, period) => {
  expect(rate(expression)).toBe(period);
});

test.each([
  "rate(1 minutes)",
  "rate(2 minute)",
  "rate(0 minutes)",
  "at(2026-01-01T00:00:00)",
])("%s is refused", (expression) => {
  expect(() => rate(expression)).toThrow("Parameter ScheduleExpression is not valid.");
});

test("a cron schedule is refused by name", () => {
  expect(() => rate("cron(0 16 * * ? *)")).toThrow("does not support the schedule cron(0 16 * * ? *)");
});
