import { CODE_TABLES } from "../../functions/reference/code-tables.ts";
import { contract } from "../../functions/reference/contract.ts";
import { aKeeper, aReference, type ReferenceBench } from "./support.ts";

let bench: ReferenceBench;
const keeper = aKeeper("staff-one");
const somebody = { by: { ...keeper, roles: ["person" as const], posts: [] } };

beforeAll(async () => {
  bench = await aReference();
});
afterAll(() => bench.engine.close());

const items = (body: Record<string, unknown>) => body["items"] as { id: string; entry: Record<string, string> }[];

describe("what everybody may look up, signed in or not", () => {
  it("calculates a due day by one read, and says which notice moved which day", async () => {
    const { status, body, headers } = await bench.ask("calculateDue", { start: "2026-02-12", workingDays: 2 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ due: "2026-02-14", provisional: false, moved: [{ because: "worked-by-notice" }] });
    expect(headers?.["cache-control"]).toBe("private, max-age=300");
    expect(bench.calls()).toHaveLength(1);
  });

  it.each([
    ["readCalendar", {}],
    ["readCalendarYear", { year: 2026 }],
    ["explainDay", { day: "2026-02-14" }],
  ] as const)("%s costs one read", async (name, takes) => {
    expect(await bench.ask(name, takes)).toMatchObject({ status: 200 });
    expect(bench.calls()).toHaveLength(1);
  });

  it("serves the feed as text/calendar", async () => {
    const { headers, body } = await bench.ask("readCalendarFeed", {}, { raw: true });
    expect(headers?.["content-type"]).toBe("text/calendar; charset=utf-8");
    expect(body["text"]).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(bench.calls()).toHaveLength(1);
  });

  it("does not know a year that nobody recorded, and refuses days beyond reach", async () => {
    expect(await bench.ask("readCalendarYear", { year: 2035 })).toMatchObject({
      status: 404,
      body: { code: "calendar-year-unknown" },
    });
    expect(await bench.ask("explainDay", { day: "2026-02-30" })).toMatchObject({ status: 400 });
    expect(await bench.ask("calculateDue", { start: "9999-12-31", workingDays: 5 })).toMatchObject({ status: 400 });
    expect(await bench.ask("calculateDue", { start: "2026-02-12", workingDays: 1001 })).toMatchObject({ status: 400 });
  });

  it("answers provisionally before anybody has recorded a calendar", async () => {
    const empty = await aReference("nothing");
    expect(await empty.ask("explainDay", { day: "2026-03-02" })).toMatchObject({ body: { provisional: true } });
    expect(await empty.ask("readCalendar", {})).toMatchObject({ body: { years: [] } });
    await empty.engine.close();
  });
});

describe("A27: the register of laws that may be cited", () => {
  it("lists all, or those of one rank, page by page", async () => {
    const rank = await bench.ask("listLaws", { group: "government-rule", limit: 100 }, somebody);
    expect(bench.calls()).toHaveLength(1);
    expect(items(rank.body).map(({ entry }) => entry["rank"])).toEqual(items(rank.body).map(() => "government-rule"));
    expect(items(rank.body).map(({ id }) => id)).toContain("order-9");
    const first = await bench.ask("listLaws", { limit: 2 }, somebody);
    expect(items(first.body)).toHaveLength(2);
    const next = await bench.ask("listLaws", { limit: 2, cursor: first.body["next"] }, somebody);
    expect(items(next.body).map(({ id }) => id)).not.toEqual(items(first.body).map(({ id }) => id));
  });

  it("is kept by the law keeper: recorded once, amended, withdrawn, never lost", async () => {
    const entry = { key: "a-new-law", title: "某新法", rank: "law", since: "2027-01-01", evidence: "V" };
    expect(await bench.ask("recordLaw", { entry }, { by: keeper })).toMatchObject({ status: 201 });
    expect(bench.calls()).toHaveLength(1);
    expect(await bench.ask("recordLaw", { entry }, { by: keeper })).toMatchObject({ body: { code: "entry-exists" } });
    const wrong = { ...entry, until: "2026-01-01" };
    expect(await bench.ask("amendLaw", { id: entry.key, entry: wrong, because: "x" }, { by: keeper })).toMatchObject({
      status: 422,
      body: { code: "law-ends-before-it-begins", articles: [{ id: "A27" }] },
    });
    const withdrawn = await bench.ask("withdrawLaw", { id: entry.key, because: "误录" }, { by: keeper });
    expect(bench.calls()).toHaveLength(2);
    expect(withdrawn).toMatchObject({ status: 200, body: { status: "withdrawn", because: "误录" } });
    expect(await bench.ask("readLaw", { id: entry.key }, somebody)).toMatchObject({ body: { status: "withdrawn" } });
    expect(await bench.ask("amendLaw", { id: entry.key, entry, because: "x" }, { by: keeper })).toMatchObject({
      body: { code: "entry-withdrawn" },
    });
  });

  it("is closed to keepers of other registers", async () => {
    const by = aKeeper("staff-two", ["calendar-keeper"]);
    expect(await bench.ask("withdrawLaw", { id: "order-9", because: "x" }, { by })).toMatchObject({ status: 403 });
  });
});

describe("A6: standards in force and code tables", () => {
  it("lists standards by their kind and finds one by its address", async () => {
    const { body } = await bench.ask("listStandards", { group: "DB31-T" }, somebody);
    expect(items(body).map(({ id }) => id)).toContain("DB31-T-310030-2025");
    expect(await bench.ask("readStandard", { id: "GB-T-39046-2020" }, somebody)).toMatchObject({
      body: { entry: { code: "GB/T 39046-2020" } },
    });
    expect(bench.calls()).toHaveLength(1);
  });

  it("serves code tables without any AWS call", async () => {
    const { body } = await bench.ask("listCodeTables", {}, somebody);
    expect(body["items"]).toHaveLength(CODE_TABLES.size);
    expect(await bench.ask("readCodeTable", { name: "districts" }, somebody)).toMatchObject({
      status: 200,
      body: { values: expect.arrayContaining([expect.objectContaining({ code: "310115", name: "浦东新区" })]) },
    });
    expect(bench.calls()).toEqual([]);
    expect(await bench.ask("readCodeTable", { name: "none" }, somebody)).toMatchObject({ status: 404 });
  });
});

describe("the contract", () => {
  it.each(Object.entries(contract))("%s has an example that passes its own schemas", (_name, {
    takes,
    gives,
    example,
  }) => {
    expect(takes.safeParse(example.takes).error).toBeUndefined();
    expect(gives.safeParse(example.gives).error).toBeUndefined();
  });
});
