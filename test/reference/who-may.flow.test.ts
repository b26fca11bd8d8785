import { POSTS, type Principal, ROLES } from "../../functions/platform/principal.ts";
import { aKeeper, aReference, day, type ReferenceBench, somebodyOf, theNoticeFor2027 } from "./support.ts";

let bench: ReferenceBench;
const one = aKeeper("staff-one");
const another = aKeeper("staff-another");

beforeAll(async () => {
  bench = await aReference("calendar");
});
afterAll(() => bench.engine.close());

describe("A46, A48: who may change the calendar is somebody who holds the post, with training in date", () => {
  const matrix: { by: Principal; act: string; code: string }[] = [
    { by: one, act: "confirms their own proposal", code: "notice-confirmed-by-its-proposer" },
    ...POSTS.filter((post) => post !== "calendar-keeper").map((post) => ({
      by: aKeeper("staff-another", [post]),
      act: `holds the post ${post} instead`,
      code: "post-not-held",
    })),
    ...ROLES.filter((role) => role !== "competent-authority").map((role) => ({
      by: somebodyOf(role),
      act: `plays the role ${role} instead`,
      code: "role-not-allowed",
    })),
    {
      by: { ...another, trainedUntil: day("2020-12-31") },
      act: "has let the training lapse",
      code: "training-out-of-date",
    },
    // The last one, because it changes the calendar of all.
    { by: another, act: "confirms another's proposal", code: "ok" },
  ];
  it.each(matrix)("whoever $act: $code", async ({ by, code }) => {
    const { id } = (await bench.ask("proposeNotice", theNoticeFor2027, { by: one })).body;
    const { body } = await bench.ask("confirmNotice", { id }, { by });
    expect(body["code"] ?? "ok").toBe(code);
    const year = (await bench.ask("readCalendarYear", { year: 2027 })).body;
    expect(year["status"]).toBe(code === "ok" ? "published" : "unpublished");
  });

  it.each([
    "proposeNotice",
    "confirmNotice",
    "rejectNotice",
    "recordLaw",
    "withdrawStandard",
  ] as const)("%s is closed to callers without sign-in", async (name) => {
    const takes = { id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11", because: "x" };
    expect(await bench.ask(name, takes, {})).toMatchObject({ status: 401 });
  });
});
