import { institutionSeeds } from "../../functions/institutions/seed.ts";
import {
  type Appointment,
  appoint,
  endPosts,
  isItsSecurityOfficer,
  isTheirsToSee,
  Staff,
  StaffId,
  securesItself,
  train,
} from "../../functions/institutions/staff.ts";
import { addDays, Day } from "../../functions/kernel/day.ts";
import type { Principal } from "../../functions/platform/principal.ts";

const today = Day.parse("2026-11-24");
const [office, center] = institutionSeeds(today);
if (office === undefined || center === undefined) throw new Error("The seeds have changed.");

const registrarOf = ({ id, roles }: typeof office): Principal => ({
  kind: "staff",
  id: "registrar-1",
  institution: id,
  roles: [...roles],
  posts: ["registrar"],
  trainedUntil: addDays(today, 30),
});
const written: Appointment = {
  posts: ["catalogue-reviewer"],
  duties: "审核目录",
  trainedUntil: addDays(today, 365),
  from: today,
};
const about = (over: Partial<Parameters<typeof appoint>[2]> = {}) => ({
  known: undefined,
  institution: center,
  by: registrarOf(center),
  today,
  ...over,
});
const inPost = (over: Record<string, unknown> = {}): Staff =>
  Staff.parse({ ...written, id: "staff-1", institution: center.id, status: "in-post", appointedOn: today, ...over });
const ended = inPost({ status: "ended", endedOn: today, because: "调离" });
const codeOf = (said: { ok: boolean; refusal?: { code: string } }) => (said.ok ? "ok" : said.refusal?.code);

describe("A46: important posts have duties and holders who are trained, and an institution keeps its own", () => {
  it("appoints somebody", () => {
    expect(appoint("staff-1", written, about())).toEqual({ ok: true, value: inPost() });
  });

  it.each([
    { trainedUntil: undefined, posts: ["registrar"], said: "training-needed", because: "nobody trained them" },
    { trainedUntil: "2026-11-23", posts: ["registrar"], said: "training-needed", because: "it ended yesterday" },
    { trainedUntil: "2026-11-24", posts: ["registrar"], said: "ok", because: "today is its last day" },
    { trainedUntil: undefined, posts: [], said: "ok", because: "no post asks for it" },
  ] as const)("trained until $trainedUntil for $posts: $said, for $because", ({ trainedUntil, posts, said }) => {
    const { trainedUntil: _, ...rest } = written;
    const training = trainedUntil === undefined ? {} : { trainedUntil: Day.parse(trainedUntil) };
    expect(codeOf(appoint("staff-1", { ...rest, ...training, posts: [...posts] }, about()))).toBe(said);
  });

  it.each([
    { by: registrarOf(center), said: "ok", because: "it is their own institution" },
    { by: registrarOf(office), said: "ok", because: "somebody has to appoint the first registrar" },
    {
      by: { ...registrarOf(center), institution: undefined },
      said: "institution-not-yours",
      because: "they are nobody's",
    },
  ])("by $by.institution: $said, for $because", ({ by, said }) => {
    const { institution, ...rest } = by;
    const principal: Principal = institution === undefined ? rest : { ...rest, institution };
    expect(codeOf(appoint("staff-1", written, about({ by: principal })))).toBe(said);
  });

  it("not for another institution, a suspended one, or until a day before the first", () => {
    expect(codeOf(appoint("staff-1", written, about({ institution: office })))).toBe("institution-not-yours");
    expect(codeOf(appoint("staff-1", written, about({ institution: { ...center, status: "suspended" } })))).toBe(
      "institution-not-active",
    );
    expect(codeOf(appoint("staff-1", { ...written, until: addDays(today, -1) }, about()))).toBe(
      "appointment-ends-before-it-begins",
    );
    expect(codeOf(appoint("staff-1", { ...written, until: today }, about()))).toBe("ok");
  });

  it("nobody gives posts, or the training for them, to themselves", () => {
    const by = registrarOf(center);
    expect(codeOf(appoint(by.id, written, about({ by })))).toBe("appointment-of-oneself");
    const oneself = { institution: center.id, by, today };
    expect(codeOf(train(inPost({ id: by.id }), addDays(today, 400), oneself))).toBe("appointment-of-oneself");
    expect(codeOf(endPosts(inPost({ id: by.id }), "调离", oneself))).toBe("ok");
  });

  it("one person has one record: who is in post elsewhere is ended there first", () => {
    const elsewhere = inPost({ institution: office.id });
    expect(codeOf(appoint("staff-1", written, about({ known: elsewhere })))).toBe("person-in-post-elsewhere");
    expect(codeOf(appoint("staff-1", written, about({ known: { ...ended, institution: office.id } })))).toBe("ok");
    const changed = appoint(
      "staff-1",
      { ...written, posts: [] },
      about({ known: inPost({ appointedOn: "2026-01-01" }) }),
    );
    expect(changed).toMatchObject({ value: { posts: [], appointedOn: "2026-01-01" } });
  });

  it("training is renewed, not into the past, and not of somebody who has left", () => {
    const whose = { institution: center.id, by: registrarOf(center), today };
    const later = addDays(today, 700);
    expect(train(inPost(), later, whose)).toMatchObject({ value: { trainedUntil: later } });
    expect(codeOf(train(inPost(), addDays(today, -1), whose))).toBe("training-needed");
    expect(codeOf(train(ended, later, whose))).toBe("staff-not-in-post");
    expect(codeOf(train(inPost(), later, { ...whose, institution: office.id }))).toBe("institution-not-yours");
    expect(codeOf(train(inPost({ institution: office.id }), later, whose))).toBe("record-unknown");
  });

  it("posts end at once, and once", () => {
    const whose = { institution: center.id, by: registrarOf(center), today };
    expect(endPosts(inPost(), "调离", whose)).toMatchObject({ value: { status: "ended", endedOn: today } });
    expect(codeOf(endPosts(ended, "调离", whose))).toBe("staff-not-in-post");
  });

  it.each([
    ["staff-0042", true],
    ["big-data-center.reviewer", true],
    ["11010519491231002X", false],
    ["11010519491231002x", false],
    ["a#b", false],
    ["a:b", false],
    ["", false],
    ["11310000002420447T", false],
    ["platform", false],
    ["Platform", false],
  ])("calls somebody %s: %s", (id, taken) => {
    expect(StaffId.safeParse(id).success).toBe(taken);
  });
});

describe("A43: an institution sets up its security itself, and its officer holds the post for it", () => {
  const security = { body: "安全处", responsiblePerson: "staff-1" };
  it.each([
    { what: "the officer", staff: inPost({ posts: ["security-officer"] }), ok: true },
    { what: "somebody with another post", staff: inPost(), ok: false },
    {
      what: "an officer of another body",
      staff: inPost({ posts: ["security-officer"], institution: office.id }),
      ok: false,
    },
    { what: "an officer who has left", staff: { ...ended, posts: ["security-officer" as const] }, ok: false },
    {
      what: "an officer from tomorrow on",
      staff: inPost({ posts: ["security-officer"], from: addDays(today, 1) }),
      ok: false,
    },
    {
      what: "an officer until yesterday",
      staff: inPost({ posts: ["security-officer"], from: "2026-01-01", until: addDays(today, -1) }),
      ok: false,
    },
    { what: "nobody on record", staff: undefined, ok: false },
  ])("$what: $ok", ({ staff, ok }) => {
    expect(isItsSecurityOfficer(staff, security, center.id, today).ok).toBe(ok);
  });

  it("not even the competent authority does it for another", () => {
    expect(securesItself(center.id, registrarOf(center)).ok).toBe(true);
    expect(securesItself(center.id, registrarOf(office)).ok).toBe(false);
  });
});

describe("A47p2: who holds which post is for their own institution and the competent authority", () => {
  it.each([
    { by: registrarOf(center), sees: true },
    { by: registrarOf(office), sees: true },
    { by: { ...registrarOf(center), institution: office.id }, sees: false },
  ])("somebody of $by.institution: $sees", ({ by, sees }) => {
    expect(isTheirsToSee(center.id, by).ok).toBe(sees);
  });
});
