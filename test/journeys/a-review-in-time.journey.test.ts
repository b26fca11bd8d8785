import { done } from "../../demo/story.ts";
import { Day } from "../../functions/kernel/day.ts";
import { aCity, type City } from "../support/city.ts";
import { aNoticeFor2027 } from "../support/notice.ts";
import { PUBLISHED_ONCE, seenOf, stepsOf, taskOf } from "./reviews.ts";

let city: City;
beforeAll(async () => {
  city = await aCity({ today: "2026-12-30" });
});

/** Drafted, cleared and submitted, whoever has heard of it. */
const submitted = async (name: string): Promise<string> => {
  const steps = stepsOf(city);
  const id = await steps.draft(name);
  await steps.clear(id);
  await steps.submit(id);
  return id;
};

describe("A17p2, A48: a review over a year whose notice comes late", () => {
  const ids: string[] = [];
  const clocks = async () => {
    const its = city.as("education.editor");
    return Promise.all(ids.map(async (id) => done(await its.readResource({ id })).clocks[0]));
  };
  const overdue = () => city.cloud.heard("catalog.review-overdue.v1").map(({ detail }) => detail["subject"]);
  const imported = async (title: string, change: Partial<typeof aNoticeFor2027>) => {
    const [first, second] = [city.as("general-office.calendar"), city.as("general-office.calendar-2")];
    const notice = { ...aNoticeFor2027, title, address: `https://www.gov.cn/${change.settles ?? "late"}`, ...change };
    const { id } = done(await first.proposeNotice(notice));
    done(await second.confirmNotice({ id }));
    await city.cloud.settle();
  };

  it("nobody is late by a guess: what is not decided is not missed, what is decided waits to be judged", async () => {
    for (const name of ["先办名录", "后办名录", "未办名录"]) ids.push(await submitted(name));
    await city.cloud.settle();
    expect(await clocks()).toMatchObject(ids.map(() => ({ dueOn: "2027-01-04", provisional: true })));
    const [early = "", late = ""] = ids;
    await city.cloud.pass({ to: Day.parse("2027-01-05") });
    await stepsOf(city).publish(early);
    await city.cloud.pass({ to: Day.parse("2027-01-08") });
    await stepsOf(city).publish(late);
    await city.cloud.settle();
    const guess = { dueOn: "2027-01-04", provisional: true };
    expect(await clocks()).toMatchObject([
      { ...guess, doneOn: "2027-01-05" },
      { ...guess, doneOn: "2027-01-08" },
      guess,
    ]);
    for (const clock of await clocks()) {
      expect(clock).not.toHaveProperty("metOn");
      expect(clock).not.toHaveProperty("missedOn");
    }
    expect(overdue()).toEqual([]);
  });

  it("the notice judges all of them, by the day that it makes, and keeps the day that was guessed", async () => {
    const title = "国务院办公厅关于2027年部分节假日安排的通知（迟到）";
    await imported(title, { daysOff: [...aNoticeFor2027.daysOff, "2027-01-04"] });
    await city.cloud.pass({ hours: 2 });
    const moved = {
      dueOn: "2027-01-05",
      provisional: false,
      movedFrom: [{ dueOn: "2027-01-04", because: title, on: "2027-01-08" }],
    };
    expect(await clocks()).toMatchObject([
      { ...moved, metOn: "2027-01-05" },
      { ...moved, missedOn: "2027-01-06" },
      { ...moved, missedOn: "2027-01-06" },
    ]);
    expect(overdue()).toEqual(ids.slice(2));
  });

  it("a second notice moves what still runs, and leaves what is judged", async () => {
    const before = await clocks();
    const id = await submitted("再调名录");
    await city.cloud.settle();
    await imported("关于调整2027年1月休息日的通知", { settles: [], daysOff: ["2027-01-11"], daysWorked: [] });
    expect(await clocks()).toEqual(before);
    const { clocks: own } = done(await city.as("big-data-center.reviewer").readResource({ id }));
    expect(own).toMatchObject([{ dueOn: "2027-01-13", movedFrom: [{ dueOn: "2027-01-12" }] }]);
    await stepsOf(city).publish(id);
    await city.cloud.settle();
  });
});

describe("A17p2: a relay that gets nothing through for an hour, over midnight", () => {
  const later = (minutes: number) => city.cloud.clock.moveTo(city.cloud.clock.now() + minutes * 60_000);
  const TYPES = ["resource-drafted", "secrecy-reviewed", "resource-submitted", "resource-published"];
  const heardOf = (id: string) =>
    TYPES.flatMap((type) => city.cloud.heard(`catalog.${type}.v1`)).filter(({ detail }) => detail["subject"] === id);
  const [decided, waiting] = ["滞后已决名录", "滞后待决名录"];
  let ids: string[] = [];
  let actedUntil = "";

  it("catches up: each event once, of the time of its act", async () => {
    await city.cloud.pass({ to: Day.parse("2027-01-14") });
    await city.cloud.pass({ hours: 14 });
    // What it hands on is journalled first, and the journal's bucket does not answer.
    city.cloud.services.s3.faults.next({ operation: "PutObject" }, "error", 1_000_000);
    const first = await submitted(decided);
    later(20);
    const second = await submitted(waiting);
    later(20);
    await stepsOf(city).publish(first);
    actedUntil = new Date(city.cloud.clock.now()).toISOString();
    ids = [first, second];
    later(21);
    expect(ids.flatMap(heardOf)).toEqual([]);
    city.cloud.services.s3.faults.clear();
    await city.cloud.pass({ minutes: 5 });
    for (const [id, versions] of [[first, [1, 2, 3, 4]] as const, [second, [1, 2, 3]] as const]) {
      const heard = heardOf(id).map(({ detail }) => detail);
      expect(heard.map((it) => it["version"])).toEqual(versions);
      expect(heard.filter((it) => `${it["at"]}` > actedUntil)).toEqual([]);
    }
  });

  it("its item is opened once, and limits run from the day of the act", async () => {
    const [first = "", second = ""] = ids;
    const reviewer = city.as("big-data-center.reviewer");
    expect(done(await reviewer.listTasks({})).items.filter(({ about }) => ids.includes(about.id))).toHaveLength(1);
    expect(
      city.cloud.heard("inbox.task-opened.v1").filter(({ detail }) => detail["subject"] === taskOf(second)),
    ).toHaveLength(1);
    const [own] = done(await reviewer.readResource({ id: second })).clocks;
    expect(own).toMatchObject({ startedOn: "2027-01-14" });
    expect(done(await reviewer.readTask({ id: taskOf(second) }))).toMatchObject({ status: "open", dueOn: own?.dueOn });
    expect(done(await city.as("education.editor").readResource({ id: first })).clocks).toMatchObject([
      { metOn: "2027-01-14" },
    ]);
  });

  it("and both end as if nothing had been", async () => {
    const [first = "", second = ""] = ids;
    await stepsOf(city).publish(second);
    await city.cloud.settle();
    expect(await seenOf(city, second, waiting)).toEqual(PUBLISHED_ONCE);
    const found = done(await city.as("person.lin").searchCatalogue({ text: decided })).items;
    expect(found.map(({ id }) => id)).toEqual([first]);
  });
});
