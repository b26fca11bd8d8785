import { type Api, aSystem } from "../../demo/callers.ts";
import { done } from "../../demo/story.ts";
import { Day } from "../../functions/kernel/day.ts";
import { aContent } from "../catalog/catalogue.ts";
import { aCity, type City } from "../support/city.ts";
import { stepsOf, taskOf } from "./reviews.ts";

/** Made up for the test, with at least the days that the law itself gives: the second and third working day move. */
const NOTICE_OF_2027 = {
  title: "国务院办公厅关于2027年部分节假日安排的通知（演练）",
  address: "https://www.gov.cn/journey-2027",
  publishedOn: "2026-11-24",
  settles: [2027],
  daysOff: [
    ...["2027-01-01", "2027-01-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-04-05"],
    ...["2027-05-03", "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-04", "2027-10-05"],
  ],
  daysWorked: [],
};

describe("A47p2: the life of an agency's system", () => {
  it("registers a key, signs in, reads, rotates the key, and is out at once when it is revoked", async () => {
    const { cloud, as } = await aCity();
    const now = () => cloud.clock.now();
    const registrar = as("market-regulation.registrar");
    const [old, fresh] = [await aSystem(now), await aSystem(now)];
    const { id } = done(await registrar.registerClient({ name: "系统", purposes: ["查询目录"], jwk: old.jwk }));
    const before = await old.signedIn(cloud.url, id);
    expect(done(await before.readMe({}))).toMatchObject({ kind: "agency" });
    done(await before.searchCatalogue({ text: "学校" }));

    done(await registrar.rotateKey({ id, jwk: fresh.jwk, oldUntil: "2026-11-26" }));
    expect((await old.askForToken(cloud.url, id)).status).toBe(200);
    expect((await fresh.askForToken(cloud.url, id)).status).toBe(200);
    await cloud.pass({ days: 3 });
    expect((await old.askForToken(cloud.url, id)).status).toBe(401);
    const after = await fresh.signedIn(cloud.url, id);
    done(await after.readMe({}));

    done(await registrar.revokeClient({ id, because: "系统下线" }));
    expect(await after.readMe({})).toMatchObject({ problem: { code: "not-signed-in" } });
    expect((await fresh.askForToken(cloud.url, id)).status).toBe(401);
  });
});

describe("A17p2, A48: the clock of a review over a year whose notice is not published", () => {
  let city: City;
  let id: string;
  const reading = async () => done(await city.as("big-data-center.reviewer").readResource({ id }));
  const item = async () => done(await city.as("big-data-center.reviewer").readTask({ id: taskOf(id) }));

  beforeAll(async () => {
    city = await aCity({ today: "2026-12-30" });
    const steps = stepsOf(city);
    id = await steps.draft("跨年审核名录");
    await steps.clear(id);
    await steps.submit(id);
    await city.cloud.settle();
  });

  it("is provisional, on the record and in the inbox", async () => {
    expect((await reading()).clocks).toMatchObject([{ dueOn: "2027-01-04", provisional: true }]);
    expect(await item()).toMatchObject({ status: "open", dueOn: "2027-01-04" });
  });

  it("is reckoned anew when a second person has confirmed the notice: both days stay, and the item follows", async () => {
    const [first, second] = [city.as("general-office.calendar"), city.as("general-office.calendar-2")];
    const notice = done(await first.proposeNotice(NOTICE_OF_2027));
    expect(await first.confirmNotice({ id: notice.id })).toMatchObject({
      problem: { code: "notice-confirmed-by-its-proposer", articles: [{ id: "A48" }] },
    });
    await city.cloud.settle();
    expect((await reading()).clocks).toMatchObject([{ dueOn: "2027-01-04", provisional: true }]);
    done(await second.confirmNotice({ id: notice.id }));
    await city.cloud.settle();
    const [clock] = (await reading()).clocks;
    expect(clock).toMatchObject({ dueOn: "2027-01-05", provisional: false });
    expect(JSON.stringify(clock)).toContain("2027-01-04");
    expect(JSON.stringify(clock)).toContain(NOTICE_OF_2027.title);
    expect(await item()).toMatchObject({ status: "open", dueOn: "2027-01-05" });
    expect(city.cloud.heard("catalog.review-due-day-moved.v1").map(({ detail }) => detail["subject"])).toEqual([id]);
  });

  it("is missed the day after, on record and announced once; late is not lost", async () => {
    await city.cloud.pass({ to: Day.parse("2027-01-05") });
    expect((await reading()).clocks[0]).not.toHaveProperty("missedOn");
    await city.cloud.pass({ days: 2 });
    expect((await reading()).clocks[0]).toMatchObject({ missedOn: "2027-01-06" });
    expect(city.cloud.heard("catalog.review-overdue.v1")).toHaveLength(1);
    expect((await stepsOf(city).publish(id)).status).toBe("published");
  });

  it("A17: retires on its announced day, by itself, and search forgets it", async () => {
    await city.cloud.settle();
    const found = async (by: Api) => done(await by.searchCatalogue({ text: "跨年审核名录" })).items.length;
    expect(await found(city.as("person.lin"))).toBe(1);
    done(await city.as("education.editor").retireResource({ id, reason: "并入", endsOn: "2027-02-28" }));
    await city.cloud.pass({ to: Day.parse("2027-02-28") });
    expect((await reading()).status).toBe("retiring");
    await city.cloud.pass({ days: 1 });
    expect((await reading()).status).toBe("retired");
    expect(await found(city.as("person.lin"))).toBe(0);
  });
});

describe("A17p3: a district's supplement", () => {
  it("is in force and found when it is submitted, without the Center", async () => {
    const { cloud, as } = await aCity();
    const editor = as("district-yangpu.editor");
    const content = aContent({
      name: "杨浦区补充名录",
      provider: { code: "11310110EXAMPL67XD", name: "杨浦区政府" },
      catalogue: { kind: "district-supplement", district: "310110" },
    });
    const { id } = done(await editor.draftResource({ content }));
    done(await as("district-yangpu.secrecy").reviewSecrecy({ id, outcome: "cleared" }));
    expect(done(await editor.submitResource({ id })).status).toBe("published");
    await cloud.settle();
    expect(done(await as("big-data-center.reviewer").listTasks({})).items).toEqual([]);
    expect(done(await as("person.lin").searchCatalogue({ text: "杨浦区补充" })).items.map((it) => it.id)).toEqual([id]);
  });
});
