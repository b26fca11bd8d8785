import fc from "fast-check";
import { answersForIt, close, type Fault, faultMendedInTime, raise } from "../../functions/collection/quality/fault.ts";
import {
  type Addition,
  added,
  emptyTally,
  figuresOf,
  isTheirsToMeasure,
  measuredOf,
  NOTHING_HANDED,
  type Tally,
} from "../../functions/collection/quality/figures.ts";
import { isTheirsToTrace } from "../../functions/collection/quality/trace.ts";
import { NO_COUNTS } from "../../functions/collection/record/counts.ts";
import type { PoolRecord } from "../../functions/collection/record/record.ts";
import { instantOf } from "../../functions/kernel/day.ts";
import { aPerson, calendar } from "../catalog/catalogue.ts";
import {
  A_RESOURCE,
  ANOTHER,
  anotherBody,
  binding,
  DEPARTMENT,
  day,
  item,
  refusal,
  theAuthority,
  theCenter,
  theProvider,
} from "./pool.ts";

const AT = instantOf(Date.parse("2026-02-11T17:00:00.000Z"));
const measured = measuredOf(binding([item(), item({ code: "address", name: "地址" })], { updateCycle: "daily" }));
const tally = (change: Partial<Tally> = {}): Tally => ({ ...emptyTally(A_RESOURCE), measured, ...change });

describe("A24: the quality of a pool from what was counted", () => {
  it("is six figures", () => {
    const counted = tally({
      counts: { ...NO_COUNTS, records: 4, values: 9, conflicting: 1, inConflict: 1 },
      handed: { good: 6, unchanged: 1, bad: 2, duplicates: 1 },
      takenInAt: AT,
    });
    expect(figuresOf(counted, day("2026-02-12"))).toMatchObject({
      status: "pooled",
      quantity: 4,
      completeness: 9 / 12,
      validity: 8 / 10,
      uniqueness: 9 / 10,
      consistency: 8 / 9,
      timeliness: { updateCycle: "daily", takenInOn: "2026-02-12", dueOn: "2026-02-13", upToDate: true },
    });
  });

  it("says nothing of shares where there is nothing", () => {
    const { completeness, validity, uniqueness, consistency, ...figures } = figuresOf(tally(), day("2026-02-12"));
    expect([completeness, validity, uniqueness, consistency]).toEqual(Array(4).fill(undefined));
    expect(figures).toMatchObject({ status: "not-pooled", timeliness: { upToDate: false } });
  });

  it.each([
    { cycle: "daily", on: "2026-02-13", upToDate: true, because: "it is the last day" },
    { cycle: "daily", on: "2026-02-14", upToDate: false, because: "it is the day after" },
    { cycle: "weekly", on: "2026-02-19", upToDate: true, because: "it is the seventh day" },
    { cycle: "weekly", on: "2026-02-20", upToDate: false, because: "it is the eighth" },
    { cycle: "static", on: "2036-02-20", upToDate: true, because: "the catalogue promises no news" },
    { cycle: "irregular", on: "2036-02-20", upToDate: true, because: "the catalogue promises none by a day" },
  ] as const)("of a $cycle pool on $on up to date is $upToDate, for $because", ({ cycle, on, upToDate }) => {
    const counted = tally({ takenInAt: AT, measured: { ...measured, updateCycle: cycle } });
    expect(figuresOf(counted, day(on)).timeliness?.upToDate).toBe(upToDate);
  });

  it("does not depend on the order in which events are counted (property)", () => {
    const addition: fc.Arbitrary<Addition> = fc.record(
      {
        counts: fc.integer({ min: -9, max: 9 }).map((records) => ({ ...NO_COUNTS, records })),
        handed: fc.nat(9).map((good) => ({ ...NOTHING_HANDED, good })),
        takenInAt: fc.nat(1_000_000).map((at) => instantOf(1_770_000_000_000 + at)),
      },
      { requiredKeys: ["counts", "handed"] },
    );
    const total = (all: readonly Addition[]) => all.reduce(added, emptyTally(A_RESOURCE));
    fc.assert(
      fc.property(fc.array(addition, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (all, noise) => {
        const shuffled = all
          .map((each) => ({ each, at: noise.next().value ?? 0 }))
          .sort((one, other) => one.at - other.at)
          .map(({ each }) => each);
        expect(total(shuffled)).toEqual(total(all));
      }),
    );
  });

  it.each([
    { who: "the Center", by: theCenter, may: true },
    { who: "its department", by: theProvider, may: true },
    { who: "another body", by: anotherBody, may: false },
    { who: "a person", by: aPerson, may: false },
  ])("A47: is shown to $who: $may", ({ by, may }) => {
    expect(isTheirsToMeasure(tally(), by).ok).toBe(may);
  });
});

const raising = { resource: A_RESOURCE, aspect: "validity", says: "电话格式有误" } as const;
const about = {
  id: "0199b2c7-3d40-7e53-9f22-7b8c9d0e1f2a",
  responsible: DEPARTMENT,
  today: day("2026-02-12"),
  calendar,
  allowed: { workingDays: 2, basis: "参照" },
};
const open = () => raise({ ...raising, accountable: "collector" }, about);
const closed = (): Fault => {
  const did = close(open(), "已更正", theProvider, day("2026-02-13"));
  if (!did.ok) throw new Error(did.refusal.code);
  return did.value;
};

describe("A24: who collects answers for what was collected, who verifies for what was verified", () => {
  const statements = [{ from: ANOTHER }] as unknown as PoolRecord["statements"];
  const record = { statements } as PoolRecord;
  const keepers = { compiledBy: DEPARTMENT, provider: DEPARTMENT };

  it.each([
    { accountable: "verifier", source: undefined, record: undefined, answers: DEPARTMENT },
    { accountable: "verifier", source: ANOTHER, record: undefined, answers: "source-not-accountable" },
    { accountable: "collector", source: undefined, record: undefined, answers: DEPARTMENT },
    { accountable: "collector", source: ANOTHER, record: undefined, answers: "source-not-accountable" },
    { accountable: "collector", source: ANOTHER, record, answers: ANOTHER },
    { accountable: "collector", source: undefined, record, answers: "source-not-accountable" },
  ] as const)("$accountable $source: $answers", ({ accountable, source, record, answers }) => {
    const fault = { ...raising, accountable, ...(source === undefined ? {} : { source }) };
    const did = answersForIt(fault, { ...keepers, record });
    expect(did.ok ? did.value : did.refusal.code).toBe(answers);
  });

  it.each([
    { who: "whoever answers for it", by: theProvider, fault: open(), end: "closed" },
    { who: "whoever answers for it", by: theProvider, fault: closed(), end: "fault-closed-already" },
    { who: "the Center", by: theCenter, fault: open(), end: "fault-not-yours-to-close" },
    { who: "the Center", by: theCenter, fault: closed(), end: "fault-not-yours-to-close" },
    { who: "another body", by: anotherBody, fault: open(), end: "fault-not-yours-to-close" },
    { who: "another body", by: anotherBody, fault: closed(), end: "fault-not-yours-to-close" },
  ])("$who closes one that is $fault.status: $end", ({ by, fault, end }) => {
    const did = close(fault, "已更正", by, day("2026-02-13"));
    expect(did.ok ? did.value.status : did.refusal.code).toBe(end);
  });

  it.each([
    { doneOn: "2026-02-14", end: "metOn", because: "it is the second working day: the Saturday is worked" },
    { doneOn: "2026-02-15", end: "missedOn", because: "it is the day after" },
  ])("mended on $doneOn gives $end, for $because", ({ doneOn, end }) => {
    expect(faultMendedInTime.stop(open().clocks, day(doneOn))).toMatchObject([{ dueOn: "2026-02-14", [end]: doneOn }]);
  });
});

describe("A24: who traces a record", () => {
  const record = { id: "r", statements: [{ from: ANOTHER }] } as unknown as PoolRecord;
  it.each([
    { who: "a source", by: anotherBody, may: true },
    { who: "its department", by: theProvider, may: true },
    { who: "the Center", by: theCenter, may: true },
    { who: "a district", by: theAuthority, may: false },
    { who: "a person", by: aPerson, may: false },
  ])("$who: $may", ({ by, may }) => {
    const did = isTheirsToTrace(record, { compiledBy: DEPARTMENT, provider: DEPARTMENT }, by);
    expect(did.ok ? true : refusal(did)).toEqual(may ? true : expect.objectContaining({ code: "record-unknown" }));
  });
});
