import type { Mapping } from "../../../local/lambda/mappings/ports.ts";
import { type LocalMappings, startMappings } from "../../../local/lambda/mappings/start.ts";
import type { Answer } from "../../../local/lambda/start.ts";
import type { Authorise } from "../../../local/shared/caller.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";
import { ServiceFault } from "../../../local/shared/fault.ts";
import { aFolder, aFunction, until } from "./functions.ts";
import { AQueue, AStream, QUEUE, STREAM } from "./sources.ts";

type Batch = readonly string[];
type Judge = (batch: Batch, attempt: number) => Answer;
const well: Answer = { payload: null };
const bad: Answer = { payload: {}, functionError: "Unhandled" };
const failing = (...identifiers: readonly string[]): Answer => ({
  payload: { batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) },
});

const ofStream: Mapping = {
  id: "m",
  functionName: "f",
  sourceArn: STREAM,
  batchSize: 4,
  reportsItemFailures: true,
  startingPosition: "TRIM_HORIZON",
  bisects: false,
  retries: 2,
  onFailure: QUEUE,
  concurrency: 1,
};
const ofQueue: Mapping = { ...ofStream, sourceArn: QUEUE };

/** Mappings before a function whose answers the test decides; `batches` is what it was given, by value. */
const aMachine = (judge: Judge, { folder = aFolder(), authorise = allowAll as Authorise } = {}) => {
  const clock = new MovableClock();
  const stream = new AStream(() => clock.now());
  const queue = new AQueue();
  const batches: Batch[] = [];
  const run = async (payload: unknown): Promise<Answer> => {
    const { Records } = payload as { Records: { dynamodb?: { value: string }; body?: string }[] };
    const batch = Records.map((it) => it.dynamodb?.value ?? it.body ?? "");
    batches.push(batch);
    return judge(batch, batches.length);
  };
  const start = (): LocalMappings =>
    startMappings({
      folder,
      clock,
      authorise,
      callerAs: (role) => ({ accessKeyId: role, role }),
      lambda: { settingsOf: () => aFunction("f", ""), run: (_name, payload) => run(payload) },
      streams: stream,
      queues: queue,
    });
  const quiet = (mappings: LocalMappings) =>
    until(() => {
      clock.moveTo(clock.now() + 60_000);
      return mappings.busy().length === 0;
    });
  return { clock, stream, queue, batches, start, quiet };
};

describe("a mapping of a stream", () => {
  it("hands on changes in their order, in batches", async () => {
    const { stream, batches, start, quiet } = aMachine(() => well);
    stream.put("a", "b", "c", "d", "e");
    const mappings = start();
    await mappings.add(ofStream);
    await quiet(mappings);
    stream.put("f");
    await quiet(mappings);
    expect(batches).toEqual([["a", "b", "c", "d"], ["e"], ["f"]]);
    await mappings.stop();
  });

  it("goes on after a restart where it stopped", async () => {
    const { stream, batches, start, quiet } = aMachine(() => well);
    stream.put("a", "b");
    const first = start();
    await first.add(ofStream);
    await quiet(first);
    await first.stop();
    stream.put("c");
    const second = start();
    await second.add(ofStream);
    await quiet(second);
    expect(batches).toEqual([["a", "b"], ["c"]]);
    await second.stop();
  });

  it("begins after the newest change if it is told so, and stays there over a restart", async () => {
    const { stream, batches, start, quiet } = aMachine(() => well);
    stream.put("old");
    const mappings = start();
    await mappings.add({ ...ofStream, startingPosition: "LATEST" });
    await mappings.stop();
    stream.put("new");
    const again = start();
    await again.add({ ...ofStream, startingPosition: "LATEST" });
    await quiet(again);
    expect(batches).toEqual([["new"]]);
    await again.stop();
  });

  it("repeats from the first record that the function reports, and does not repeat what came before it", async () => {
    const { stream, batches, start, quiet } = aMachine((_batch, attempt) =>
      attempt === 1 ? failing("00003", "00002") : well,
    );
    stream.put("a", "b", "c");
    const mappings = start();
    await mappings.add(ofStream);
    await quiet(mappings);
    expect(batches).toEqual([
      ["a", "b", "c"],
      ["b", "c"],
    ]);
    await mappings.stop();
  });

  it.each([
    ["an unknown item", failing("99999")],
    ["an empty item", failing("")],
    ["another shape", { payload: { batchItemFailures: "all" } }],
    ["an error", bad],
  ])("repeats the whole batch after an answer with %s", async (_, answer) => {
    const { stream, batches, start, quiet } = aMachine((_batch, attempt) => (attempt === 1 ? answer : well));
    stream.put("a", "b");
    const mappings = start();
    await mappings.add(ofStream);
    await quiet(mappings);
    expect(batches).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    await mappings.stop();
  });

  it("halves a failing batch until the bad record stands alone, discards it after its repeats and goes on", async () => {
    const { stream, queue, batches, start, quiet } = aMachine((batch) => (batch.includes("c") ? bad : well));
    stream.put("a", "b", "c", "d");
    const mappings = start();
    await mappings.add({ ...ofStream, bisects: true });
    await quiet(mappings);
    expect(batches).toEqual([["a", "b", "c", "d"], ["a", "b"], ["c", "d"], ["c"], ["c"], ["c"], ["d"]]);
    expect(queue.sent).toMatchObject([
      {
        requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 3 },
        responseContext: { functionError: "Unhandled" },
        DDBStreamBatchInfo: { startSequenceNumber: "00003", endSequenceNumber: "00003", batchSize: 1 },
      },
    ]);
    await mappings.stop();
  });

  it("discards what has become too old", async () => {
    const { stream, queue, batches, clock, start, quiet } = aMachine(() => well);
    stream.put("old");
    clock.moveTo(clock.now() + 3_600_000);
    stream.put("young");
    const mappings = start();
    await mappings.add({ ...ofStream, maximumAgeSeconds: 600 });
    await quiet(mappings);
    expect(batches).toEqual([["young"]]);
    expect(queue.sent).toMatchObject([{ requestContext: { condition: "MaximumRecordAgeExceeded" } }]);
    await mappings.stop();
  });

  it("repeats without end where no number of repeats is set", async () => {
    const { stream, batches, start, quiet } = aMachine((_batch, attempt) => (attempt < 9 ? bad : well));
    stream.put("a");
    const mappings = start();
    await mappings.add({ ...ofStream, retries: -1 });
    await quiet(mappings);
    expect(batches.length).toBe(9);
    await mappings.stop();
  });

  it("is refused where the function's role may not read the stream", async () => {
    const authorise: Authorise = (_caller, ...deeds) => {
      throw new ServiceFault("AccessDeniedException", deeds.map((it) => it.action).join(" "), 403);
    };
    const mappings = aMachine(() => well, { authorise }).start();
    await expect(mappings.add(ofStream)).rejects.toThrow("dynamodb:GetRecords");
    await expect(mappings.add(ofQueue)).rejects.toThrow("sqs:ReceiveMessage");
  });
});

describe("a mapping of a queue", () => {
  it("deletes what is done, and leaves what the function reports to come back", async () => {
    const { queue, batches, start, quiet } = aMachine((_batch, attempt) => (attempt === 1 ? failing("b") : well));
    const mappings = start();
    await mappings.add(ofQueue);
    queue.put("a", "b", "c");
    await quiet(mappings);
    expect(queue.taken).toEqual(["b"]);
    queue.showAgain();
    await quiet(mappings);
    expect(batches).toEqual([["a", "b", "c"], ["b"]]);
    expect(queue.taken).toEqual([]);
    await mappings.stop();
  });

  it("deletes nothing when the function fails", async () => {
    const { queue, start, quiet } = aMachine(() => bad);
    const mappings = start();
    await mappings.add(ofQueue);
    queue.put("a", "b");
    await quiet(mappings);
    expect(queue.taken).toEqual(["a", "b"]);
    await mappings.stop();
  });
});
