import { openStore } from "../../functions/platform/store/open.ts";
import { openCalendar } from "../../functions/reference/index.ts";
import { calendars } from "../../functions/reference/seed.ts";
import { aKeeper, aReference, day, type ReferenceBench, theNoticeFor2027 } from "./support.ts";

let bench: ReferenceBench;
const one = aKeeper("staff-one");
const another = aKeeper("staff-another");

beforeEach(async () => {
  bench = await aReference("calendar");
});
afterEach(() => bench.engine.close());

const propose = async (by = one, change: Partial<typeof theNoticeFor2027> = {}) =>
  String((await bench.ask("proposeNotice", { ...theNoticeFor2027, ...change }, { by })).body["id"]);

const calendar = () => openCalendar(bench.engine.table)();
const year2027 = async () => (await calendar()).years.find(({ year }) => year === 2027);

describe("A48: a holiday notice is imported by two persons", () => {
  it("changes notice and calendar in one transaction, and tells the neighbours which years", async () => {
    const id = await propose();
    expect(bench.calls()).toEqual(["GetItem", "TransactWriteItems"]);
    expect((await calendar()).explain(day("2027-02-09"))).toMatchObject({ working: true, provisional: true });

    const confirmed = await bench.ask("confirmNotice", { id }, { by: another });
    expect(confirmed).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { status: "confirmed", confirmedBy: "staff-another", years: [2027] },
    });
    expect(bench.calls()).toHaveLength(3);
    expect((await calendar()).explain(day("2027-02-09"))).toMatchObject({
      working: false,
      because: "off-by-notice",
      provisional: false,
      notice: theNoticeFor2027.title,
    });
    expect(await happened()).toEqual([
      "reference.calendar-changed.v1 []",
      "reference.calendar-changed.v1 [2027] 国务院办公厅关于2027年部分节假日安排的通知（测试）",
    ]);
  });

  it("amends a year that was published long ago", async () => {
    const amendment = { settles: [], daysOff: ["2026-12-31"], daysWorked: ["2026-12-26"], title: "关于调整的通知" };
    const id = await propose(one, amendment);
    expect(await bench.ask("confirmNotice", { id }, { by: another })).toMatchObject({ body: { years: [2026] } });
    const days = ["2026-12-26", "2026-12-31"].map(async (it) => (await bench.ask("explainDay", { day: it }, {})).body);
    expect(await Promise.all(days)).toMatchObject([
      { working: true, because: "worked-by-notice", notice: "关于调整的通知" },
      { working: false, because: "off-by-notice", notice: "关于调整的通知" },
    ]);
  });

  it("gives a repeated confirmation the first answer and changes nothing again", async () => {
    const id = await propose();
    const first = await bench.ask("confirmNotice", { id }, { by: another, key: "the-same-key" });
    const repeat = await bench.ask("confirmNotice", { id }, { by: another, key: "the-same-key" });
    expect(repeat).toMatchObject({ status: 200, headers: { "idempotency-replayed": "true" }, body: first.body });
    expect(await happened()).toHaveLength(2);
    const anew = await bench.ask("confirmNotice", { id }, { by: another });
    expect(anew).toMatchObject({ status: 409, body: { code: "notice-not-proposed" } });
  });

  it("lets one of two confirmations at once win", async () => {
    const id = await propose();
    const answers = await Promise.all(
      [another, aKeeper("staff-third")].map((by) => bench.ask("confirmNotice", { id }, { by })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await happened()).toHaveLength(2);
  });

  it("loses neither of two notices that are confirmed at once: the later one is asked to try again", async () => {
    const amendment = { settles: [], daysOff: ["2026-12-31"], daysWorked: ["2026-12-26"], title: "关于调整的通知" };
    const ids = [await propose(), await propose(one, amendment)];
    const answers = await Promise.all(ids.map((id) => bench.ask("confirmNotice", { id }, { by: another })));
    for (const [at, { status, body }] of answers.entries()) {
      if (status === 200) continue;
      expect(body).toMatchObject({ code: "record-changed-meanwhile" });
      expect(await bench.ask("confirmNotice", { id: ids[at] }, { by: another })).toMatchObject({ status: 200 });
    }
    expect(await year2027()).toMatchObject({ status: "published" });
    expect((await calendar()).isWorkingDay(day("2026-12-31"))).toBe(false);
  });

  it("writes neither half when the transaction fails, and both when only its reply is lost", async () => {
    const id = await propose();
    const lose = (at: "before" | "after") => (call: { operation: string }, when: string) => {
      if (call.operation.startsWith("Transact") && when === at)
        throw Object.assign(new Error("lost"), { name: "TimeoutError" });
    };
    bench.engine.recorder.fault = lose("before");
    expect(await bench.ask("confirmNotice", { id }, { by: another, key: "first-try" })).toMatchObject({ status: 503 });
    expect(await year2027()).toMatchObject({ status: "unpublished" });
    bench.engine.recorder.fault = lose("after");
    expect(await bench.ask("confirmNotice", { id }, { by: another, key: "second-try" })).toMatchObject({ status: 503 });
    bench.engine.recorder.fault = undefined;
    expect(await bench.ask("confirmNotice", { id }, { by: another, key: "second-try" })).toMatchObject({
      status: 200,
      headers: { "idempotency-replayed": "true" },
    });
    expect(await year2027()).toMatchObject({ status: "published" });
  });

  it("does not overwrite what a keeper has not seen (If-Match)", async () => {
    const id = await propose();
    const stale = await bench.ask("rejectNotice", { id, because: "录入有误" }, { by: another, ifMatch: 2 });
    expect(stale).toMatchObject({ status: 409, body: { code: "record-changed-meanwhile" } });
    const seen = await bench.ask("rejectNotice", { id, because: "录入有误" }, { by: one, ifMatch: 1 });
    expect(seen).toMatchObject({ status: 200, body: { status: "rejected", rejectedBy: "staff-one" } });
    expect(await bench.ask("confirmNotice", { id }, { by: another })).toMatchObject({ status: 409 });
    expect(await year2027()).toMatchObject({ status: "unpublished" });
  });

  it("refuses what changes nothing, what works on a statutory day, and a field it does not know", async () => {
    const forged = { ...theNoticeFor2027, daysOff: ["2027-01-01"], daysWorked: ["2027-02-06"] };
    expect(await bench.ask("proposeNotice", forged, { by: one })).toMatchObject({
      status: 422,
      body: { code: "notice-works-on-statutory-days", articles: [{ id: "A48" }] },
    });
    const known = { ...theNoticeFor2027, settles: [], daysOff: ["2026-01-01"], daysWorked: [] };
    expect(await bench.ask("proposeNotice", known, { by: one })).toMatchObject({ status: 409 });
    expect(await bench.ask("proposeNotice", { ...theNoticeFor2027, years: [2027] }, { by: one })).toMatchObject({
      status: 400,
      body: { code: "field-unknown", fields: [{ pointer: "/years" }] },
    });
  });
});

/** The events of the calendar's own record, as its history has them. */
const happened = async (): Promise<string[]> => {
  const history = await openStore(calendars, bench.engine.table).history("official");
  if (!history.ok) throw new Error("no history");
  return history.value.items.map(({ type, data }) => {
    const because = data["because"] === "seed" ? "" : ` ${data["because"]}`;
    return `${type} ${JSON.stringify(data["years"])}${because}`;
  });
};
