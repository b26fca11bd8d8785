import { done } from "../../demo/story.ts";
import { aCity, type City } from "../support/city.ts";
import { aFile, badRowsOf, pooled, recordsOf, submitted, when } from "./files.ts";
import type { Kind } from "./reviews.ts";

/** As in the review of a resource: what refuses a call with nothing done is met by the same repeat as a throttle. */
const KINDS = ["crash-before", "crash-after", "throttle", "lost-reply"] as const satisfies readonly Kind[];

/**
 * What a file of 60 rows asks of each function, and how many AWS calls each makes when nothing goes wrong. Announcing
 * reads the catalogue, then what it needs together, and writes; submitting reads, measures what was sent, and writes. A
 * step reads file, catalogue and S3, asks for the pepper, reads and writes twice, and ends.
 */
const PIECES = [
  { piece: "collection-api", calls: 3 },
  { piece: "collection-receive", calls: 3 },
  { piece: "collection-relay", calls: 3 },
  { piece: "collection-listener", calls: 2 },
  { piece: "collection-take-in", calls: 8 },
] as const;

type Fault = Readonly<{ piece: string; call: number; kind: Kind }>;
const faults: Fault[] = PIECES.flatMap(({ piece, calls }) =>
  Array.from({ length: calls }, (_, at) => KINDS.map((kind) => ({ piece, call: at + 1, kind }))).flat(),
);

/** Each file meets one fault of each function, as far as there are any left. */
const queues = PIECES.map(({ piece }) => faults.filter((it) => it.piece === piece));
const plans = Array.from({ length: Math.max(...queues.map(({ length }) => length)) }, (_, at) =>
  queues.flatMap((queue) => queue[at] ?? []),
);

const ROWS = 60;

describe("A21: a file, with a fault at every call that any function makes for it", () => {
  let city: City;
  let resource = "";
  const happened = new Map<Fault, () => boolean>();
  const ids: string[] = [];
  const ours = () => city.as("education.editor");

  beforeAll(async () => {
    city = await aCity();
    resource = await pooled(city, "学校名录");
    for (const [at, plan] of plans.entries()) {
      for (const fault of plan) {
        const { piece, call, kind } = fault;
        happened.set(fault, city.cloud.services.lambda.faultAt(`onenet-local-city-${piece}`, { call, kind }));
      }
      ids.push(await submitted(ours(), resource, aFile(ROWS, at * ROWS)));
      await city.cloud.settle();
    }
    await city.cloud.pass({ minutes: 5 });
  });

  it("every fault has happened", () => {
    expect(faults.filter((it) => !happened.get(it)?.())).toEqual([]);
  });

  it("each file is done, counted exactly and reported once; no row is lost, none is in twice", async () => {
    for (const id of ids) {
      const { counts } = await when(ours(), id, "done");
      expect(counts).toEqual({ good: 59, unchanged: 0, bad: 1, duplicates: 0 });
      expect((await badRowsOf(ours(), id)).map(({ line }) => line)).toEqual([51]);
    }
    const records = await recordsOf(ours(), resource);
    expect(records).toHaveLength(ids.length * 59);
    expect(records.every(({ version, status }) => version === 1 && status === "held")).toBe(true);
    expect(done(await ours().listMyBatches({ limit: 100 })).items).toHaveLength(ids.length);
  });
});
