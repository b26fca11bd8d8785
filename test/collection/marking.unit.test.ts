import { mark, unmark } from "../../functions/collection/record/marking.ts";
import { MOST_OBJECTIONS, PoolRecord } from "../../functions/collection/record/record.ts";
import { Instant } from "../../functions/kernel/day.ts";
import { A_RESOURCE, refusal } from "./pool.ts";

const AT = Instant.parse("2026-11-24T01:02:03.004Z");
const LATER = Instant.parse("2026-11-25T01:02:03.004Z");
const objection = (n: number): string => `0199b2c6-3c40-7d52-8b11-${String(n).padStart(12, "0")}`;
const record = PoolRecord.parse({
  id: `${A_RESOURCE}~${"0".repeat(32)}`,
  resource: A_RESOURCE,
  edition: 1,
  statements: [],
  values: {},
  items: {},
  decided: {},
  disputed: [],
  status: "held",
  changedAt: AT,
});

describe("A48: a disputed record bears the mark of each objection", () => {
  it("and has changed by it, so that whoever copies the pool learns of it", () => {
    expect(mark(record, objection(1), LATER)).toEqual({
      ok: true,
      value: { ...record, disputed: [objection(1)], changedAt: LATER },
    });
  });

  it("until that one is settled, whether the record is held any more or not", () => {
    const marked = { ...record, disputed: [objection(1), objection(2)], status: "withdrawn" as const };
    expect(unmark(marked, objection(1), LATER)).toMatchObject({
      value: { disputed: [objection(2)], changedAt: LATER },
    });
  });

  it.each([
    ["one that is not held", { ...record, status: "withdrawn" as const }, "record-not-held"],
    ["twice by one objection", { ...record, disputed: [objection(1)] }, "record-marked-already"],
    [
      "by more than are dealt with one by one",
      { ...record, disputed: Array.from({ length: MOST_OBJECTIONS }, (_, n) => objection(n + 2)) },
      "too-many-objections",
    ],
  ])("not %s", (_what, before, code) => {
    expect(refusal(mark(before, objection(1), LATER))).toMatchObject({ code, cites: ["A48"] });
  });

  it("and loses none that it does not bear", () => {
    expect(refusal(unmark(record, objection(1), LATER))).toMatchObject({ code: "record-not-marked", cites: ["A48"] });
  });
});
