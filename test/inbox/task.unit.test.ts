import {
  decided,
  holdersFor,
  isItsHoldersToSee,
  type Opening,
  opened,
  type Task,
  taskIdOf,
  told,
} from "../../functions/inbox/task.ts";
import type { Instant } from "../../functions/kernel/day.ts";
import { Principal } from "../../functions/platform/principal.ts";

const at = "2026-11-24T01:02:03.004Z" as Instant;
const about = { context: "catalog", kind: "resource", id: "r1", step: "review", round: 1 };
const opening: Opening = { token: "t1", about, role: "big-data-center", title: "户籍人口" };

describe("the one item of a record, step and round", () => {
  it("is done in the same way whichever of opening and deciding comes first", () => {
    const openedFirst = decided(opened(undefined, opening, at), about, "published", at);
    const decidedFirst = opened(decided(undefined, about, "published", at), opening, at);
    expect(decidedFirst).toEqual(openedFirst);
    expect(openedFirst).toMatchObject({ status: "telling", token: "t1", outcome: "published" });
  });

  it("keeps the first decision", () => {
    const item = decided(undefined, about, "published", at);
    expect(decided(item, about, "returned", at)).toBe(item);
  });

  it("waits with the newest token when its wait was opened again", () => {
    expect(opened(opened(undefined, opening, at), { ...opening, token: "t2" }, at)).toMatchObject({
      status: "open",
      token: "t2",
    });
  });

  it("is told again when a wait opens after it was done", () => {
    const done = told(telling());
    expect(done).not.toHaveProperty("token");
    expect(opened(done, { ...opening, token: "t2" }, at)).toMatchObject({
      status: "telling",
      token: "t2",
      outcome: "published",
    });
  });
});

const telling = () => {
  const item = decided(opened(undefined, opening, at), about, "published", at);
  if (item.status !== "telling") throw new Error("not telling");
  return item;
};

const CODES = { A: "12310000EXAMPL020L", B: "11310000EXAMPL039L", C: "11310000EXAMPL012W" };

const staffOf = (institution: keyof typeof CODES, roles: Principal["roles"]): Principal =>
  Principal.parse({ kind: "staff", id: "s1", institution: CODES[institution], roles, posts: [] });

describe("A47p2: what waits for another body looks as if it were not there", () => {
  const item = opened(undefined, opening, at);
  it.each([
    { who: "the Center", by: staffOf("A", ["institution", "big-data-center"]), sees: true },
    { who: "another institution", by: staffOf("B", ["institution"]), sees: false },
    { who: "the General Office", by: staffOf("C", ["institution", "competent-authority"]), sees: false },
    { who: "a person", by: { kind: "person", id: "p", roles: ["person"], posts: [] } as Principal, sees: false },
  ])("$who sees it: $sees", ({ by, sees }) => {
    expect(isItsHoldersToSee(item, by).ok).toBe(sees);
  });

  it("an item that is only a kept decision is nobody's to see", () => {
    const kept: Task = decided(undefined, about, "published", at);
    expect(isItsHoldersToSee(kept, staffOf("A", ["big-data-center"])).ok).toBe(false);
  });

  it("an institution's own items are found by its code, a city body's by its role first", () => {
    expect(holdersFor(staffOf("A", ["institution", "big-data-center"]))).toEqual(["big-data-center", CODES.A]);
    expect(taskIdOf(about)).toBe("catalog~resource~r1~review~1");
  });
});
