import { calendarOf } from "../../functions/kernel/calendar.ts";
import {
  changesTheCalendar,
  confirm,
  isConfirmedByAnother,
  isProposed,
  isPublished,
  leavesStatutoryDaysOff,
  NoticeFields,
  type Proposed,
  propose,
  reject,
} from "../../functions/reference/notice.ts";
import { OfficialCalendar } from "../../functions/reference/official.ts";
import { official as officialOf2026, officialYears } from "../kernel/official-calendar.ts";
import { day, theNoticeFor2027 } from "./support.ts";

const ID = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
const today = day("2026-11-24");
const fields = (change: Partial<typeof theNoticeFor2027> = {}) =>
  NoticeFields.parse({ ...theNoticeFor2027, ...change });
const official = OfficialCalendar.parse({ id: "official", years: officialYears, changedOn: today });

const aProposal = (change: Partial<typeof theNoticeFor2027> = {}): Proposed => {
  const outcome = propose(fields(change), officialOf2026, { id: ID, by: "one", today });
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
};
const confirmed = () => {
  const outcome = confirm(aProposal(), official, "another", today);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
};

describe("A48: limits are counted by the official calendar, which nobody changes alone", () => {
  it("lets another person confirm a proposal", () => {
    expect(isConfirmedByAnother(aProposal(), "another")).toMatchObject({ ok: true });
  });

  it("stops the proposer from confirming it, whatever else they are", () => {
    expect(isConfirmedByAnother(aProposal(), "one")).toMatchObject({
      refusal: { code: "notice-confirmed-by-its-proposer", cites: ["A48"] },
    });
  });

  it.each([
    { publishedOn: "2026-11-23", ok: true, because: "it was published the day before" },
    { publishedOn: "2026-11-24", ok: true, because: "it was published today" },
    { publishedOn: "2026-11-25", ok: false, because: "it is not published before tomorrow" },
  ])("a notice of $publishedOn: $ok on 2026-11-24, for $because", ({ publishedOn, ok }) => {
    expect(isPublished(day(publishedOn), today).ok).toBe(ok);
  });

  it("stops a notice that is typed in a second time", () => {
    const { calendar } = confirmed();
    expect(propose(fields(), calendarOf(calendar.years), { id: ID, by: "two", today })).toMatchObject({
      refusal: { code: "notice-changes-nothing", facts: { years: ["2027"] } },
    });
    expect(changesTheCalendar(officialOf2026, aProposal().notice)).toMatchObject({ value: { years: [2027] } });
  });

  it("stops a notice by which people would work on a day that the law gives off", () => {
    const forged = { ...theNoticeFor2027, daysOff: ["2027-01-01"], daysWorked: ["2027-02-06"] };
    expect(propose(fields(forged), officialOf2026, { id: ID, by: "one", today })).toMatchObject({
      refusal: { code: "notice-works-on-statutory-days", cites: ["A48"] },
    });
    expect(leavesStatutoryDaysOff(officialOf2026, [2026])).toMatchObject({ ok: true });
  });

  it.each(["confirmed", "rejected"] as const)("decides a notice once: what is %s is no longer proposed", (status) => {
    const turnedDown = reject(aProposal(), "typed wrongly", "another", today);
    const decided = status === "confirmed" ? confirmed().notice : turnedDown.ok ? turnedDown.value : undefined;
    if (decided === undefined) throw new Error("not decided");
    expect(isProposed(decided)).toMatchObject({ refusal: { code: "notice-not-proposed", facts: { status } } });
    expect(confirm(decided, official, "third", today)).toMatchObject({ refusal: { code: "notice-not-proposed" } });
    expect(reject(decided, "again", "third", today)).toMatchObject({ refusal: { code: "notice-not-proposed" } });
  });

  it("lets the proposer take a proposal back", () => {
    expect(reject(aProposal(), "a slip", "one", today)).toEqual({
      ok: true,
      value: { ...aProposal(), status: "rejected", rejectedBy: "one", rejectedOn: today, because: "a slip" },
    });
  });

  it("makes 2027 a published year and leaves every other as it was", () => {
    const { notice, calendar } = confirmed();
    expect(notice).toMatchObject({ status: "confirmed", confirmedBy: "another", years: [2027] });
    const year = calendar.years.find((it) => it.year === 2027);
    expect(year).toMatchObject({ status: "published", weekendsOn: ["2027-02-20", "2027-10-09"] });
    expect(calendar.years.filter((it) => it.year !== 2027)).toEqual(officialYears.filter((it) => it.year !== 2027));
  });

  it("amends a published year: a day given back to work and one taken from it", () => {
    const amendment = { settles: [], daysOff: ["2026-02-14"], daysWorked: ["2026-02-28", "2026-10-08"] };
    const outcome = confirm(aProposal(amendment), official, "another", today);
    expect(outcome).toMatchObject({ ok: true, value: { notice: { years: [2026] } } });
    if (!outcome.ok) return;
    const after = calendarOf(outcome.value.calendar.years);
    expect(after.explain(day("2026-02-14"))).toMatchObject({ working: false, because: "weekend", provisional: false });
    expect(after.explain(day("2026-02-28"))).toMatchObject({ working: true, notice: theNoticeFor2027.title });
  });

  it("refuses a notice that gives a day off and has it worked, and one whose address is no web page", () => {
    expect(NoticeFields.safeParse({ ...theNoticeFor2027, daysWorked: ["2027-01-01"] }).success).toBe(false);
    expect(NoticeFields.safeParse({ ...theNoticeFor2027, address: "javascript:alert(1)" }).success).toBe(false);
    expect(NoticeFields.safeParse({ ...theNoticeFor2027, more: 1 }).success).toBe(false);
  });
});
