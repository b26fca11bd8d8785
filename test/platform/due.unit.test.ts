import * as z from "zod";
import { calendarOf } from "../../functions/kernel/calendar.ts";
import { Clock, clock } from "../../functions/kernel/clock.ts";
import { addDays, Day } from "../../functions/kernel/day.ts";
import { accept, refuse } from "../../functions/kernel/outcome.ts";
import { beginUnbegun, dueBy, dueOn, sweep, sweepCall } from "../../functions/platform/due.ts";
import { declareStore } from "../../functions/platform/store/declare.ts";
import { openStore, type Store } from "../../functions/platform/store/open.ts";
import { aTable, type TestTable } from "../support/table.ts";
import { logged } from "./logged.ts";
import { aCall, granted } from "./orchard.ts";

const lines = logged();

const Basket = z.object({ id: z.string(), dueOn: Day.exactOptional() });
const baskets = declareStore({
  kind: "basket",
  holds: Basket,
  announces: z.object({ type: z.literal("apples.packed.v1") }),
  id: ({ id }) => id,
  indexes: { byDueDay: ({ id, dueOn: day }) => dueOn("basket", id, day) },
});

let engine: TestTable;
let store: Store<typeof baskets>;

beforeAll(async () => {
  engine = await aTable([baskets]);
  store = openStore(baskets, engine.table);
  for (let nth = 0; nth < 120; nth++) {
    const id = `basket-${nth}`;
    const due = nth % 3 === 2 ? {} : { dueOn: addDays(Day.parse("2026-11-20"), nth % 10) };
    const call = aCall({ key: `key-${nth}`, digest: id });
    granted(await store.save({ id, ...due }, undefined, { type: "apples.packed.v1" }, call));
  }
});
afterAll(() => engine.close());

const dueIds = async (until: string): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { now } of dueBy(store, Day.parse(until))) ids.push(now.id);
  return ids;
};

const expected = (until: string) =>
  Array.from({ length: 120 }, (_, nth) => nth)
    .filter((nth) => nth % 3 !== 2 && addDays(Day.parse("2026-11-20"), nth % 10) <= until)
    .map((nth) => `basket-${nth}`);

describe("what is due", () => {
  it.each([
    { until: "2026-11-19" },
    { until: "2026-11-20" },
    { until: "2026-11-24" },
    { until: "2026-12-31" },
  ])("by $until is found whole and once, the day itself included", async ({ until }) => {
    expect((await dueIds(until)).sort()).toEqual(expected(until).sort());
  });

  it("costs as many reads as there are shards, however much is open and not due", async () => {
    engine.recorder.start();
    await dueIds("2026-11-20");
    expect(engine.recorder.calls).toHaveLength(4);
  });
});

describe("a sweep", () => {
  it("does its act on each and counts; what it could not change is left to the next", async () => {
    const outcome = await sweep("pack", dueBy(store, Day.parse("2026-11-20")), async ({ now }) =>
      now.id === "basket-0" ? refuse("record-changed-meanwhile") : accept({ now }),
    );
    const { length } = expected("2026-11-20");
    expect(outcome).toEqual({ ok: true, value: { changed: length - 1, left: 1 } });
  });

  it("goes on behind a record on which it fails, and counts the fault", async () => {
    const outcome = await sweep("pack", dueBy(store, Day.parse("2026-11-20")), async ({ now }) => {
      if (now.id === "basket-0") throw new Error("one bad apple");
      return accept({ now });
    });
    expect(outcome).toEqual({ ok: true, value: { changed: expected("2026-11-20").length - 1, left: 1 } });
    expect(lines().some((line) => line.includes('"Faults":1'))).toBe(true);
  });

  it("has one key for one version of one record, so that two sweeps at once change it once", () => {
    expect(sweepCall("pack", "basket", "a", 1)).toEqual(sweepCall("pack", "basket", "a", 1));
    const keys = [
      sweepCall("pack", "basket", "a", 1),
      sweepCall("pack", "basket", "a", 2),
      sweepCall("pack", "basket", "b", 1),
      sweepCall("pack", "crate", "a", 1),
      sweepCall("mark", "basket", "a", 1),
    ];
    expect(new Set(keys.map(({ key }) => key)).size).toBe(5);
  });
});

describe("flows that never began", () => {
  const began = clock("packed-in-time", "A48", { workingDays: 1, startsOn: (on: Day) => on });
  const startedOn = (day: string) => Clock.parse(began.start(Day.parse(day), calendarOf([])));
  const met = { ...startedOn("2026-11-23"), metOn: Day.parse("2026-11-24") };
  const records = {
    lost: [startedOn("2026-11-23")],
    bad: [startedOn("2026-11-23")],
    heard: [startedOn("2026-11-23")],
    over: [startedOn("2026-11-23")],
    "of-today": [startedOn("2026-11-24")],
    "has-no-clock": [],
    "ended-in-time": [met],
    "lost-in-another-round": [met, startedOn("2026-11-23")],
    "lost-and-late": [met, { ...startedOn("2026-11-20"), missedOn: Day.parse("2026-11-24") }],
  } as const;

  it("are begun, counted for the alarm and named; those of today are the listener's", async () => {
    const asked: string[] = [];
    const begin = async ({ id }: { id: string }) => {
      asked.push(id);
      if (id === "bad") throw new Error("Rate exceeded");
      return accept<"begun" | "known" | "over">(id.startsWith("lost") ? "begun" : id === "heard" ? "known" : "over");
    };
    const running = async function* () {
      for (const [id, clocks] of Object.entries(records)) yield { now: { id, clocks: [...clocks] }, version: 1 };
    };
    await beginUnbegun("days", running(), Day.parse("2026-11-24"), begin);
    expect(asked).toEqual(["lost", "bad", "heard", "over", "lost-in-another-round", "lost-and-late"]);
    expect(lines().filter((line) => line.includes('"BegunLate":1'))).toHaveLength(3);
    const named = lines().filter((line) => line.includes("BEGUN_LATE"));
    expect(named.map((line) => JSON.parse(line).record)).toEqual(["lost", "lost-in-another-round", "lost-and-late"]);
    expect(lines().filter((line) => line.includes('"Faults":1'))).toHaveLength(1);
  });
});
