import { Instant } from "../../functions/kernel/day.ts";
import { decide, explainDelay, withdraw } from "../../functions/objections/deciding.ts";
import { announce, isAboutThem, isNamed, mayFileFor, submit } from "../../functions/objections/filing.ts";
import { handOver, sendBack } from "../../functions/objections/handing.ts";
import {
  decidedByCenterInTime,
  decidedByDepartmentInTime,
  handedOverInTime,
} from "../../functions/objections/in-time.ts";
import { type Decision, Objection, STATUSES } from "../../functions/objections/objection.ts";
import { routeOf } from "../../functions/objections/route.ts";
import { isObjectionToSee } from "../../functions/objections/seeing.ts";
import { newId } from "../../functions/platform/id.ts";
import { day } from "../kernel/day-of-text.ts";
import { official } from "../kernel/official-calendar.ts";
import {
  A_RECORD,
  A_RESOURCE,
  ANOTHER,
  aCentersOwn,
  aDecided,
  aFiled,
  aHandedOver,
  aSentBack,
  aWithdrawn,
  CENTER,
  CORRECTED,
  codeOf,
  DEPARTMENT,
  NOT_CORRECTED,
  PEOPLE,
  PROVIDER,
  RECEIVED,
  SUBJECT,
  TERMS,
  value,
  type Who,
} from "./states.ts";

const WHO = Object.keys(PEOPLE) as Who[];
const STATES: Readonly<Record<Objection["status"], () => Objection>> = {
  "with-center": aCentersOwn,
  "with-department": aHandedOver,
  decided: aDecided,
  withdrawn: aWithdrawn,
};
const everybody = STATUSES.flatMap((status) => WHO.map((who) => ({ status, who })));
const by = (who: Who) => ({ by: PEOPLE[who], today: RECEIVED, calendar: official, terms: TERMS });

const ACTS = {
  "hand over": (it: Objection, who: Who) => handOver(it, { department: DEPARTMENT }, by(who)),
  "send back": (it: Objection, who: Who) => sendBack(it, "不属于本局职责", by(who)),
  decide: (it: Objection, who: Who) => decide(it, NOT_CORRECTED, {}, by(who)),
  withdraw: (it: Objection, who: Who) => withdraw(it, PEOPLE[who], RECEIVED),
} as const;
type Act = keyof typeof ACTS;

/** Who may do what, at which status; the door lets nobody but the Center hand over. */
const MAY: Readonly<Record<Act, readonly (readonly [Objection["status"], Who])[]>> = {
  "hand over": [
    ["with-center", "center"],
    ["with-center", "objector"],
    ["with-center", "stranger"],
    ["with-center", "another"],
  ],
  "send back": [["with-department", "department"]],
  decide: [
    ["with-center", "center"],
    ["with-department", "department"],
  ],
  withdraw: [
    ["with-center", "objector"],
    ["with-department", "objector"],
  ],
};

describe.each(Object.keys(ACTS) as Act[])("A48: who may %s, at which status", (act) => {
  it.each(everybody)("$status, by $who", ({ status, who }) => {
    const may = MAY[act].some(([at, its]) => at === status && its === who);
    expect(ACTS[act](STATES[status](), who).ok).toBe(may);
  });
});

describe("A48: an objection as it is filed", () => {
  it("fits its shape at every status", () => {
    for (const state of Object.values(STATES)) Objection.parse(state());
  });

  it("is somebody's, whose number is verified, and about their own record", () => {
    expect(codeOf(isNamed(PEOPLE.objector))).toBe("ok");
    expect(codeOf(isNamed({ ...PEOPLE.center }))).toBe("objector-not-named");
    const record = { id: A_RECORD, held: true, subject: SUBJECT };
    expect(codeOf(isAboutThem(record, SUBJECT))).toBe("ok");
    expect(codeOf(isAboutThem({ ...record, held: false }, SUBJECT))).toBe("record-unknown");
    expect(codeOf(isAboutThem({ ...record, subject: undefined }, SUBJECT))).toBe("record-unknown");
    expect(codeOf(isAboutThem(undefined, SUBJECT))).toBe("record-unknown");
  });

  it("comes by a window from staff with the post, by an agent with a mandate, and by nobody else for another", () => {
    const at = Instant.parse("2026-11-24T02:00:00.000Z");
    const mandate = { proof: "授权委托书", digest: "c".repeat(64) };
    const filed = (who: Who, shown?: typeof mandate) => mayFileFor(PEOPLE[who], at, RECEIVED, shown);
    expect(filed("department")).toMatchObject({ value: { channel: "window", institution: DEPARTMENT } });
    expect(filed("stranger", mandate)).toMatchObject({ value: { channel: "agent", mandate } });
    expect(codeOf(filed("stranger"))).toBe("mandate-missing");
    const { trainedUntil: _no, ...untrained } = PEOPLE.department;
    expect(codeOf(mayFileFor(untrained, at, RECEIVED, undefined))).toBe("mandate-missing");
  });

  it("takes evidence as it was announced, and not otherwise", () => {
    const file = { name: "许可证.pdf", mediaType: "application/pdf", size: 10, sha256: "d".repeat(64) } as const;
    const id = newId();
    const announced = value(announce(aFiled(), file, { id, ...by("objector") }));
    const sent = { bytes: 10, sha256: file.sha256 };
    expect(value(submit(announced, id, sent, by("objector"))).files).toMatchObject([{ id, sentOn: RECEIVED }]);
    expect(codeOf(submit(announced, id, undefined, by("objector")))).toBe("file-not-as-announced");
    expect(codeOf(submit(announced, id, { ...sent, bytes: 11 }, by("objector")))).toBe("file-not-as-announced");
    expect(codeOf(submit(announced, id, { ...sent, sha256: "e" }, by("objector")))).toBe("file-not-as-announced");
    expect(codeOf(submit(announced, newId(), sent, by("objector")))).toBe("file-not-announced");
    expect(codeOf(announce(aFiled(), file, { id, ...by("stranger") }))).toBe("objection-not-yours");
    expect(codeOf(announce(aDecided(), file, { id, ...by("objector") }))).toBe("objection-over");
    const full = { ...aFiled(), files: Array.from({ length: 20 }, () => announced.files[0]).flatMap((it) => it ?? []) };
    expect(codeOf(announce(full, file, { id, ...by("objector") }))).toBe("too-many-files");
  });
});

describe("A48(1): what the Center has power to correct it decides", () => {
  it.each([
    [{ compiledBy: CENTER, integrated: false, center: CENTER }, "compiled-by-center"],
    [{ compiledBy: DEPARTMENT, integrated: true, center: CENTER }, "integrated-by-center"],
    [{ compiledBy: undefined, integrated: false, center: CENTER }, "resource-unknown"],
  ] as const)("%j: %s", (about, because) => {
    expect(routeOf(about)).toEqual({ power: "center", because, cites: "A48(1)" });
  });

  it("and not what a department has: that is handed over, however late", () => {
    expect(codeOf(decide(aFiled(), NOT_CORRECTED, {}, by("center")))).toBe("objection-not-yours-to-decide");
    expect(codeOf(decide(aSentBack(), NOT_CORRECTED, {}, by("center")))).toBe("ok");
  });

  it("one that it took for its own gives its clock to the hand-over; a missed one stays on record", () => {
    const own = aCentersOwn();
    const names = (it: Objection) => it.clocks.map(({ name }) => name).slice(1);
    expect(names(aHandedOver(RECEIVED, own))).toEqual([handedOverInTime.name, decidedByDepartmentInTime.name]);
    const clocks = decidedByCenterInTime.stop(own.clocks, day("2026-11-30"));
    const late = aHandedOver(day("2026-11-30"), { ...own, clocks });
    expect(names(late)).toEqual([decidedByCenterInTime.name, decidedByDepartmentInTime.name]);
  });
});

describe("A48(2): what a department compiles is the department's", () => {
  it("by power to correct, explained", () => {
    expect(routeOf({ compiledBy: DEPARTMENT, integrated: false, center: CENTER })).toEqual({
      power: "department",
      department: DEPARTMENT,
      because: "compiled-by-department",
      cites: "A48(2)",
    });
  });

  it("is sent back once, with a reason, and no clock is reset by it or by the second hand-over", () => {
    const again = value(handOver(aSentBack(), { department: ANOTHER }, by("center")));
    expect(again).toMatchObject({ status: "with-department", department: ANOTHER, round: 4 });
    expect(again.clocks).toEqual(aHandedOver().clocks);
    expect(again.route).toMatchObject({ because: "named-by-center", department: ANOTHER });
    expect(codeOf(sendBack(again, "也不是", by("another")))).toBe("objection-sent-back-already");
  });

  it("is not handed to the Center itself, and not twice", () => {
    expect(codeOf(handOver(aFiled(), { department: CENTER }, by("center")))).toBe("objection-for-the-center");
    expect(codeOf(handOver(aHandedOver(), { department: ANOTHER }, by("center")))).toBe("objection-with-department");
  });

  it("is verified with whoever provides the data, where that is somebody else", () => {
    const terms = { ...TERMS, provider: PROVIDER };
    const verifiedWith = { institution: PROVIDER, on: RECEIVED, answer: "登记有误" };
    const decided = (decision: Decision) => codeOf(decide(aHandedOver(), decision, {}, { ...by("department"), terms }));
    expect(decided(CORRECTED)).toBe("not-verified-with-provider");
    expect(decided({ ...CORRECTED, verifiedWith })).toBe("ok");
    expect(decided({ ...CORRECTED, verifiedWith: { ...verifiedWith, institution: ANOTHER } })).not.toBe("ok");
  });
});

describe("A48: a decision", () => {
  const decided = (change: Partial<Decision>, it: Objection = aHandedOver(), from: Decision = CORRECTED) =>
    codeOf(decide(it, { ...from, ...change }, {}, by("department")));

  it("that corrects nothing cites an act in force", () => {
    const { basis: _none, ...bare } = NOT_CORRECTED;
    expect(codeOf(decide(aHandedOver(), bare, {}, by("department")))).toBe("refusal-cites-no-basis");
    expect(decided({}, aHandedOver(), NOT_CORRECTED)).toBe("ok");
  });

  it("says what it corrects: items of the resource, none that is a key, each as the catalogue has it", () => {
    expect(decided({})).toBe("ok");
    expect(decided({ corrections: {} })).toBe("correction-not-said");
    expect(decided({ corrections: { height: "3" } })).toBe("correction-of-no-item");
    expect(decided({ corrections: { schoolId: "S2" } })).toBe("correction-of-no-item");
    expect(decided({ corrections: { phone: 3 } })).toBe("value-not-of-its-item");
    expect(decided({ corrections: { phone: "1" } }, aHandedOver(), NOT_CORRECTED)).toBe("correction-not-said");
  });

  it("needs a record, which whoever decides may name; one that is named is not named otherwise", () => {
    const described = aHandedOver(RECEIVED, aFiled({ resource: undefined, record: undefined }));
    expect(decided({}, described)).toBe("correction-not-said");
    const named = { resource: { id: A_RESOURCE, name: "学校通讯录" }, record: A_RECORD };
    const found = value(decide(described, CORRECTED, named, by("department")));
    expect(found).toMatchObject({ resource: A_RESOURCE, record: A_RECORD });
    const other = { record: `${A_RESOURCE}~${"0".repeat(32)}` };
    expect(codeOf(decide(aHandedOver(), CORRECTED, other, by("department")))).toBe("objection-names-another-record");
  });
});

describe("A20: data that is unlawfully held is withdrawn", () => {
  it.each([
    ["privacy", "ok"],
    ["trade-secret", "ok"],
    ["error", "data-not-unlawfully-held"],
    ["omission", "data-not-unlawfully-held"],
  ] as const)("%s: %s", (kind, code) => {
    const decision: Decision = { outcome: "data-withdrawn", reasons: "无依据采集", looked: ["采集规范"] };
    expect(codeOf(decide(aHandedOver(RECEIVED, aFiled({ kind })), decision, {}, by("department")))).toBe(code);
  });
});

describe("A48: late is not lost", () => {
  it("whoever has missed a clock says why, and nobody else", () => {
    const late = aHandedOver(day("2026-11-30"));
    const explained = (who: Who, clock: string) =>
      codeOf(explainDelay(late, { clock, cause: "系统停机" }, PEOPLE[who], day("2026-11-30")));
    expect(explained("center", handedOverInTime.name)).toBe("ok");
    expect(explained("department", handedOverInTime.name)).toBe("clock-not-yours-to-explain");
    expect(explained("department", decidedByDepartmentInTime.name)).toBe("clock-not-yours-to-explain");
  });
});

describe("A47: who sees an objection", () => {
  it.each([
    ["objector", "ok"],
    ["center", "ok"],
    ["department", "ok"],
    ["another", "record-unknown"],
    ["stranger", "record-unknown"],
  ] as const)("%s: %s", (who, code) => {
    expect(codeOf(isObjectionToSee(aHandedOver(), PEOPLE[who]))).toBe(code);
  });
});
