import { claimsFor, TOKEN_SECONDS } from "../../functions/identity/access-token.ts";
import { bindTo, readDetails } from "../../functions/identity/binding.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { addDays, Day, startOf } from "../../functions/kernel/day.ts";
import type { Grant } from "../../functions/sharing/grant.ts";
import { A_GRANT_ID, aGrant } from "./grants.ts";
import { CENTER, OURS, POLICE } from "./support.ts";

const day = (text: string) => Day.parse(text);
const [FIRST, LAST] = [day("2026-03-02"), day("2026-12-31")];
const grant = aGrant({ consumer: POLICE.id, from: FIRST, until: LAST });
const because = { cites: "A26" as const, reason: "查阅远超所需", by: "platform", on: FIRST };

const said = (found: Grant | undefined, institution: string, today: Day) => {
  const bound = bindTo(found, institution, today);
  return bound.ok ? "bound" : bound.refusal;
};

describe("A47p2: a token is bound to a grant that its institution has today", () => {
  it.each([
    { what: "the day before its first", today: addDays(FIRST, -1), is: "grant-out-of-time" },
    { what: "its first day", today: FIRST, is: "bound" },
    { what: "its last day, a year's end", today: LAST, is: "bound" },
    { what: "the day after its last", today: addDays(LAST, 1), is: "grant-out-of-time" },
  ])("$what: $is", ({ today, is }) => {
    const answer = said(grant, POLICE.id, today);
    expect(typeof answer === "string" ? answer : answer.code).toBe(is);
  });

  it.each(["suspended", "revoked", "expired"] as const)("not to one that is %s", (status) => {
    const ended: Grant = { ...grant, status, because };
    expect(said(ended, POLICE.id, FIRST)).toMatchObject({ code: "grant-not-active", facts: { status } });
  });

  it("not to another's, though it provides the data: that is answered as if there were none", () => {
    expect(said(grant, grant.provider, FIRST)).toEqual(said(undefined, grant.provider, FIRST));
    expect(said(grant, CENTER.id, FIRST)).toEqual({ code: "grant-unknown", cites: ["A47p2"], facts: {} });
    const suspended: Grant = { ...grant, status: "suspended", because };
    expect(said(suspended, CENTER.id, FIRST)).toEqual(said(undefined, CENTER.id, FIRST));
  });

  it("names who provides, who uses, what, in which edition and what for", () => {
    const bound = bindTo(grant, POLICE.id, FIRST);
    expect(bound.ok && bound.value.grant).toEqual({
      id: A_GRANT_ID,
      producer: grant.provider,
      consumer: POLICE.id,
      resource: grant.resource,
      edition: grant.edition,
      purpose: grant.purpose,
    });
  });
});

describe("A47p2: a token does not outlive its grant", () => {
  const lifeAt = (moment: number) => {
    const bound = bindTo(grant, POLICE.id, LAST);
    if (!bound.ok) throw new Error(bound.refusal.code);
    const holder = { client: A_GRANT_ID, institution: CreditCode.parse(POLICE.id), jkt: "x", jti: A_GRANT_ID };
    const { iat, exp } = claimsFor({ ...holder, bound: bound.value }, OURS, moment);
    return exp - iat;
  };
  const midnight = Date.parse(startOf(addDays(LAST, 1)));

  it.each([
    { before: TOKEN_SECONDS + 1, lives: TOKEN_SECONDS },
    { before: TOKEN_SECONDS, lives: TOKEN_SECONDS },
    { before: TOKEN_SECONDS - 1, lives: TOKEN_SECONDS - 1 },
    { before: 1, lives: 1 },
  ])("asked for $before s before its last midnight it lives $lives s", ({ before, lives }) => {
    expect(lifeAt(midnight - before * 1000)).toBe(lives);
  });
});

describe("A47p2: what a token is asked for is one grant", () => {
  const one = { type: "onenet_exchange", grant: A_GRANT_ID };

  it("in the words of RFC 9396", () => {
    expect(readDetails(JSON.stringify([one]))).toEqual(one);
  });

  it.each([
    { what: "no JSON", text: "[" },
    { what: "no list", text: JSON.stringify(one) },
    { what: "none", text: "[]" },
    { what: "two", text: JSON.stringify([one, one]) },
    { what: "another type", text: JSON.stringify([{ ...one, type: "payment_initiation" }]) },
    { what: "no grant", text: JSON.stringify([{ type: one.type }]) },
    { what: "a grant that is no id", text: JSON.stringify([{ ...one, grant: "all" }]) },
    { what: "something more", text: JSON.stringify([{ ...one, actions: ["read"] }]) },
  ])("not $what", ({ text }) => {
    expect(readDetails(text)).toBeUndefined();
  });
});
