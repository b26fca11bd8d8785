import type * as z from "zod";
import type { Demand } from "../demand.ts";
import type { Grant } from "../grant.ts";
import type { Offer } from "../offer.ts";
import type { Request } from "../request/request.ts";
import type { Definition, Scenario } from "../scenario.ts";

/** What the examples of the operations show: a department asks for the names and addresses of schools. */
export const A_RESOURCE = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
export const A_REQUEST = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d12";
export const A_SCENARIO = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d13";
export const A_DEMAND = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d14";
export const PROVIDER = "11310000EXAMPL098P";
export const CONSUMER = "11310000EXAMPL039L";

export const aDuty = {
  text: "核验入学申请人的学校信息",
  basis: { act: "compulsory-education-law", article: "第十一条" },
} as const;

type Shown<S extends z.ZodType<{ status: string }>, T extends string> = Extract<z.input<S>, { status: T }>;

export const anOffer: Shown<typeof Offer, "in-force"> = {
  id: A_RESOURCE,
  code: "201001/0000001",
  name: "中小学校名录",
  provider: PROVIDER,
  compiledBy: PROVIDER,
  edition: 1,
  sharing: { type: "unconditional" },
  items: [
    { code: "schoolId", name: "学校标识码", type: "C", grade: 1, key: true, personal: false },
    { code: "headTeacherPhone", name: "校长电话", type: "C", grade: 3, key: false, personal: true },
  ],
  source: { kind: "pool" },
  status: "in-force",
};

export const aDefinition: z.input<typeof Definition> = {
  name: "入学一件事",
  area: "one-net-services",
  purpose: "办理义务教育入学时核验学校信息",
  needs: [{ resource: A_RESOURCE, fields: [{ code: "schoolId", plain: false }], because: "入学须确定报名学校" }],
  users: { kind: "institutions", codes: [CONSUMER] },
  from: "2026-11-24",
  until: "2027-11-23",
};

export const aScenario: Shown<typeof Scenario, "published"> = {
  id: A_SCENARIO,
  definition: aDefinition,
  publishedOn: "2026-11-24",
  status: "published",
};

export const aWish: z.input<typeof Request>["wish"] = {
  resource: A_RESOURCE,
  fields: [{ code: "schoolId", plain: false }],
  purpose: "办理入学申请时核验学校信息",
  duty: aDuty,
  manner: "request-response",
  perDay: 1000,
  days: 365,
};

const identity = {
  id: A_REQUEST,
  consumer: CONSUMER,
  applicant: { level: "city" },
  filedBy: "staff-0042",
  filedOn: "2026-11-24",
  wish: aWish,
  code: anOffer.code,
  name: anOffer.name,
  edition: 1,
  provider: PROVIDER,
  responsible: PROVIDER,
  clocks: [],
} as const;

export const aGranted: Shown<typeof Request, "granted"> = {
  ...identity,
  clocks: [],
  plan: { by: "unconditional", purpose: aWish.purpose, atOnce: aWish.fields, review: [], consent: false },
  status: "granted",
  grantedOn: "2026-11-24",
  agreed: [],
};

export const anUnderReview: Shown<typeof Request, "under-review"> = {
  ...identity,
  clocks: [
    {
      name: "sharing-request-reviewed-in-time",
      cites: "A27p3",
      workingDays: 10,
      startedOn: "2026-11-24",
      dueOn: "2026-12-08",
      provisional: false,
      suspensions: [],
      movedFrom: [],
    },
  ],
  timeBasis: "《政务数据共享条例》第二十一条",
  plan: { by: "authorised", purpose: aWish.purpose, atOnce: [], review: aWish.fields, consent: false },
  status: "under-review",
  agreed: [{ seat: "general-office", by: "staff-0007", on: "2026-11-25" }],
};

export const aWithdrawn: Shown<typeof Request, "withdrawn"> = {
  ...identity,
  clocks: [],
  plan: anUnderReview.plan,
  status: "withdrawn",
  withdrawnOn: "2026-11-25",
};

export const aGrant: Shown<typeof Grant, "active"> = {
  id: A_REQUEST,
  consumer: CONSUMER,
  provider: PROVIDER,
  responsible: PROVIDER,
  resource: A_RESOURCE,
  code: anOffer.code,
  edition: 1,
  fields: aWish.fields,
  purpose: aWish.purpose,
  duty: aDuty,
  by: "unconditional",
  manner: "request-response",
  quotaPerDay: 1000,
  from: "2026-11-24",
  until: "2027-11-23",
  status: "active",
};

export const aSuspended: Shown<typeof Grant, "suspended"> = {
  ...aGrant,
  status: "suspended",
  because: { cites: "A26p2", reason: "用于申请用途以外的统计", by: "12310000EXAMPL020L", on: "2026-12-01" },
};

export const aRevoked: Shown<typeof Grant, "revoked"> = { ...aSuspended, status: "revoked" };

const demanded = {
  id: A_DEMAND,
  institution: CONSUMER,
  need: { wants: "中小学校名录", duty: aDuty, resource: A_RESOURCE },
  recordedOn: "2026-11-24",
};
export const aNeed = demanded.need;
export const aDemand: z.input<typeof Demand> = { ...demanded, status: "on-offer" };
export const aWithdrawnDemand: z.input<typeof Demand> = {
  ...demanded,
  status: "withdrawn",
  withdrawnOn: "2026-12-01",
};
