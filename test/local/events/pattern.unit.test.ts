import { eventPattern } from "../../../local/events/pattern.ts";

const event = {
  source: "onenet.catalog",
  "detail-type": "catalog.published.v1",
  detail: { district: "310101", level: 3, tags: ["open", "health"], items: [{ id: 1 }, { id: 2 }] },
};
const matches = (detail: unknown) => eventPattern({ detail })(event);

test.each<[string, unknown, boolean]>([
  ["one of the values", { district: ["310101", "310104"] }, true],
  ["none of the values", { district: ["310104"] }, false],
  ["a number is not its text", { level: ["3"] }, false],
  ["a list with one such element", { tags: ["health"] }, true],
  ["fields of a list's elements", { items: { id: [2] } }, true],
  ["every field", { district: ["310101"], level: [4] }, false],
  ["a field that is there", { level: [{ exists: true }] }, true],
  ["a field that is not there", { absent: [{ exists: true }] }, false],
  ["a field with fields of its own is no value", { items: [{ exists: true }] }, false],
  ["null is a value, and not an absent field", { absent: [null] }, false],
])("%s: %j is %s", (_, detail, expected) => {
  expect(matches(detail)).toBe(expected);
});

test.each([
  [{}, "Filter is not an object"],
  [{ source: "a" }, '"source" must be an object or an array'],
  [{ source: [] }, '"source" must have at least one value'],
])("the pattern %j is refused", (pattern, says) => {
  expect(() => eventPattern(pattern)).toThrow(
    expect.objectContaining({ name: "InvalidEventPatternException", message: expect.stringContaining(says) }),
  );
});

test.each([
  [{ source: [{ prefix: "onenet." }] }, '{"prefix":"onenet."}'],
  [{ detail: { level: [{ exists: false }] } }, '{"exists":false}'],
  [{ $or: [{ source: ["a"] }, { source: ["b"] }] }, "$or"],
])("the match %j, which is not done, is refused by name", (pattern, says) => {
  expect(() => eventPattern(pattern)).toThrow(
    expect.objectContaining({ name: "LocalCloudDoesNotSupport", message: expect.stringContaining(says) }),
  );
});
