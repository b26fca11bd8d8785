import { done } from "../../demo/story.ts";
import { aCity, type City } from "../support/city.ts";
import { aFile, badRowsOf, pooled, recordsOf, sent, when } from "./files.ts";
import { insist, type Kind } from "./reviews.ts";

/** As in the review of a resource: what refuses a call with nothing done is met by the same repeat as a throttle. */
const WRITE = ["crash-before", "crash-after", "throttle", "lost-reply"] as const satisfies readonly Kind[];
/** Nothing is done by a read: whatever becomes of it, the function at worst ends before it. */
const READ = ["crash-before"] as const satisfies readonly Kind[];

/**
 * The AWS calls, measured, that each function makes for a file of 60 rows when nothing goes wrong: it is announced,
 * submitted, told, heard of, and taken in by two transactions and one that ends it. `early` is what a step asks before
 * its first transaction.
 */
const PIECES = {
  "collection-api": { early: [], calls: [READ, READ, WRITE] },
  "collection-receive": { early: [], calls: [READ, READ, WRITE] },
  // Whether it has something to tell, its third call, goes by what woke it: the review of a resource has that fault.
  "collection-relay": { early: [], calls: [WRITE, READ] },
  "collection-listener": { early: [], calls: [READ, WRITE] },
  "collection-take-in": { early: [READ, READ, READ, READ, READ], calls: [WRITE, READ, WRITE, WRITE] },
} as const;

type Fault = Readonly<{ piece: string; call: number; kind: Kind }>;

const faultsOf = (piece: string, calls: readonly (readonly Kind[])[], before = 0): Fault[] =>
  calls.flatMap((kinds, at) => kinds.map((kind) => ({ piece, call: before + at + 1, kind })));

/** A step that ends early is run again from the start: its file meets a second fault, further on. */
const queues = Object.entries(PIECES).flatMap(([piece, { early, calls }]) => [
  faultsOf(piece, early),
  faultsOf(piece, calls, early.length),
]);
const faults = queues.flat();

/** Each file meets one fault of each queue, as far as there are any left. */
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

  const order = (plan: readonly Fault[]) => {
    for (const fault of plan) {
      const { piece, call, kind } = fault;
      happened.set(fault, city.cloud.services.lambda.faultAt(`onenet-local-city-${piece}`, { call, kind }));
    }
  };

  beforeAll(async () => {
    city = await aCity();
    resource = await pooled(city, "学校名录");
    for (const [at, plan] of plans.entries()) {
      // The address is asked of the same function that is to meet its fault when the file is submitted.
      const atReceiving = ({ piece }: Fault) => piece === "collection-receive";
      order(plan.filter((it) => !atReceiving(it)));
      const id = await sent(ours(), resource, aFile(ROWS, at * ROWS));
      order(plan.filter(atReceiving));
      await insist((how) => ours().submitBatch({ id }, how));
      ids.push(id);
      // What is repeated for this file must not meet the faults of the next.
      await city.cloud.settle();
      await city.cloud.pass({ minutes: 5 });
      await when(ours(), id, "done");
    }
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
