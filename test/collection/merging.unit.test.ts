import fc from "fast-check";
import { countsOf, delta, NO_COUNTS, plus } from "../../functions/collection/record/counts.ts";
import { merge, saidBy, takeBack } from "../../functions/collection/record/merge.ts";
import type { PoolRecord, Statement } from "../../functions/collection/record/record.ts";
import { Instant } from "../../functions/kernel/day.ts";
import { RecordId } from "../../functions/kernel/record-id.ts";
import { A_RESOURCE, ANOTHER, DEPARTMENT, day } from "./pool.ts";

const AT = Instant.parse("2026-11-24T01:02:03.004Z");
const id = RecordId.parse(`${A_RESOURCE}~${"0".repeat(32)}`);
const says = (from: typeof DEPARTMENT, phone: string, more: Partial<Statement> = {}): Statement => ({
  from,
  values: { schoolId: "S1", phone },
  method: "direct",
  collectedOn: day("2026-11-20"),
  basis: "law",
  ...more,
});
const spoken = (before: PoolRecord | undefined, statement: Statement): PoolRecord => {
  const merged = merge(before, statement, { id, resource: A_RESOURCE, edition: 1, at: AT });
  if (!merged.ok) throw new Error(merged.refusal.code);
  if (merged.value.outcome === "unchanged") {
    if (before === undefined) throw new Error("nothing");
    return before;
  }
  return merged.value.record;
};
const decide = (record: PoolRecord, phone: string): PoolRecord => ({
  ...record,
  values: { ...record.values, phone },
  items: { ...record.items, phone: "decided" },
  decided: { phone: { by: DEPARTMENT, on: day("2026-11-24"), because: "以现场核实为准" } },
});

describe("A22p2: a pool verifies item by item, from several sources", () => {
  const one = spoken(undefined, says(DEPARTMENT, "1"));
  const differ = spoken(one, says(ANOTHER, "2"));

  it("one source, two that agree, two that differ", () => {
    expect(one.items["phone"]).toBe("single-source");
    expect(spoken(one, says(ANOTHER, "1")).items["phone"]).toBe("agreed");
    expect(differ).toMatchObject({ items: { phone: "conflicting", schoolId: "agreed" }, values: { phone: "1" } });
  });

  it("holds what it held before, until none says so any more", () => {
    expect(spoken(differ, says(DEPARTMENT, "3")).values["phone"]).toBe("3");
    expect(spoken(differ, says(DEPARTMENT, "2"))).toMatchObject({ items: { phone: "agreed" }, values: { phone: "2" } });
  });

  it.each([
    [
      "stands when a source says the same of it again",
      says(DEPARTMENT, "1", { values: { phone: "1", schoolId: "S1", x: 1 } }),
      "decided",
    ],
    ["stands when a source comes round to it", says(DEPARTMENT, "2"), "decided"],
    ["is open again when a source has news", says(DEPARTMENT, "9"), "conflicting"],
  ])("a decision %s", (_when, statement, state) => {
    expect(spoken(decide(differ, "2"), statement).items["phone"]).toBe(state);
  });

  it("nothing changes where the same source says the same again, whatever the order of its items", () => {
    const again = says(DEPARTMENT, "1", { values: { phone: "1", schoolId: "S1" }, collectedOn: day("2026-11-23") });
    expect(spoken(one, again)).toBe(one);
  });

  it("what a source takes back is no longer held, and a record without any is withdrawn", () => {
    const left = takeBack(differ, saidBy(DEPARTMENT), AT);
    expect(left).toMatchObject({ status: "held", values: { phone: "2" }, items: { phone: "single-source" } });
    expect(left && takeBack(left, saidBy(ANOTHER), AT)).toMatchObject({ status: "withdrawn", values: {}, items: {} });
    expect(takeBack(one, saidBy(ANOTHER), AT)).toBeUndefined();
  });

  it("deltas add up to the counts of the record, whatever is said in which order", () => {
    const act = fc.record({
      from: fc.constantFrom(DEPARTMENT, ANOTHER),
      phone: fc.constantFrom("1", "2", "3", "back"),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let record: PoolRecord | undefined;
        let counts = NO_COUNTS;
        for (const { from, phone } of acts) {
          const next =
            phone === "back"
              ? record && (takeBack(record, saidBy(from), AT) ?? record)
              : spoken(record, says(from, phone));
          counts = plus(counts, delta(record, next));
          record = next;
        }
        expect(counts).toEqual(countsOf(record));
      }),
      { seed: 9 },
    );
  });
});
