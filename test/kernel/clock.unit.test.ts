import fc from "fast-check";
import {
  Clock,
  clock,
  isRunning,
  isSuspended,
  missedIfOver,
  nextDue,
  recompute,
} from "../../functions/kernel/clock.ts";
import { addDays, type Day } from "../../functions/kernel/day.ts";
import { applyNotice, Notice } from "../../functions/kernel/notice.ts";
import { day } from "./day-of-text.ts";
import { official } from "./official-calendar.ts";

const decided = clock("decided-in-time", "A48(2)", {
  workingDays: 5,
  startsOn: ({ handedOverOn }: { handedOverOn: Day }) => handedOverOn,
});
const answered = clock("answered-in-time", "A27", {
  workingDays: ({ answerWithin }: { answerWithin: number }) => answerWithin,
  startsOn: (receivedOn: Day) => receivedOn,
});

/** Received on Tuesday 2026-11-24: due on Tuesday 2026-12-01. */
const running = decided.start({ handedOverOn: day("2026-11-24") }, official);

describe("A48(2): five working days from the day after receipt", () => {
  it("starts with its length, its article and the due day", () => {
    expect(Clock.parse(running)).toEqual({
      name: "decided-in-time",
      cites: "A48(2)",
      workingDays: 5,
      startedOn: "2026-11-24",
      dueOn: "2026-12-01",
      provisional: false,
      suspensions: [],
      movedFrom: [],
    });
  });

  it.each([
    { doneOn: "2026-11-24", end: { metOn: "2026-11-24" }, because: "it is the day of receipt itself" },
    { doneOn: "2026-11-30", end: { metOn: "2026-11-30" }, because: "it is the fourth" },
    { doneOn: "2026-12-01", end: { metOn: "2026-12-01" }, because: "it is the fifth" },
    { doneOn: "2026-12-02", end: { missedOn: "2026-12-02" }, because: "it is the sixth" },
    {
      doneOn: "2026-12-15",
      end: { missedOn: "2026-12-02" },
      because: "it was missed on the sixth, whenever it was done",
    },
  ])("done on $doneOn gives $end, for $because", ({ doneOn, end }) => {
    expect(decided.stop([running], day(doneOn))).toEqual([{ ...running, ...end }]);
  });

  it.each([
    ["2026-12-01", true, "the last day is not over"],
    ["2026-12-02", false, "it ended at midnight"],
  ])("swept on %s: still running is %s, for %s", (today, still) => {
    const [swept] = missedIfOver([running], day(today));
    expect(swept).toEqual(still ? running : { ...running, missedOn: "2026-12-02" });
    expect(swept === running).toBe(still);
  });

  it("judges the same whether the sweep or the late act comes first", () => {
    const doneOn = day("2026-12-07");
    const sweptFirst = decided.stop(missedIfOver([running], day("2026-12-02")), doneOn);
    expect(sweptFirst).toEqual(missedIfOver(decided.stop([running], doneOn), doneOn));
  });

  it("leaves clocks of other names and clocks that have ended alone", () => {
    const other = answered.start(day("2026-11-24"), official, { answerWithin: 10 });
    const met = { ...running, metOn: day("2026-11-25") };
    const clocks = [other, met];
    expect(decided.stop(clocks, day("2026-11-30"))).toEqual(clocks);
    expect(decided.suspend(clocks, day("2026-11-30"), "鉴定")).toEqual(clocks);
    expect(decided.resume(clocks, day("2026-11-30"), official)).toEqual(clocks);
  });
});

describe("a limit that the order does not name is a setting", () => {
  it("is taken when the clock starts and kept with it", () => {
    const [ten, two] = [10, 2].map((answerWithin) => answered.start(day("2026-11-24"), official, { answerWithin }));
    expect([ten?.dueOn, two?.dueOn]).toEqual(["2026-12-08", "2026-11-26"]);
    expect(ten && recompute(ten, official, { because: "-", on: day("2026-11-25") }).dueOn).toBe("2026-12-08");
  });
});

describe("行政许可法 §45: what takes a test or a hearing is not counted", () => {
  const resting = decided.suspend([running], day("2026-11-27"), "专家评审");

  it("rests without running out", () => {
    expect(resting.map((it) => [isRunning(it), isSuspended(it)])).toEqual([[true, true]]);
    expect(missedIfOver(resting, day("2027-06-01"))).toEqual(resting);
    expect(nextDue(resting)).toBeUndefined();
    expect(recompute(resting[0] ?? running, official, { because: "-", on: day("2026-12-01") })).toBe(resting[0]);
  });

  it("goes on the day after it resumes with what was left, and keeps the old due day", () => {
    expect(decided.resume(resting, day("2026-12-08"), official)).toEqual([
      {
        ...running,
        dueOn: "2026-12-11",
        suspensions: [{ from: "2026-11-27", to: "2026-12-08", reason: "专家评审" }],
        movedFrom: [{ dueOn: "2026-12-01", because: "专家评审", on: "2026-12-08" }],
      },
    ]);
  });

  it("suspended on its last day leaves that day to be used", () => {
    const last = decided.suspend([running], day("2026-12-01"), "听证");
    expect(decided.resume(last, day("2026-12-10"), official)[0]?.dueOn).toBe("2026-12-11");
  });

  it("suspended twice takes off both times", () => {
    const once = decided.resume(resting, day("2026-12-08"), official);
    const twice = decided.suspend(once, day("2026-12-10"), "检验");
    expect(decided.resume(twice, day("2026-12-14"), official)[0]).toMatchObject({
      dueOn: "2026-12-16",
      suspensions: [{ from: "2026-11-27" }, { from: "2026-12-10", to: "2026-12-14" }],
    });
  });

  it("suspended while it rests changes nothing", () => {
    expect(decided.suspend(resting, day("2026-11-30"), "听证")).toEqual(resting);
  });

  it("is not rescued by a rest that comes after its end", () => {
    expect(decided.suspend([running], day("2026-12-02"), "听证")).toEqual([{ ...running, missedOn: "2026-12-02" }]);
  });

  it("done while it rests is in time, and the rest ends", () => {
    expect(decided.stop(resting, day("2026-12-20"))[0]).toMatchObject({
      metOn: "2026-12-20",
      suspensions: [{ from: "2026-11-27", to: "2026-12-20" }],
    });
  });

  it("resumed without a rest changes nothing", () => {
    expect(decided.resume([running], day("2026-11-30"), official)).toEqual([running]);
  });

  it("takes off no more and no less than the working days of the rest", () => {
    const start = fc.integer({ min: 0, max: 2500 }).map((offset) => addDays(day("2018-06-01"), offset));
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 60 }), (from, after, length) => {
        const begun = decided.start({ handedOverOn: from }, official);
        const restsOn = addDays(from, after);
        if (restsOn > begun.dueOn) return;
        const resumesOn = addDays(restsOn, length);
        const [resumed] = decided.resume(decided.suspend([begun], restsOn, "检测"), resumesOn, official);
        const dueOn = resumed?.dueOn ?? from;
        const rest =
          official.workingDaysBetween(addDays(restsOn, -1), resumesOn) - (restsOn === from ? startDay(from) : 0);
        expect(official.workingDaysBetween(from, dueOn)).toBe(5 + rest);
      }),
    );
  });

  /** The day of receipt is not counted anyway, so a rest that begins on it takes one day less off. */
  const startDay = (from: Day): number => (official.isWorkingDay(from) ? 1 : 0);
});

describe("行政许可法 §42: an extension lengthens the limit", () => {
  const because = { because: "经负责人批准延长", on: day("2026-11-30") };

  it("moves the due day and keeps the old one", () => {
    expect(decided.extend([running], 10, official, because)).toEqual([
      { ...running, workingDays: 15, dueOn: "2026-12-15", movedFrom: [{ dueOn: "2026-12-01", ...because }] },
    ]);
  });

  it("of a resting clock counts when it resumes", () => {
    const resting = decided.suspend([running], day("2026-11-27"), "听证");
    const [longer] = decided.extend(resting, 1, official, because);
    expect(longer).toEqual({ ...resting[0], workingDays: 6 });
    expect(decided.resume(longer ? [longer] : [], day("2026-12-08"), official)[0]?.dueOn).toBe("2026-12-14");
  });

  it("comes too late for a limit that is over", () => {
    const late = { ...because, on: day("2026-12-02") };
    expect(decided.extend([running], 10, official, late)).toEqual([{ ...running, missedOn: "2026-12-02" }]);
  });
});

describe("a notice imported later", () => {
  const provisional = decided.start({ handedOverOn: day("2027-02-02") }, official);
  const notice = Notice.parse({
    title: "国务院办公厅关于2027年部分节假日安排的通知（测试）",
    address: "https://www.gov.cn/test/2027",
    settles: [2027],
    daysOff: ["2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10"],
    daysWorked: ["2027-02-13"],
  });
  const settled = applyNotice(official, notice);
  const because = { because: notice.title, on: day("2026-11-30") };

  it("moves a provisional due day and keeps both dates and the reason", () => {
    expect(provisional).toMatchObject({ dueOn: "2027-02-11", provisional: true });
    expect(recompute(provisional, settled, because)).toEqual({
      ...provisional,
      dueOn: "2027-02-13",
      provisional: false,
      movedFrom: [{ dueOn: "2027-02-11", because: notice.title, on: "2026-11-30" }],
    });
  });

  it("makes a due day final without moving it where the notice says nothing new", () => {
    const early = decided.start({ handedOverOn: day("2026-12-30") }, official);
    expect(recompute(early, settled, because)).toEqual({ ...early, provisional: false });
  });

  it("nobody is late by a day that is a guess: it is neither missed nor is what comes after it", () => {
    expect(missedIfOver([provisional], day("2027-03-01"))).toEqual([provisional]);
    const [late] = decided.stop([provisional], day("2027-02-15"));
    expect(late).toEqual({ ...provisional, doneOn: "2027-02-15" });
    expect(nextDue(late ? [late] : [])).toBe("2027-02-11");
    expect(decided.stop(late ? [late] : [], day("2027-03-01"))).toEqual([late]);
  });

  it.each([
    { doneOn: "2027-02-12", judged: { metOn: "2027-02-12" } },
    { doneOn: "2027-02-13", judged: { metOn: "2027-02-13" } },
    { doneOn: "2027-02-15", judged: { missedOn: "2027-02-14" } },
  ])("judges what was done on $doneOn, after a due day that was a guess: $judged", ({ doneOn, judged }) => {
    const [waiting = provisional] = decided.stop([provisional], day(doneOn));
    expect(recompute(waiting, settled, because)).toEqual({
      ...provisional,
      dueOn: "2027-02-13",
      provisional: false,
      movedFrom: [{ dueOn: "2027-02-11", because: notice.title, on: "2026-11-30" }],
      ...judged,
    });
  });

  it("leaves what it does not touch as the same object", () => {
    expect(recompute(running, settled, because)).toBe(running);
  });

  it.each([{ metOn: day("2027-02-03") }, { missedOn: day("2027-02-12") }])("leaves what has ended with %j", (end) => {
    const ended = { ...provisional, ...end };
    expect(recompute(ended, settled, because)).toBe(ended);
  });
});

describe("the next due day of a record", () => {
  it("is the earliest of what runs", () => {
    const later = answered.start(day("2026-11-24"), official, { answerWithin: 10 });
    expect(nextDue([later, running])).toBe("2026-12-01");
    expect(nextDue([later, { ...running, metOn: day("2026-11-25") }])).toBe("2026-12-08");
    expect(nextDue([])).toBeUndefined();
  });
});
