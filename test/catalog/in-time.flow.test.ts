import { inTime } from "../../functions/catalog/use-cases/in-time.ts";
import { calendarOf } from "../../functions/kernel/calendar.ts";
import { aCatalogue, aContent, type Catalogue, calendar, theCenter, theDepartment } from "./catalogue.ts";

let catalogue: Catalogue;
beforeEach(async () => {
  catalogue = await aCatalogue();
});
afterEach(() => catalogue.close());

/** What the hourly sweep does on that day; how many it changed. */
const sweepOn = async (text: string) => {
  catalogue.setDay(text);
  const did = await inTime(catalogue.deps).sweep()({ flows: false });
  return did.ok && did.value.changed;
};
const read = async (id: string) => {
  const found = await catalogue.deps.resources.find(id);
  if (!found.ok) throw new Error(found.refusal.code);
  return found.value.now;
};
const events = async (id: string) => {
  const page = await catalogue.deps.resources.history(id);
  return page.ok ? page.value.items.map(({ type, data }) => ({ type, data })) : [];
};

describe("A17p2: a review that runs out goes on record, and blocks nothing", () => {
  it("on the day after the due day, once, however often the sweep runs", async () => {
    const id = await catalogue.submitted(aContent());
    expect([await sweepOn("2026-02-14"), await sweepOn("2026-02-15"), await sweepOn("2026-02-15")]).toEqual([0, 1, 0]);
    expect(await read(id)).toMatchObject({ status: "submitted", clocks: [{ missedOn: "2026-02-15" }] });
    const overdue = (await events(id)).filter(({ type }) => type === "catalog.review-overdue.v1");
    expect(overdue).toMatchObject([{ data: { dueOn: "2026-02-14", round: 1, edition: 1 } }]);
    catalogue.setDay("2026-02-20");
    expect(await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" })).toMatchObject({ ok: true });
  });

  it("two sweeps at once mark it once", async () => {
    const id = await catalogue.submitted(aContent());
    await Promise.all([sweepOn("2026-02-20"), sweepOn("2026-02-20")]);
    expect((await events(id)).filter(({ type }) => type.includes("overdue"))).toHaveLength(1);
  });

  it("what was decided in time is not looked at again", async () => {
    const id = await catalogue.published(aContent());
    expect(await sweepOn("2027-01-01")).toBe(0);
    expect(await read(id)).toMatchObject({ clocks: [{ metOn: "2026-02-12" }] });
  });
});

describe("A17: a resource retires after its last day in force", () => {
  it.each([
    { on: "2026-03-20", status: "retiring", because: "it is the last day" },
    { on: "2026-03-21", status: "retired", because: "it is the day after" },
  ])("on $on it is $status, for $because", async ({ on, status }) => {
    const id = await catalogue.published(aContent());
    await catalogue.as(theDepartment)("retireResource", { id, reason: "停用", endsOn: "2026-03-20" });
    await sweepOn(on);
    expect((await read(id)).status).toBe(status);
    expect((await events(id)).some(({ type }) => type === "catalog.resource-retired.v1")).toBe(status === "retired");
  });

  it("its name may be used again, and its code may not", async () => {
    const id = await catalogue.published(aContent(), theDepartment, "201001/0000007");
    await catalogue.as(theDepartment)("retireResource", { id, reason: "停用", endsOn: "2026-03-20" });
    await sweepOn("2026-03-21");
    expect(await catalogue.published(aContent())).toBeDefined();
    expect(await catalogue.as(theDepartment)("draftResource", { code: "201001/7", content: aContent() })).toMatchObject(
      { refusal: { code: "resource-code-taken" } },
    );
  });
});

describe("A17p2: running reviews are reckoned anew when the calendar changes", () => {
  const [year] = calendar.years;
  const changed = calendarOf(year === undefined ? [] : [{ ...year, weekendsOn: [] }]);
  const why = { because: "国务院办公厅关于调整2026年春节假期的通知" };
  const reckonAnew = () => inTime(catalogue.deps).reckonAnew(why);
  const submitSome = async (count: number) => {
    const ids: string[] = [];
    for (let at = 0; at < count; at++) ids.push(await catalogue.submitted(aContent({ name: `名录${at}` })));
    return ids;
  };

  it("each moves, keeps its old day and the reason, and a second time changes nothing", async () => {
    const ids = await submitSome(3);
    catalogue.setCalendar(changed);
    expect(await reckonAnew()).toEqual({ ok: true, value: { moved: 3 } });
    expect(await reckonAnew()).toEqual({ ok: true, value: { moved: 0 } });
    for (const id of ids) {
      expect(await read(id)).toMatchObject({
        clocks: [{ dueOn: "2026-02-19", movedFrom: [{ dueOn: "2026-02-14", because: why.because }] }],
      });
      expect((await events(id)).at(-1)).toMatchObject({
        type: "catalog.review-due-day-moved.v1",
        data: { dueOn: "2026-02-19", round: 1 },
      });
    }
  });

  it("a crash anywhere leaves the rest to the next hearing", async () => {
    await submitSome(3);
    catalogue.setCalendar(changed);
    let writes = 0;
    catalogue.recorder.fault = ({ operation }, when) => {
      if (operation === "TransactWriteItems" && when === "after" && ++writes === 2) throw new Error("crash");
    };
    await expect(reckonAnew()).rejects.toThrow("crash");
    catalogue.recorder.fault = undefined;
    expect(await reckonAnew()).toEqual({ ok: true, value: { moved: 1 } });
  });
});
