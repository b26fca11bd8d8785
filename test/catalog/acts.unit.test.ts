import { giveBack, publish, retire, withdraw } from "../../functions/catalog/resource/deciding.ts";
import { type Resource, STATUSES, type Status } from "../../functions/catalog/resource/resource.ts";
import { edit, ready, reviewSecrecy, revise } from "../../functions/catalog/resource/writing.ts";
import type { Outcome } from "../../functions/kernel/outcome.ts";
import type { Principal } from "../../functions/platform/principal.ts";
import { anotherDepartment, aPerson, day, theCenter, theDepartment, theDistrict } from "./catalogue.ts";
import { aReviewedResource, aRevisedResource, aSubmittedResource, content, ONE_OF_EACH, TODAY } from "./states.ts";

type Act = (resource: Resource, by: Principal) => Outcome<unknown>;

const EVERYBODY = { theDepartment, anotherDepartment, theCenter, theDistrict, aPerson };
type Somebody = keyof typeof EVERYBODY;

const next = content({ abstract: "新的摘要" });
const reasons = [{ field: "/abstract", mend: "请补充" }];
const retirement = { reason: "停用", endsOn: day("2026-12-31") };

/** Who may do it, in which statuses; every other pair is refused, and a new role or status fails until it is decided. */
const ACTS: Record<
  string,
  { act: Act; who: Somebody[]; when: Status[]; from?: Partial<Record<Status, () => Resource>> }
> = {
  edit: { act: (it, by) => edit(it, next, by), who: ["theDepartment"], when: ["draft", "returned"] },
  reviewSecrecy: {
    act: (it, by) => reviewSecrecy(it, { outcome: "cleared" }, by, TODAY),
    who: ["theDepartment"],
    when: ["draft", "returned"],
  },
  submit: {
    act: (it, by) => ready(it, by, TODAY),
    who: ["theDepartment"],
    when: ["draft", "returned"],
    from: { draft: aReviewedResource },
  },
  withdraw: { act: (it, by) => withdraw(it, by, TODAY), who: ["theDepartment"], when: ["submitted"] },
  publish: { act: (it, by) => publish(it, by, TODAY), who: ["theCenter"], when: ["submitted"] },
  giveBack: { act: (it, by) => giveBack(it, reasons, by, TODAY), who: ["theCenter"], when: ["submitted"] },
  revise: { act: (it, by) => revise(it, by), who: ["theDepartment"], when: ["published"] },
  retire: { act: (it, by) => retire(it, retirement, by, TODAY, 30), who: ["theDepartment"], when: ["published"] },
};

const pairs = Object.entries(ACTS).flatMap(([name, { who, when }]) =>
  STATUSES.flatMap((status) =>
    (Object.keys(EVERYBODY) as Somebody[]).map((somebody) => ({
      name,
      status,
      somebody,
      does: who.includes(somebody) && when.includes(status) ? "may" : "may not",
    })),
  ),
);

describe("A17: each act has its body and its status, and no other", () => {
  it.each(pairs)("$somebody $does $name what is $status", ({ name, status, somebody, does }) => {
    const { act, from } = ACTS[name] ?? { act: () => ({ ok: true, value: undefined }) as const };
    const did = act((from?.[status] ?? ONE_OF_EACH[status])(), EVERYBODY[somebody]);
    expect(did.ok ? "may" : "may not").toBe(does);
  });

  it("nobody reviews what they have submitted themselves, not even at the Center", () => {
    const both: Principal = { ...theCenter, id: theDepartment.id };
    expect(publish(aSubmittedResource(), both, TODAY)).toMatchObject({
      ok: false,
      refusal: { code: "resource-reviewed-by-its-compiler", cites: ["A17"] },
    });
  });

  it("a submission is judged again on the day it comes into force", () => {
    const basis = [{ act: "marriage-registration-regulation-2003", article: "第四条" } as const];
    const sharing = { type: "authorised", mode: "request-response", reason: "x", condition: "x", basis } as const;
    const before = day("2025-05-09");
    const its = ready(aReviewedResource({ sharing }), theDepartment, before);
    if (!its.ok) throw new Error(its.refusal.code);
    const submitted: Resource = { ...aSubmittedResource(), work: its.value.work };
    expect(publish(submitted, theCenter, before).ok).toBe(true);
    expect(publish(submitted, theCenter, day("2025-05-10"))).toMatchObject({
      ok: false,
      refusal: { code: "sharing-without-basis" },
    });
  });

  it("the next edition is the next number and needs its own secrecy review", () => {
    const revised = aRevisedResource();
    expect(revised.work.edition).toBe(2);
    expect(ready(revised, theDepartment, TODAY)).toMatchObject({ refusal: { code: "secrecy-review-missing" } });
  });
});
