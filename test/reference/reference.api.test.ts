import type { Cloud } from "../../local/cloud/cloud.ts";
import { aCloud } from "../support/cloud.ts";

let cloud: Cloud;

beforeAll(async () => {
  cloud = await aCloud({ today: "2026-11-24" });
});

const get = async (path: string) => {
  const response = await fetch(`${cloud.url}${path}`);
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
};

describe("the calendar over HTTP, as everybody reaches it", () => {
  it("calculates a due day for a caller without sign-in, in a function that may read one table and no more", async () => {
    const { status, text } = await get("/reference/calendar/due?start=2026-02-12&workingDays=2");
    expect([status, text]).toEqual([200, expect.any(String)]);
    // A new cloud holds no calendar: the answer says so.
    expect(JSON.parse(text)).toMatchObject({ start: "2026-02-12", workingDays: 2, provisional: true });
  });

  it("serves literal and parameter paths side by side", async () => {
    expect(await get("/reference/calendar/days/2026-02-14")).toMatchObject({ status: 200 });
    expect(await get("/reference/calendar/years/2035")).toMatchObject({
      status: 404,
      type: "application/problem+json",
    });
    expect(await get("/reference/calendar/feed")).toMatchObject({ status: 200, type: "text/calendar; charset=utf-8" });
  });

  it("asks who calls before it lists notices", async () => {
    expect((await get("/reference/notices")).status).toBe(401);
  });
});
