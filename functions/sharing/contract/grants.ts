import * as z from "zod";
import { LegalBasis } from "../../catalog/index.ts";
import { Day } from "../../kernel/day.ts";
import { both } from "../../kernel/saying.ts";
import { PlainText } from "../../kernel/text.ts";
import { Happened } from "../../platform/happened.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { GRANT_STATUSES, Grant, Usage } from "../grant.ts";
import { GROUND_NAMES } from "../granting.ts";
import { A_REQUEST, aGrant, aRevoked, aSuspended } from "./example.ts";
import { BASIS, OVER, STOPPING } from "./refusals.ts";

const GrantId = z.uuidv7();
const Reason = PlainText(500);
const Ground = z.enum(GROUND_NAMES).meta({ description: "On which ground; each has its article" });

const WATCHED = {
  duty: "command",
  who: ["big-data-center", "competent-authority"],
  post: "sharing-reviewer",
} as const;

export const suspendGrant = operation({
  ...WATCHED,
  method: "POST",
  path: "/sharing/grants/{id}/suspension",
  says: {
    zh: "市大数据中心、市政府办公厅依法定情形中止一项授权",
    en: "The Center or the General Office suspends a grant on a ground of the order",
  },
  cites: ["A26p2", "A47"],
  takes: z.strictObject({ id: GrantId, ground: Ground, reason: Reason }),
  gives: Grant,
  refusals: {
    ...COMMON,
    ...STOPPING,
    "grant-not-active": { status: 409, zh: "该授权当前不在有效状态", en: "The grant is not active" },
  },
  example: {
    takes: { id: A_REQUEST, ground: "used-for-another-purpose", reason: "用于申请用途以外的统计" },
    gives: aSuspended,
  },
});

export const resumeGrant = operation({
  ...WATCHED,
  method: "POST",
  path: "/sharing/grants/{id}/resumption",
  says: { zh: "恢复一项被中止的授权", en: "Resume a suspended grant" },
  cites: ["A26"],
  takes: z.strictObject({ id: GrantId }),
  gives: Grant,
  refusals: {
    ...COMMON,
    "grant-not-yours-to-stop": STOPPING["grant-not-yours-to-stop"],
    "grant-not-suspended": { status: 409, zh: "该授权未被中止", en: "The grant is not suspended" },
  },
  example: { takes: { id: A_REQUEST }, gives: aGrant },
});

export const revokeGrant = operation({
  ...WATCHED,
  who: ["big-data-center", "competent-authority", "responsible-department", "district-authority"],
  method: "POST",
  path: "/sharing/grants/{id}/revocation",
  says: {
    zh: "撤销一项授权；责任部门只能依法律、法规、规章撤销经其审核的授权",
    en: "Revoke a grant; the responsible department only one that it reviewed, and only on a law",
  },
  cites: ["A26", "A27p2"],
  takes: z.strictObject({ id: GrantId, ground: Ground, reason: Reason, basis: LegalBasis.exactOptional() }),
  gives: Grant,
  refusals: { ...COMMON, ...STOPPING, ...OVER, ...BASIS },
  example: {
    takes: { id: A_REQUEST, ground: "used-for-another-purpose", reason: "用于申请用途以外的统计" },
    gives: aRevoked,
  },
});

export const giveBackGrant = operation({
  duty: "command",
  method: "POST",
  path: "/sharing/grants/{id}/return",
  says: { zh: "使用单位交回不再需要的授权", en: "The consumer gives back what it needs no more" },
  cites: ["A26p2"],
  who: ["institution"],
  takes: z.strictObject({ id: GrantId, reason: Reason }),
  gives: Grant,
  refusals: {
    ...COMMON,
    ...OVER,
    "grant-not-yours": { status: 403, zh: "该授权不是贵单位的", en: "Not a grant of your institution" },
  },
  example: {
    takes: { id: A_REQUEST, reason: "职责已调整" },
    gives: { ...aRevoked, because: { ...aRevoked.because, reason: "职责已调整" } },
  },
});

export const readGrant = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/grants/{id}",
  says: { zh: "查看一项共享授权", en: "Read a grant" },
  cites: ["A26p2"],
  who: ["institution"],
  takes: z.strictObject({ id: GrantId }),
  gives: Grant,
  refusals: UNKNOWN,
  example: { takes: { id: A_REQUEST }, gives: aGrant },
});

export const readGrantHistory = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/grants/{id}/history",
  says: { zh: "查看一项共享授权的变更历史，最早的在前", en: "Read what happened to a grant, oldest first" },
  cites: ["A26p2"],
  who: ["institution"],
  takes: z.strictObject({ id: GrantId, cursor: PageFields.cursor }),
  gives: pageOf(Happened),
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { id: A_REQUEST },
    gives: {
      items: [
        {
          type: "sharing.grant-given.v1",
          version: 1,
          at: "2026-11-25T01:02:03.004Z",
          by: "staff-0007",
          data: { by: "authorised", status: "active" },
        },
      ],
    },
  },
});

export const listGrants = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/grants",
  says: {
    zh: "列出本单位获得的授权，或者他人使用本单位数据的授权",
    en: "List the grants that we hold, or those of others on our data",
  },
  cites: ["A26p2"],
  who: ["institution"],
  takes: z.strictObject({
    as: z.enum(["consumer", "provider"]).exactOptional(),
    status: z.enum(GRANT_STATUSES).exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(Grant),
  refusals: PAGED,
  example: { takes: { as: "consumer" }, gives: { items: [aGrant] } },
});

const aDay = { day: "2026-11-25", used: 120, missed: 3, refused: 0 } as const;

export const readGrantUse = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/grants/{id}/use",
  says: {
    zh: "逐日查看一项授权的使用情况，供需双方可见，最多一年",
    en: "Read how a grant was used, day by day, at most a year; both sides see it",
  },
  cites: ["A25", "A26p2"],
  who: ["institution"],
  takes: z
    .strictObject({ id: GrantId, from: Day, to: Day })
    .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 365 * 86_400_000, {
      path: ["to"],
      error: both("止日不得早于起日，最多查看366天。", "It ends before it begins, or is longer than 366 days."),
    }),
  gives: z.object({
    grant: GrantId,
    quotaPerDay: z.int(),
    days: z.array(z.object({ day: Day, ...Usage.shape })).meta({ description: "Days on which it was used" }),
  }),
  refusals: UNKNOWN,
  example: {
    takes: { id: A_REQUEST, from: "2026-11-24", to: "2026-11-30" },
    gives: { grant: A_REQUEST, quotaPerDay: 1000, days: [aDay] },
  },
});
