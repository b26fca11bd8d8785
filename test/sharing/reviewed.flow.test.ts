import { calendarOf } from "../../functions/kernel/calendar.ts";
import { addDays } from "../../functions/kernel/day.ts";
import { holdAgainst } from "../../functions/sharing/use-cases/hearing.ts";
import { inTime } from "../../functions/sharing/use-cases/in-time.ts";
import { aSharing, type Sharing } from "./sharing.ts";
import { day, LAW, offer, scenario, value, wish } from "./states.ts";

let sharing: Sharing;
beforeEach(async () => {
  sharing = await aSharing();
  await sharing.offered(offer());
});
afterEach(() => sharing.close());

const unconditional = () => offer("unconditional", { edition: 2 });
const typesOf = async (id: string) => (await sharing.events(id)).map(({ type }) => type);
const grantOf = async (id: string) => value(await sharing.deps.stores.grants.find(id)).now;

describe("A27p3: two reviewers in the same moment", () => {
  /** Before the first save of one reviewer the other has saved. */
  const meanwhile = (other: () => Promise<unknown>) => {
    let met = false;
    sharing.recorder.fault = async ({ operation }, when) => {
      if (met || operation !== "TransactWriteItems" || when !== "before") return;
      met = true;
      await other();
    };
  };
  const agrees = (who: "responsible" | "general-office", id: string, ifMatch?: number) =>
    sharing.as(who)("reviewRequest", { id, decision: "agree" }, ifMatch === undefined ? {} : { ifMatch });

  it("who loses the race is judged once more, and both have agreed", async () => {
    const id = await sharing.asked();
    meanwhile(async () => value(await agrees("general-office", id)));
    expect(value(await agrees("responsible", id)).now).toMatchObject({
      status: "granted",
      agreed: [{ seat: "general-office" }, { seat: "responsible-department" }],
    });
    expect(await grantOf(id)).toMatchObject({ by: "authorised", status: "active" });
  });

  it("who loses to a refusal is told that it is decided", async () => {
    const id = await sharing.asked();
    const refusal = { id, decision: "refuse" as const, reason: "法律规定不得提供", basis: [...LAW] };
    meanwhile(async () => value(await sharing.as("general-office")("reviewRequest", refusal)));
    expect(await agrees("responsible", id)).toMatchObject({ ok: false, refusal: { code: "request-not-under-review" } });
  });

  it("who says which version they mean is not judged by another", async () => {
    const id = await sharing.asked();
    meanwhile(async () => value(await agrees("general-office", id)));
    expect(await agrees("responsible", id, 1)).toMatchObject({ refusal: { code: "record-changed-meanwhile" } });
    expect(await sharing.request(id)).toMatchObject({ status: "under-review", agreed: [{ seat: "general-office" }] });
  });
});

describe("A27p2: a resource that becomes unconditional", () => {
  it("grants what is under review for it, whoever has agreed by then, once", async () => {
    const [id, begun] = [await sharing.asked(), await sharing.asked()];
    value(await sharing.as("general-office")("reviewRequest", { id: begun, decision: "agree" }));
    await sharing.offered(unconditional());
    const hold = holdAgainst(sharing.deps);
    expect([await hold(unconditional().id), await hold(unconditional().id)]).toMatchObject([
      { value: { changed: 2 } },
      { value: { changed: 0 } },
    ]);
    expect(await sharing.request(id)).toMatchObject({
      status: "granted",
      agreed: [],
      edition: 2,
      clocks: [{ metOn: "2026-11-24" }],
    });
    expect(await grantOf(id)).toMatchObject({ by: "unconditional", status: "active", edition: 2 });
    expect((await sharing.events(id)).at(-1)).toMatchObject({
      type: "sharing.request-freed.v1",
      data: { steps: ["general-office", "responsible-department"], status: "granted" },
    });
    expect((await sharing.events(begun)).at(-1)?.data).toMatchObject({ steps: ["responsible-department"] });
  });

  it("widens what a scenario has given already", async () => {
    const fits = scenario();
    const event = { type: "sharing.scenario-published.v1" } as const;
    const call = { by: { id: "center" }, operation: "o", key: "k", digest: "d", traceId: "t" };
    value(await sharing.deps.stores.scenarios.save(fits, undefined, event, call as never));
    const fields = [
      { code: "schoolId", plain: false },
      { code: "headTeacherPhone", plain: false },
    ];
    const id = await sharing.asked({ scenario: fits.id, fields });
    expect(await grantOf(id)).toMatchObject({ by: "scenario", fields: [{ code: "schoolId" }] });
    await sharing.offered(unconditional());
    value(await holdAgainst(sharing.deps)(unconditional().id));
    expect(await grantOf(id)).toMatchObject({ by: "scenario", fields, purpose: "场景用途" });
  });

  it("A25p3: leaves a copy to the authority's consent, and nothing to review after it", async () => {
    const id = await sharing.asked({ manner: "data-copy" });
    await sharing.offered(unconditional());
    value(await holdAgainst(sharing.deps)(unconditional().id));
    expect(await sharing.request(id)).toMatchObject({
      status: "awaiting-consent",
      plan: { by: "unconditional", review: [] },
    });
    value(await sharing.as("general-office")("consentToCopy", { id, decision: "consent" }));
    expect(await grantOf(id)).toMatchObject({ by: "unconditional", manner: "data-copy", fields: wish().fields });
  });
});

describe("A27p3: running reviews are reckoned anew when the calendar changes", () => {
  const because = "国务院办公厅关于临时调整工作日的通知";
  const changed = calendarOf([
    {
      year: 2026,
      status: "published",
      weekdaysOff: [day("2026-11-25")],
      weekendsOn: [],
      sources: [{ title: because, address: "https://www.gov.cn/notice" }],
    },
  ]);
  const reckonAnew = () => inTime(sharing.deps).reckonAnew({ because });

  it("each moves with its open steps, keeps its old day and the reason, and a second time changes nothing", async () => {
    const [open, copy] = [await sharing.asked(), await sharing.asked({ manner: "data-copy" })];
    value(await sharing.as("general-office")("reviewRequest", { id: open, decision: "agree" }));
    sharing.setCalendar(changed);
    expect([await reckonAnew(), await reckonAnew()]).toMatchObject([{ value: { moved: 2 } }, { value: { moved: 0 } }]);
    const due = addDays(day("2026-12-08"), 1);
    for (const [id, steps] of [
      [open, ["responsible-department"]],
      [copy, ["consent"]],
    ] as const) {
      expect(await sharing.request(id)).toMatchObject({
        clocks: [{ dueOn: due, movedFrom: [{ dueOn: "2026-12-08", because }] }],
      });
      expect((await sharing.events(id)).at(-1)).toMatchObject({
        type: "sharing.request-due-day-moved.v1",
        data: { dueOn: due, steps, because },
      });
    }
  });

  it("a crash anywhere leaves the rest to the next hearing; what is decided stays as it is", async () => {
    const decided = await sharing.asked();
    value(await sharing.as("consumer")("withdrawRequest", { id: decided }));
    const ids = [await sharing.asked(), await sharing.asked(), await sharing.asked()];
    sharing.setCalendar(changed);
    let writes = 0;
    sharing.recorder.fault = ({ operation }, when) => {
      if (operation === "TransactWriteItems" && when === "after" && ++writes === 2) throw new Error("crash");
    };
    await expect(reckonAnew()).rejects.toThrow("crash");
    sharing.recorder.fault = undefined;
    expect(await reckonAnew()).toMatchObject({ value: { moved: 1 } });
    for (const id of ids) expect((await typesOf(id)).filter((it) => it.includes("moved"))).toHaveLength(1);
    expect(await typesOf(decided)).not.toContain("sharing.request-due-day-moved.v1");
  });
});

describe("A27p3, A26p2: what happened, with all days, by whom", () => {
  it("is read by the parties of a request and its grant; to others neither is there", async () => {
    const id = await sharing.asked();
    for (const who of ["general-office", "responsible"] as const)
      value(await sharing.as(who)("reviewRequest", { id, decision: "agree" }));
    for (const who of ["consumer", "provider", "responsible", "center"] as const) {
      expect(value(await sharing.as(who)("readRequestHistory", { id })).now.items).toMatchObject([
        { type: "sharing.request-filed.v1", version: 1, by: "asks", at: expect.any(String) },
        { type: "sharing.reviewer-agreed.v1", by: "leads" },
        { type: "sharing.request-granted.v1", by: "compiles" },
      ]);
      expect(value(await sharing.as(who)("readGrantHistory", { id })).now.items).toMatchObject([
        { type: "sharing.grant-given.v1", version: 1, by: "compiles", data: { by: "authorised" } },
      ]);
    }
    for (const name of ["readRequestHistory", "readGrantHistory"] as const)
      expect(await sharing.as("other")(name, { id })).toMatchObject({ ok: false, refusal: { code: "record-unknown" } });
  });
});
