import { merge } from "../../functions/collection/record/merge.ts";
import type { PoolRecord, Statement } from "../../functions/collection/record/record.ts";
import { decideItems, differing } from "../../functions/collection/verification/deciding.ts";
import {
  confirm,
  isItsDepartmentsToVerify,
  openRound,
  poolVerifiedInTime,
  type Verification,
} from "../../functions/collection/verification/verification.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { instantOf } from "../../functions/kernel/day.ts";
import { aPerson, calendar } from "../catalog/catalogue.ts";
import {
  A_RESOURCE,
  ANOTHER,
  anotherBody,
  DEPARTMENT,
  day,
  refusal,
  terms,
  theAuthority,
  theCenter,
  theProvider,
} from "./pool.ts";

const THIRD = CreditCode.parse("11310110EXAMPL67XD");
const SOURCES = [DEPARTMENT, ANOTHER, THIRD] as const;
const AT = instantOf(Date.parse("2026-11-24T01:02:03.004Z"));
const ID = `${A_RESOURCE}~3f8a1c0d9be24e57a6c1d20f4b8e7a95`;

type Said = string | undefined;

const statement = (from: CreditCode, phone: Said): Statement => ({
  from,
  values: { schoolId: "S1", ...(phone === undefined ? {} : { phone }) },
  method: "direct",
  collectedOn: day("2026-11-20"),
  basis: "law",
});

/** The record after these sources have spoken, each its word; a source that is absent has said nothing at all. */
const recordOf = (said: readonly Said[], before?: PoolRecord): PoolRecord => {
  let record = before;
  for (const [at, phone] of said.entries()) {
    const from = SOURCES[at];
    if (from === undefined) throw new Error("no such source");
    const merged = merge(record, statement(from, phone), { id: ID, resource: A_RESOURCE, edition: 1, at: AT });
    if (!merged.ok) throw new Error(merged.refusal.code);
    if (merged.value.outcome !== "unchanged") record = merged.value.record;
  }
  if (record === undefined) throw new Error("nobody has spoken");
  return record;
};

const judgement = { by: DEPARTMENT, on: day("2026-11-24"), because: "以最新登记为准", at: AT };
const decide = (record: PoolRecord, source: CreditCode, item = "phone") =>
  decideItems(record, [{ item, source }], judgement);
const decided = (record: PoolRecord, source: CreditCode): PoolRecord => {
  const did = decide(record, source);
  if (!did.ok) throw new Error(did.refusal.code);
  return did.value;
};

/** Every way in which three sources can say a, b or nothing of one item. */
const WORDS: readonly Said[] = [undefined, "a", "b"];
const EVERY = WORDS.flatMap((one) => WORDS.flatMap((two) => WORDS.map((three) => [one, two, three] as const)));

describe("A22p2: what sources differ on is decided by choosing between their statements", () => {
  it.each(
    EVERY.map((said) => ({ said, words: said.map((each) => each ?? "-").join(" ") })),
  )("of sources that say $words", ({ said }) => {
    const record = recordOf(said);
    const differs = new Set(said.filter((each) => each !== undefined)).size > 1;
    expect(differing(record)).toEqual(differs ? ["phone"] : []);
    for (const [at, source] of SOURCES.entries()) {
      const did = decide(record, source);
      if (!differs) expect(refusal(did)).toMatchObject({ code: "item-not-in-conflict", cites: ["A22p2"] });
      else if (said[at] === undefined) {
        expect(refusal(did)).toMatchObject({ code: "source-says-nothing-of-it", cites: ["A22p2"] });
      } else {
        expect(did).toMatchObject({
          ok: true,
          value: {
            values: { phone: said[at] },
            items: { phone: "decided" },
            decided: { phone: { by: DEPARTMENT, because: judgement.because } },
            statements: record.statements,
          },
        });
      }
    }
  });

  it.each([
    { news: "the same again", said: ["a", "b"] as const, value: "b", state: "decided" },
    { news: "what was decided", said: ["b", "b"] as const, value: "b", state: "decided" },
    { news: "something new", said: ["c", "b"] as const, value: "b", state: "conflicting" },
  ])("a decision stands until a source has news: $news", ({ said, value, state }) => {
    const record = decided(recordOf(["a", "b"]), ANOTHER);
    expect(recordOf(said, record)).toMatchObject({ values: { phone: value }, items: { phone: state } });
  });

  it("what was decided may be decided anew while sources differ, and several items at once", () => {
    const record = decided(recordOf(["a", "b"]), ANOTHER);
    expect(decided(record, DEPARTMENT)).toMatchObject({ values: { phone: "a" } });
    const both = [
      { item: "phone", source: ANOTHER },
      { item: "schoolId", source: ANOTHER },
    ];
    expect(refusal(decideItems(recordOf(["a", "b"]), both, judgement))).toMatchObject({
      code: "item-not-in-conflict",
      facts: { item: "schoolId" },
    });
  });
});

const opening = { today: day("2026-02-12"), calendar, allowed: { workingDays: 2, basis: "参照" } };
const open = (): Verification => {
  const opened = openRound(undefined, terms(), opening);
  if (opened === undefined) throw new Error("none");
  return opened;
};
const confirmed = (): Verification => {
  const did = confirm(open(), undefined, "editor", day("2026-02-13"));
  if (!did.ok) throw new Error(did.refusal.code);
  return did.value;
};

describe("A22p2: a pool is verified in rounds", () => {
  it("one is open at a time, and the next one counts on", () => {
    expect(openRound(open(), terms(), opening)).toBeUndefined();
    expect(openRound(confirmed(), terms(), opening)).toMatchObject({ status: "open", round: 2 });
  });

  it.each([
    { status: "open", conflicting: undefined, end: "confirmed" },
    { status: "open", conflicting: ID, end: "items-still-conflict" },
    { status: "confirmed", conflicting: undefined, end: "verification-not-open" },
    { status: "confirmed", conflicting: ID, end: "verification-not-open" },
  ] as const)("confirming what is $status with $conflicting in conflict gives $end", ({ status, conflicting, end }) => {
    const did = confirm(status === "open" ? open() : confirmed(), conflicting, "editor", day("2026-02-13"));
    expect(did.ok ? did.value.status : did.refusal.code).toBe(end);
  });

  it.each([
    { doneOn: "2026-02-12", end: "metOn", because: "it is the day it began" },
    { doneOn: "2026-02-14", end: "metOn", because: "it is the second working day: the Saturday is worked" },
    { doneOn: "2026-02-15", end: "missedOn", because: "it is the day after" },
  ])("confirmed on $doneOn gives $end, for $because", ({ doneOn, end }) => {
    const clocks = poolVerifiedInTime.stop(open().clocks, day(doneOn));
    expect(clocks).toMatchObject([{ dueOn: "2026-02-14", [end]: end === "metOn" ? doneOn : "2026-02-15" }]);
  });
});

describe("A16(3): only the department that compiles a resource verifies its pool", () => {
  it.each([
    { who: "the department", by: theProvider, may: true },
    { who: "another body", by: anotherBody, may: false },
    { who: "the Center", by: theCenter, may: false },
    { who: "a district", by: theAuthority, may: false },
    { who: "a person", by: aPerson, may: false },
  ])("$who: $may", ({ by, may }) => {
    const did = isItsDepartmentsToVerify({ id: A_RESOURCE, compiledBy: DEPARTMENT }, by);
    expect(did.ok ? true : did.refusal.code).toBe(may ? true : "record-unknown");
  });
});
