import * as z from "zod";
import { LegalBasis } from "../../catalog/index.ts";
import { both } from "../../kernel/saying.ts";
import { PlainText } from "../../kernel/text.ts";
import { Happened } from "../../platform/happened.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { REQUEST_STATUSES, Request, Wish } from "../request/request.ts";
import { A_REQUEST, aGranted, anUnderReview, aWish, aWithdrawn } from "./example.ts";
import { BASIS, CONSENT, FILING, REVIEW, WITHDRAWING } from "./refusals.ts";

const RequestId = z.uuidv7();
const REASONED = both("不同意须说明理由，同意则不必。", "A refusal has a reason, and nothing else has one.");

export const requestData = operation({
  duty: "command",
  method: "POST",
  path: "/sharing/requests",
  says: {
    zh: "为履职申请使用其他机构的数据；无条件共享和符合场景的当即授予",
    en: "Ask for data of another institution for a duty; unconditional data and what fits a scenario is granted at once",
  },
  cites: ["A25p2", "A26p2", "A27p2", "A28"],
  who: ["institution"],
  creates: true,
  takes: z.strictObject({ wish: Wish }),
  gives: Request,
  refusals: { ...COMMON, ...FILING },
  example: { takes: { wish: aWish }, gives: aGranted },
});

export const consentToCopy = operation({
  duty: "command",
  method: "POST",
  path: "/sharing/requests/{id}/consent",
  says: {
    zh: "同级主管部门同意或者不同意数据拷贝等方式",
    en: "The competent authority of the same level consents to a data copy, or does not",
  },
  cites: ["A25p3"],
  who: ["competent-authority", "district-authority"],
  post: "sharing-reviewer",
  takes: z
    .strictObject({
      id: RequestId,
      decision: z.enum(["consent", "refuse"]),
      reason: PlainText(500).meta({ description: "When refused" }).exactOptional(),
    })
    .refine(({ decision, reason }) => (decision === "refuse") === (reason !== undefined), {
      path: ["reason"],
      error: REASONED,
    }),
  gives: Request,
  refusals: { ...COMMON, ...CONSENT },
  example: { takes: { id: A_REQUEST, decision: "consent" }, gives: anUnderReview },
});

export const reviewRequest = operation({
  duty: "command",
  method: "POST",
  path: "/sharing/requests/{id}/review",
  says: {
    zh: "市政府办公厅会同责任部门审核；不同意须援引法律、法规、规章",
    en: "The General Office and the responsible department review together; a refusal cites the law that demands it",
  },
  cites: ["A26", "A27p3"],
  who: ["competent-authority", "responsible-department", "district-authority"],
  post: "sharing-reviewer",
  takes: z
    .strictObject({
      id: RequestId,
      decision: z.enum(["agree", "refuse"]),
      reason: PlainText(500).meta({ description: "When refused" }).exactOptional(),
      basis: z.array(LegalBasis).max(10).meta({ description: "When refused: which law demands it" }).exactOptional(),
    })
    .refine(({ decision, reason }) => (decision === "refuse") === (reason !== undefined), {
      path: ["reason"],
      error: REASONED,
    }),
  gives: Request,
  refusals: { ...COMMON, ...REVIEW, ...BASIS },
  example: { takes: { id: A_REQUEST, decision: "agree" }, gives: anUnderReview },
});

export const withdrawRequest = operation({
  duty: "command",
  method: "POST",
  path: "/sharing/requests/{id}/withdrawal",
  says: {
    zh: "撤回尚未办结的申请；已当即授予的部分不受影响",
    en: "Withdraw a request not yet decided; what was granted at once stays so",
  },
  cites: ["A27p3"],
  who: ["institution"],
  takes: z.strictObject({ id: RequestId }),
  gives: Request,
  refusals: { ...COMMON, ...WITHDRAWING },
  example: { takes: { id: A_REQUEST }, gives: aWithdrawn },
});

export const readRequest = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/requests/{id}",
  says: { zh: "查看一个共享申请", en: "Read a request" },
  cites: ["A27p3"],
  who: ["institution"],
  takes: z.strictObject({ id: RequestId }),
  gives: Request,
  refusals: UNKNOWN,
  example: { takes: { id: A_REQUEST }, gives: anUnderReview },
});

export const readRequestHistory = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/requests/{id}/history",
  says: { zh: "查看一个共享申请的办理历史，最早的在前", en: "Read what happened to a request, oldest first" },
  cites: ["A27p3"],
  who: ["institution"],
  takes: z.strictObject({ id: RequestId, cursor: PageFields.cursor }),
  gives: pageOf(Happened),
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { id: A_REQUEST },
    gives: {
      items: [
        {
          type: "sharing.reviewer-agreed.v1",
          version: 2,
          at: "2026-11-25T01:02:03.004Z",
          by: "staff-0007",
          data: { status: "under-review", steps: ["general-office"] },
        },
      ],
    },
  },
});

export const listRequests = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/requests",
  says: {
    zh: "列出本单位提出的申请，或者涉及本单位负责资源的申请",
    en: "List what we have asked for, or what others ask of the resources that we answer for",
  },
  cites: ["A27p3"],
  who: ["institution"],
  takes: z.strictObject({
    as: z.enum(["consumer", "responsible"]).exactOptional(),
    status: z.enum(REQUEST_STATUSES).exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(Request),
  refusals: PAGED,
  example: { takes: { as: "consumer" }, gives: { items: [aGranted] } },
});
