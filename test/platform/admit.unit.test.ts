import { Day } from "../../functions/kernel/day.ts";
import { admit, holdsPost, isTrained } from "../../functions/platform/admit.ts";
import type { AnyOperation } from "../../functions/platform/operation.ts";
import { POSTS, type Post, Principal, ROLES, type Role } from "../../functions/platform/principal.ts";
import { codeOf, contract, granted } from "./orchard.ts";

const TODAY = Day.parse("2026-11-24");

const aPrincipal = (more: Record<string, unknown> = {}) =>
  Principal.parse({ kind: "staff", id: "staff-1", roles: [], posts: [], ...more });

const admitted = (operation: Pick<AnyOperation, "who" | "post">, principal: unknown) =>
  admit(
    { ...contract.readApple, ...operation },
    principal === undefined ? null : { principal: JSON.stringify(principal) },
    TODAY,
  );

describe("who may come in", () => {
  const pairs = ROLES.flatMap((role) => ROLES.map((has) => ({ role, has })));

  it.each(pairs)("a door open to $role and a caller who is $has", ({ role, has }) => {
    const code = codeOf(admitted({ who: [role] }, aPrincipal({ roles: [has] })));
    expect(code).toBe(role === has ? "ok" : "role-not-allowed");
  });

  it("one of several roles is enough, on either side", () => {
    const who: readonly Role[] = ["person", "institution"];
    expect(codeOf(admitted({ who }, aPrincipal({ roles: ["item-review", "institution"] })))).toBe("ok");
    expect(admitted({ who }, aPrincipal({ roles: ["item-review"] }))).toMatchObject({
      refusal: { code: "role-not-allowed", facts: { needs: who, yours: ["item-review"] } },
    });
  });

  it("a door open to everyone asks for sign-in alone", () => {
    expect(codeOf(admitted({ who: "everyone" }, aPrincipal()))).toBe("ok");
    expect(codeOf(admitted({ who: "everyone" }, undefined))).toBe("not-signed-in");
  });

  it("a door open without sign-in knows nobody, even one who is signed in", () => {
    const nobody = { kind: "person", id: "nobody-known", roles: [], posts: [] };
    expect(granted(admitted({ who: "nobody-known" }, undefined))).toEqual(nobody);
    expect(granted(admitted({ who: "nobody-known" }, aPrincipal({ roles: [...ROLES] })))).toEqual(nobody);
  });

  it.each([
    { authorizer: null },
    { authorizer: undefined },
    { authorizer: {} },
    { authorizer: { principal: 7 } },
  ])("without a finding of the authoriser nobody is signed in: $authorizer", ({ authorizer }) => {
    expect(codeOf(admit(contract.readApple, authorizer, TODAY))).toBe("not-signed-in");
  });

  it.each([
    { principal: "{" },
    { principal: "{}" },
    { principal: JSON.stringify({ ...aPrincipal(), roles: ["mayor"] }) },
    { principal: JSON.stringify({ ...aPrincipal(), id: "" }) },
  ])("a finding that is not one is a fault of ours, not a way in: $principal", ({ principal }) => {
    expect(() => admit(contract.readApple, { principal }, TODAY)).toThrow();
  });
});

describe("A46: important posts are held by people whose training is in date", () => {
  const TRAINING = [
    { trainedUntil: undefined, trained: false, because: "nobody knows of any training" },
    { trainedUntil: "2026-11-23", trained: false, because: "it ended yesterday" },
    { trainedUntil: "2026-11-24", trained: true, because: "it is good on its last day" },
    { trainedUntil: "2026-11-25", trained: true, because: "it lasts until tomorrow" },
  ];
  const HOLDS: readonly (readonly [what: string, held: (post: Post) => readonly Post[]])[] = [
    ["holds the post", (post) => [post]],
    ["holds every other post", (post) => POSTS.filter((each) => each !== post)],
    ["holds none", () => []],
  ];
  const ROLE = ["institution", "person"] as const;

  const cells = POSTS.flatMap((post) =>
    ROLE.flatMap((role) =>
      HOLDS.flatMap(([what, held]) =>
        TRAINING.map((training) => ({ post, role, what, posts: held(post), ...training })),
      ),
    ),
  );

  it.each(cells)("$post asked of a $role who $what, trained until $trainedUntil ($because)", (cell) => {
    const { post, role, posts, trainedUntil, trained } = cell;
    const principal = aPrincipal({ roles: [role], posts, ...(trainedUntil === undefined ? {} : { trainedUntil }) });
    const outcome = admitted({ who: ["institution"], post }, principal);
    const expected =
      role !== "institution"
        ? "role-not-allowed"
        : !posts.includes(post)
          ? "post-not-held"
          : trained
            ? "ok"
            : "training-out-of-date";
    expect(codeOf(outcome)).toBe(expected);
    if (outcome.ok) expect(outcome.value).toEqual(principal);
    else if (expected !== "role-not-allowed") expect(outcome.refusal.cites).toEqual(["A46"]);
  });

  it("a door that asks for no post asks for no training", () => {
    expect(codeOf(admitted({ who: ["institution"] }, aPrincipal({ roles: ["institution"] })))).toBe("ok");
  });

  it("the bars say which post, and how long the training was good", () => {
    const late = aPrincipal({ trainedUntil: "2026-11-23" });
    expect(holdsPost(late, "registrar")).toMatchObject({ refusal: { facts: { post: "registrar" } } });
    expect(isTrained(late, "registrar", TODAY)).toMatchObject({ refusal: { facts: { trainedUntil: "2026-11-23" } } });
    expect(isTrained(aPrincipal(), "registrar", TODAY)).toMatchObject({
      refusal: { facts: { trainedUntil: "never" } },
    });
  });
});
