import { eventPattern } from "../../../local/events/pattern.ts";

const event = {
  source: "onenet.catalog",
  "detail-type": "catalog.published.v1",
  detail: { district: "310101", level: 3, tags: ["open", "health"], name: "Résumé", items: [{ id: 1 }, { id: 2 }] },
};
const matches = (detail: unknown) => eventPattern(JSON.stringify({ detail }))(event);

test.each<[string, unknown, boolean]>([
  ["one of the values", { district: ["310101", "310104"] }, true],
  ["none of the values", { district: ["310104"] }, false],
  ["a number is not its text", { level: ["3"] }, false],
  ["a list with one such element", { tags: ["health"] }, true],
  ["fields of a list's elements", { items: { id: [2] } }, true],
  ["every field", { district: ["310101"], level: [4] }, false],
  ["prefix", { district: [{ prefix: "3101" }] }, true],
  ["prefix in any case", { name: [{ prefix: { "equals-ignore-case": "RÉS" } }] }, true],
  ["suffix", { district: [{ suffix: "02" }] }, false],
  ["any case", { name: [{ "equals-ignore-case": "résumé" }] }, true],
  ["wildcard", { name: [{ wildcard: "R*m*" }] }, true],
  ["wildcard takes other signs literally", { name: [{ wildcard: "R.sum." }] }, false],
  ["anything but a value", { district: [{ "anything-but": "310101" }] }, false],
  ["anything but a list", { district: [{ "anything-but": ["1", "2"] }] }, true],
  ["anything but a prefix", { district: [{ "anything-but": { prefix: "31" } }] }, false],
  ["anything but needs the field", { absent: [{ "anything-but": "1" }] }, false],
  ["exists", { level: [{ exists: true }] }, true],
  ["does not exist", { absent: [{ exists: false }] }, true],
  ["does not exist below what is absent", { absent: { deeper: [{ exists: false }] } }, true],
  ["numeric between", { level: [{ numeric: [">", 2, "<=", 3] }] }, true],
  ["numeric equal", { level: [{ numeric: ["=", 4] }] }, false],
  ["$or", { $or: [{ level: [9] }, { tags: ["open"] }] }, true],
  ["$or beside a field", { district: ["no"], $or: [{ level: [3] }, { tags: ["open"] }] }, false],
  ["null is a value", { absent: [null] }, false],
])("%s: %j is %s", (_, detail, expected) => {
  expect(matches(detail)).toBe(expected);
});

test.each([
  ["not json", "is not JSON"],
  ["[]", "Filter is not an object"],
  ["{}", "Filter is not an object"],
  ['{"source":"a"}', '"source" must be an object or an array'],
  ['{"source":[]}', '"source" must have at least one value'],
  ['{"source":[{"numeric":["~",1]}]}', "numeric must be signs and numbers"],
  ['{"source":[{"prefix":1}]}', "prefix must be a string"],
  ['{"$or":[{"source":["a"]}]}', "$or must be a list"],
])("the pattern %s is refused", (pattern, says) => {
  expect(() => eventPattern(pattern)).toThrow(
    expect.objectContaining({ name: "InvalidEventPatternException", message: expect.stringContaining(says) }),
  );
});

test("a match that is not done is refused by name", () => {
  expect(() => eventPattern('{"source":[{"cidr":"10.0.0.0/8"}]}')).toThrow("the match cidr in an event pattern");
});
