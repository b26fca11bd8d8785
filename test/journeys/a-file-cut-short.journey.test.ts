import { aCity, type City } from "../support/city.ts";
import { aFile, pooled, recordsOf, submitted, when } from "./files.ts";
import { journalOf } from "./reviews.ts";

const TAKE_IN = "onenet-local-city-collection-take-in";
const RELAY = "onenet-local-city-collection-relay";
const ROWS = 20;

describe("A21: what comes cut short, with nothing about it that says so, is never taken for the whole", () => {
  let city: City;
  let resource = "";
  const ours = () => city.as("education.editor");

  beforeAll(async () => {
    city = await aCity();
    resource = await pooled(city, "学校名录");
  });

  it("half of any answer to the step that reads a file, and half of what the relay puts into the journal", async () => {
    const { lambda } = city.cloud.services;
    const files = [1, 2, 3, 4, 5];
    const fired: (() => boolean)[] = [];
    for (const [at, call] of files.entries()) {
      fired.push(lambda.faultAt(TAKE_IN, { call, kind: "short-reply" }));
      fired.push(lambda.faultAt(RELAY, { call: 1, kind: "short-request" }));
      const id = await submitted(ours(), resource, aFile(ROWS, at * ROWS));
      await city.cloud.pass({ minutes: 5 });
      expect((await when(ours(), id, "done")).counts).toMatchObject({ good: ROWS, bad: 0 });
      const journal = await journalOf(city, "collection");
      expect(journal.some((line) => line.includes(id) && line.includes('"status":"done"'))).toBe(true);
    }
    expect(fired.map((it) => it())).toEqual(fired.map(() => true));
    expect(await recordsOf(ours(), resource)).toHaveLength(files.length * ROWS);
    expect(city.cloud.logs(TAKE_IN).some((line) => /Of \d+ bytes of an object \d+ came/.test(line))).toBe(true);
  });
});
