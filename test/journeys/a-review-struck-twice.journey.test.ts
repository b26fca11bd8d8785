import { done } from "../../demo/story.ts";
import { aCity, type City } from "../support/city.ts";
import { type Kind, PUBLISHED_ONCE, seenOf, stepsOf } from "./reviews.ts";

/**
 * Two faults at one call: the second meets the repeat that the first brought about, by the SDK within the invocation.
 * One fault at each call, and faults that end the function alone: a-review-survives.
 */
const PAIRS = [
  ["throttle", "lost-reply"],
  ["lost-reply", "lost-reply"],
  ["lost-reply", "crash-after"],
] as const satisfies readonly (readonly [Kind, Kind])[];

/** Every function that the Center's decision brings about, and how many AWS calls it makes: the relay one more. */
const CALLS = { "catalog-api": 2, "catalog-relay": 2, "inbox-listener": 4, "catalog-listener": 3 } as const;

type Struck = Readonly<{ piece: string; call: number; pair: readonly [Kind, Kind] }>;

const struckAt = (piece: string, calls: readonly number[]): Struck[] =>
  calls.flatMap((call) => PAIRS.map((pair) => ({ piece, call, pair })));

/** Each plan strikes each function once; the longest queue says how many there are. */
const queues = Object.entries(CALLS).map(([piece, calls]) =>
  struckAt(
    piece,
    Array.from({ length: calls }, (_, at) => at + 1),
  ),
);
/** What is put on the bus twice is heard twice, with other calls: it is struck while nothing else is. */
const ON_THE_BUS = struckAt("catalog-relay", [CALLS["catalog-relay"] + 1]);
const together = Array.from({ length: Math.max(...queues.map(({ length }) => length)) }, (_, at) =>
  queues.flatMap((queue) => queue[at] ?? []),
);
const plans = [...together, ...ON_THE_BUS.map((strike) => [strike])].map((struck, at) => ({
  name: `再击名录${at + 1}号`,
  struck,
}));

const functionOf = (piece: string) => `onenet-local-city-${piece}`;

let city: City;
const ids = new Map<string, string>();
const happened = new Map<Struck, () => boolean>();

const submitted = async (name: string): Promise<string> => {
  const steps = stepsOf(city);
  const id = await steps.draft(name);
  await steps.clear(id);
  await steps.submit(id);
  return id;
};

beforeAll(async () => {
  city = await aCity();
  for (const { name } of plans) ids.set(name, await submitted(name));
  await city.cloud.settle();
  for (const { name, struck } of plans) {
    for (const strike of struck) {
      const { piece, call, pair } = strike;
      const [first, second] = pair.map((kind, at) => ({ call: call + at, kind }));
      if (first === undefined || second === undefined) throw new Error("A pair has two.");
      happened.set(strike, city.cloud.services.lambda.faultAt(functionOf(piece), first, second));
    }
    await stepsOf(city).publish(`${ids.get(name)}`);
    // What is heard again for this decision must not meet the faults of the next.
    await city.cloud.pass({ minutes: 5 });
  }
});

describe("A17p2: the decision of a review, with two faults at every call that it brings about", () => {
  it("every pair has happened", () => {
    expect([...happened].filter(([, both]) => !both()).map(([strike]) => strike)).toEqual([]);
  });

  it("looks the same from outside, whatever went wrong twice", async () => {
    const otherwise: unknown[] = [];
    for (const { name, struck } of plans) {
      const seen = await seenOf(city, `${ids.get(name)}`, name);
      if (JSON.stringify(seen) !== JSON.stringify(PUBLISHED_ONCE)) otherwise.push({ struck, seen });
    }
    expect(otherwise).toEqual([]);
  });
});

describe("A17p2: two at once of what should be alone", () => {
  const published = (id: string) =>
    city.cloud.heard("catalog.resource-published.v1").filter(({ detail }) => detail["subject"] === id);

  it("two relays on one shard tell everything again, and nobody minds", async () => {
    const id = await submitted("双继名录");
    await city.cloud.settle();
    await stepsOf(city).publish(id);
    await city.cloud.settle();
    const { dynamodb, lambda } = city.cloud.services;
    const { records } = await dynamodb.readStream("onenet-local-city-catalog-g1", undefined, 10_000);
    const its = records.filter((record) => JSON.stringify(record.dynamodb.Keys).includes(id));
    const relay = (from: number) =>
      lambda.invoke(functionOf("catalog-relay"), { Records: its.slice(from) }, "operator");
    const answers = await Promise.all([relay(0), relay(0), relay(2)]);
    expect(answers).toEqual(answers.map(() => ({ payload: { batchItemFailures: [] } })));
    await city.cloud.settle();
    expect(published(id).length).toBeGreaterThan(2);
    expect(await seenOf(city, id, "双继名录")).toEqual(PUBLISHED_ONCE);
  });

  it.each([
    { piece: "inbox-listener", call: 2, name: "双闻名录甲" },
    { piece: "inbox-listener", call: 4, name: "双闻名录乙" },
    { piece: "catalog-listener", call: 3, name: "双闻名录丙" },
  ])("$piece ends after its write (call $call), and hears the same thrice at once", async ({ piece, call, name }) => {
    const id = await submitted(name);
    await city.cloud.settle();
    const { lambda } = city.cloud.services;
    const ended = lambda.killAt(functionOf(piece), call, "after");
    await stepsOf(city).publish(id);
    await city.cloud.settle();
    expect(ended()).toBe(true);
    const [event] = published(id);
    const Records = [{ messageId: "again", body: JSON.stringify(event) }];
    const heard = () => lambda.invoke(functionOf(piece), { Records }, "operator");
    await Promise.all([heard(), heard(), heard(), city.cloud.pass({ minutes: 5 })]);
    expect(await seenOf(city, id, name)).toEqual(PUBLISHED_ONCE);
  });

  it("nothing waits any more", async () => {
    expect(done(await city.as("big-data-center.reviewer").listTasks({})).items).toEqual([]);
  });
});
