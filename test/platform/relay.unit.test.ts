import { DeleteCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBStreamEvent } from "aws-lambda";
import type { EventEnvelope } from "../../functions/kernel/event.ts";
import { LIMITS } from "../../functions/kernel/limits.ts";
import { openParking, type Parking } from "../../functions/platform/relay/parking.ts";
import { relay } from "../../functions/platform/relay/relay.ts";
import { aTable, type TestTable } from "../support/table.ts";
import { logged } from "./logged.ts";
import { NOON } from "./orchard.ts";

const lines = logged();
let engine: TestTable;
let parking: Parking;
/** What happened, in order: a journal's lines, or a call to the bus with the events it held. */
let happened: string[];
let journalled: string[];
/** What the bus says to an event: nothing, or why it refuses it. */
let bus: (event: EventEnvelope) => string | undefined;

beforeAll(async () => {
  engine = await aTable([]);
});
afterAll(() => engine.close());
beforeEach(async () => {
  parking = openParking(engine.table.dynamo, "table");
  bus = () => undefined;
  await emptyTheTable();
  happened = [];
  journalled = [];
});

const emptyTheTable = async () => {
  const { dynamo, name: TableName } = engine.table;
  for (;;) {
    const { Items = [] } = await dynamo.send(new ScanCommand({ TableName }));
    if (Items.length === 0) return;
    for (const { pk, sk } of Items) await dynamo.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  }
};

const named = ({ subject, version }: EventEnvelope) => `${subject}.${version}`;

const publish = async (events: readonly EventEnvelope[]) => {
  happened.push(`bus: ${events.map(named).join(" ")}`);
  return events.map(bus);
};

const forward = (records: readonly object[]) =>
  relay({
    context: "apples",
    clockDay: () => "2026-11-24",
    parking,
    publish,
    journal: async (name, written) => {
      happened.push(`journal: ${name}`);
      journalled.push(...written);
    },
  })({ Records: records } as unknown as DynamoDBStreamEvent);

let sequence = 0;
const aChange = (eventName: "INSERT" | "MODIFY" | "REMOVE", key: { pk: string; sk: string }, image?: object) => ({
  eventName,
  dynamodb: {
    SequenceNumber: String(++sequence).padStart(6, "0"),
    Keys: marshall(key),
    ...(image === undefined ? {} : { NewImage: marshall({ ...key, ...image }) }),
  },
});

const anEventRow = (subject: string, version: number, data: object = {}) =>
  aChange(
    "INSERT",
    { pk: `apple#${subject}`, sk: `event#${String(version).padStart(10, "0")}` },
    {
      id: `0199b2c4-7a10-7cc0-8a55-${String(version).padStart(12, "0")}`,
      type: "apples.weighed.v1",
      version,
      at: NOON,
      by: "north",
      trace: "trace",
      data,
    },
  );

const calls = () => happened.filter((it) => it.startsWith("bus"));
const onTheBus = () => calls().flatMap((it) => it.slice("bus: ".length).split(" "));
const released = async () => {
  happened = [];
  await parking.release(publish);
  return onTheBus();
};

describe("the relay of a context", () => {
  it("writes the journal before anything is on the bus", async () => {
    const state = aChange("MODIFY", { pk: "apple#a", sk: "now" }, { version: 2, data: { id: "a" } });
    const event = anEventRow("a", 2);
    await forward([state, event]);
    const first = state.dynamodb.SequenceNumber;
    expect(happened).toEqual([
      `journal: apples/2026-11-24/${first}-${event.dynamodb.SequenceNumber}.jsonl`,
      "bus: a.2",
    ]);
    expect(JSON.parse(journalled[0] ?? "")).toEqual({
      sequence: first,
      pk: "apple#a",
      sk: "now",
      image: { pk: "apple#a", sk: "now", version: 2, data: { id: "a" } },
    });
  });

  it("announces the record's id, version and context, and who did it when", async () => {
    let said: EventEnvelope | undefined;
    bus = (event) => {
      said = event;
      return undefined;
    };
    await forward([anEventRow("a#b", 3, { grams: 7 })]);
    expect(said).toEqual({
      id: "0199b2c4-7a10-7cc0-8a55-000000000003",
      type: "apples.weighed.v1",
      source: "apples",
      subject: "a#b",
      version: 3,
      at: NOON,
      by: "north",
      traceId: "trace",
      data: { grams: 7 },
    });
  });

  it("journals deletions and answers to repeats, announces nothing of them, and leaves out what can be made again", async () => {
    await forward([
      aChange("INSERT", { pk: "idem#north#grow#1", sk: "answer" }, { digest: "d" }),
      aChange("REMOVE", { pk: "claim#name#Fuji", sk: "holder" }),
      aChange("REMOVE", { pk: "apple#a", sk: "event#0000000001" }),
      aChange("INSERT", { pk: "~parked", sk: "a#1" }, { subject: "a" }),
    ]);
    expect(calls()).toEqual([]);
    expect(journalled.map((line) => JSON.parse(line).pk)).toEqual(["idem#north#grow#1", "claim#name#Fuji", "apple#a"]);
  });

  it("journals what is secret in a record blotted out, and nothing else of it", async () => {
    const state = { version: 2, secret: ["token"], data: { id: "a", token: "opens something", title: "x" } };
    await forward([aChange("MODIFY", { pk: "apple#a", sk: "now" }, state)]);
    const { image } = JSON.parse(journalled[0] ?? "");
    expect(image).toMatchObject({ version: 2, data: { id: "a", token: "(not kept)", title: "x" } });
  });

  it("does nothing when there is nothing but what can be made again", async () => {
    await forward([aChange("INSERT", { pk: "~parked", sk: "a#1" }, { subject: "a" })]);
    expect(happened).toEqual([]);
  });

  it("does not announce what could not be journalled: the stream comes again", async () => {
    const broken = relay({
      context: "apples",
      clockDay: () => "2026-11-24",
      parking,
      publish,
      journal: async () => {
        throw new Error("no bucket");
      },
    });
    const event = { Records: [anEventRow("a", 1)] } as unknown as DynamoDBStreamEvent;
    await expect(broken(event)).rejects.toThrow("no bucket");
    expect(happened).toEqual([]);
  });

  it("sends ten events at once at most, and of one record one at a time", async () => {
    const many = Array.from({ length: 23 }, (_, nth) => anEventRow(`r${nth}`, 1));
    await forward([...many, anEventRow("r0", 2), anEventRow("r0", 3)]);
    expect(calls().map((it) => it.split(" ").length - 1)).toEqual([10, 10, 4, 1]);
    expect(onTheBus().filter((it) => it.startsWith("r0."))).toEqual(["r0.1", "r0.2", "r0.3"]);
  });

  it("sends no more bytes at once than the bus takes", async () => {
    const large = { text: "x".repeat(LIMITS.busEntryBytes * 0.6) };
    await forward([anEventRow("a", 1, large), anEventRow("b", 1, large), anEventRow("c", 1)]);
    expect(calls()).toEqual(["bus: a.1 c.1", "bus: b.1"]);
  });

  it("throws what passes by itself, and parks nothing for it", async () => {
    const passing = relay({
      context: "apples",
      clockDay: () => "2026-11-24",
      parking,
      journal: async () => undefined,
      publish: async () => {
        throw new Error("The bus answered ThrottlingException.");
      },
    });
    const event = { Records: [anEventRow("a", 1)] } as unknown as DynamoDBStreamEvent;
    await expect(passing(event)).rejects.toThrow("Throttling");
    expect(await parking.subjects()).toEqual([]);
  });
});

describe("an event that the bus refuses", () => {
  it("keeps the later events of its record, in this batch and the next, and of no other", async () => {
    bus = ({ subject }) => (subject === "a" ? "MalformedDetail" : undefined);
    await forward([anEventRow("a", 1), anEventRow("b", 1), anEventRow("a", 2), anEventRow("b", 2)]);
    expect(onTheBus()).toEqual(["a.1", "b.1", "b.2"]);
    bus = () => undefined;
    happened = [];
    await forward([anEventRow("a", 3), anEventRow("b", 3)]);
    expect(onTheBus()).toEqual(["b.3"]);
    expect(await parking.subjects()).toEqual(["a", "a", "a"]);
    expect(lines().join("")).toContain('"Parked":1');
    expect(await released()).toEqual(["a.1", "a.2", "a.3"]);
    expect(await parking.subjects()).toEqual([]);
  });

  it("is parked once, however often the stream comes again", async () => {
    bus = () => "MalformedDetail";
    const row = anEventRow("a", 1);
    for (let times = 0; times < 3; times++) await forward([row]);
    expect(await parking.subjects()).toEqual(["a"]);
  });

  it("is released in the order of its versions, ten after nine", async () => {
    bus = () => "MalformedDetail";
    await forward([anEventRow("a", 9), anEventRow("a", 10), anEventRow("a", 11)]);
    bus = () => undefined;
    expect(await released()).toEqual(["a.9", "a.10", "a.11"]);
  });

  it("that is refused again keeps its record's later ones, while other records go", async () => {
    bus = () => "MalformedDetail";
    await forward([anEventRow("a", 1), anEventRow("a", 2), anEventRow("b", 1)]);
    bus = ({ subject }) => (subject === "a" ? "MalformedDetail" : undefined);
    expect(await released()).toEqual(["a.1", "b.1"]);
    expect(await parking.subjects()).toEqual(["a", "a"]);
    bus = () => undefined;
    expect(await parking.release(publish)).toEqual({ released: 2, waiting: 0 });
  });
});

describe("an event that is larger than the bus takes", () => {
  const tooLarge = { text: "x".repeat(LIMITS.busEntryBytes) };

  it("is parked without being sent, and keeps its record's later ones", async () => {
    await forward([anEventRow("a", 1, tooLarge), anEventRow("a", 2), anEventRow("b", 1)]);
    expect(onTheBus()).toEqual(["b.1"]);
    expect(await parking.subjects()).toEqual(["a", "a"]);
  });

  it("waits for a person, and lets every other record's events be released", async () => {
    bus = ({ subject }) => (subject === "b" ? "MalformedDetail" : undefined);
    await forward([anEventRow("a", 1, tooLarge), anEventRow("b", 1)]);
    bus = () => undefined;
    expect(await released()).toEqual(["b.1"]);
    expect(await parking.subjects()).toEqual(["a"]);
  });

  it("is found behind any number of others: what is parked fills more than one page", async () => {
    const large = { text: "x".repeat(LIMITS.busEntryBytes) };
    for (let nth = 1; nth <= 8; nth++) await forward([anEventRow(`r${nth}`, 1, large)]);
    expect(await parking.subjects()).toHaveLength(8);
    happened = [];
    await forward([anEventRow("r8", 2)]);
    expect(onTheBus()).toEqual([]);
  });
});
