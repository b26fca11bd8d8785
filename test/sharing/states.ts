import type * as z from "zod";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { Day } from "../../functions/kernel/day.ts";
import type { Outcome } from "../../functions/kernel/outcome.ts";
import { Principal } from "../../functions/platform/principal.ts";
import { aDuty, anOffer, aWish } from "../../functions/sharing/contract/example.ts";
import type { Grant } from "../../functions/sharing/grant.ts";
import { expire, give, revokeBy, suspendBy } from "../../functions/sharing/granting.ts";
import { Offer, type OfferInForce } from "../../functions/sharing/offer.ts";
import { decide } from "../../functions/sharing/request/decide.ts";
import { file, type Terms } from "../../functions/sharing/request/filing.ts";
import { type Request, Wish } from "../../functions/sharing/request/request.ts";
import {
  agree,
  consent,
  lapse,
  refuseCopy,
  refuseSharing,
  withdrawRequest,
} from "../../functions/sharing/request/reviewing.ts";
import { Definition, type Scenario } from "../../functions/sharing/scenario.ts";
import { official } from "../kernel/official-calendar.ts";

export const day = (text: string): Day => Day.parse(text);
export const TODAY = day("2026-11-24");
export const calendar = official;

export const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};

export const TERMS: Terms = {
  review: { workingDays: 10, basis: "《政务数据共享条例》第二十一条" },
  consent: { workingDays: 10, basis: "参照《政务数据共享条例》第二十一条", at: "consumer" },
  mostDays: 366,
};

const staff = (id: string, institution: string, more: Partial<z.input<typeof Principal>>): Principal =>
  Principal.parse({
    kind: "staff",
    id,
    institution,
    posts: [],
    ...more,
    roles: ["institution", ...(more.roles ?? [])],
  });

export const CONSUMER = CreditCode.parse("11310000EXAMPL039L");
const CITY = { level: "city" } as const;

/** One of each who may have to do with a request: between them they play every part. */
export const PEOPLE = {
  consumer: staff("asks", CONSUMER, { ...CITY, roles: ["responsible-department"] }),
  provider: staff("provides", "11310000EXAMPL1198", { ...CITY }),
  responsible: staff("compiles", "11310000EXAMPL098P", { ...CITY, roles: ["responsible-department"] }),
  "general-office": staff("leads", "11310000EXAMPL012W", { ...CITY, roles: ["competent-authority"] }),
  center: staff("watches", "12310000EXAMPL020L", { ...CITY, roles: ["big-data-center"] }),
  district: staff("district", "11310110EXAMPL67XD", {
    level: "district",
    district: "310110",
    roles: ["district-authority"],
  }),
  "another-district": staff("other-district", "11310107EXAMPL653G", {
    level: "district",
    district: "310107",
    roles: ["district-authority"],
  }),
  other: staff("other", "11310000EXAMPL055A", { ...CITY, roles: ["responsible-department"] }),
} as const;
export type Who = keyof typeof PEOPLE;

const LAW = [{ act: "personal-information-protection-law", article: "第二十八条" }] as const;
const TYPES = {
  unconditional: { type: "unconditional" },
  authorised: { type: "authorised", reason: "含个人信息", basis: [...LAW] },
  "not-shared": { type: "not-shared", reason: "依法不予共享", basis: [...LAW] },
} as const;

export const offer = (type: keyof typeof TYPES = "authorised", change: Partial<z.input<typeof Offer>> = {}) => {
  const its = Offer.parse({ ...anOffer, provider: "11310000EXAMPL1198", sharing: TYPES[type], ...change });
  if (its.status !== "in-force") throw new Error("not in force");
  return its satisfies OfferInForce;
};

export const wish = (change: Partial<z.input<typeof Wish>> = {}): Wish =>
  Wish.parse({ ...aWish, duty: aDuty, ...change });

export const scenario = (change: Partial<z.input<typeof Definition>> = {}): Scenario => ({
  id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d13",
  status: "published",
  publishedOn: TODAY,
  definition: Definition.parse({
    name: "入学一件事",
    area: "one-net-services",
    purpose: "场景用途",
    needs: [{ resource: anOffer.id, fields: [{ code: "schoolId", plain: false }], because: "核验" }],
    users: { kind: "institutions", codes: [CONSUMER] },
    from: "2026-11-24",
    until: "2026-12-24",
    ...change,
  }),
});

type Asked = Readonly<{
  type?: keyof typeof TYPES;
  wish?: Wish;
  by?: Who;
  scenario?: Scenario;
}>;

export const filed = ({
  type = "authorised",
  wish: its = wish(),
  by = "consumer",
  scenario: fits,
}: Asked = {}): Request => {
  const { institution = CONSUMER, level = "city", district, id: filedBy } = PEOPLE[by];
  const offered = offer(type);
  const asking = { consumer: institution, level, resource: its.resource };
  const plan = value(decide(offered, fits, its, asking, TODAY));
  const applicant = district === undefined ? { level } : { level, district };
  const id = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d12";
  return file(
    { id, consumer: institution, applicant, filedBy, wish: its, offer: offered, plan, today: TODAY },
    TERMS,
    calendar,
  );
};

const copy = wish({ manner: "data-copy" });
const REFUSAL = { reason: "法律规定不得提供", basis: [...LAW] };
const office = PEOPLE["general-office"];

/** A request of each status. */
export const REQUESTS = {
  "awaiting-consent": () => filed({ wish: copy }),
  "under-review": () => filed(),
  granted: () => filed({ type: "unconditional" }),
  refused: () => value(refuseSharing(filed(), REFUSAL, office, TODAY)),
  "copy-refused": () => value(refuseCopy(filed({ wish: copy }), "改用请求响应方式", office, TODAY)),
  withdrawn: () => value(withdrawRequest(filed(), PEOPLE.consumer, TODAY)),
  lapsed: () => {
    const open = filed();
    if (open.status !== "under-review") throw new Error("not open");
    return lapse(open, { cites: "A17", reason: "资源已停用", on: TODAY });
  },
} as const satisfies Record<Request["status"], () => Request>;

export const agreedByBoth = (first: Who, second: Who): Request =>
  value(agree(value(agree(filed(), PEOPLE[first], TODAY)), PEOPLE[second], TODAY));
export const consented = (type: "unconditional" | "authorised"): Request =>
  value(consent(filed({ type, wish: copy }), office, TODAY, TERMS, calendar));

const WHY = { ground: "used-for-another-purpose", reason: "用于申请用途以外的统计" } as const;
export const aGrantBy = (by: Grant["by"]) => give(filed({ type: "unconditional" }), wish().fields, by, TODAY);

/** A grant of each status, given in this way. */
export const GRANTS = {
  active: aGrantBy,
  suspended: (by) => value(suspendBy(aGrantBy(by), WHY, PEOPLE.center, TODAY)),
  revoked: (by) => value(revokeBy(aGrantBy(by), WHY, PEOPLE.center, TODAY)),
  expired: (by) => expire(aGrantBy(by), TODAY),
} as const satisfies Record<Grant["status"], (by: Grant["by"]) => Grant>;
export { LAW, REFUSAL, WHY };
