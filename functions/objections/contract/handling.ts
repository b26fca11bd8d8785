import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { COMMON } from "../../platform/refusals.ts";
import { Decision, Objection } from "../objection.ts";
import { A_DEPARTMENT, AN_OBJECTION, aDecided, aDecision, aHandedOver, aSentBack } from "./example.ts";
import { ObjectionId } from "./filing.ts";
import { DECIDING, EXPLAINING, HANDING, SENDING_BACK } from "./refusals.ts";

const HOLDERS = ["big-data-center", "responsible-department", "district-authority"] as const;
const Written = PlainText(LIMITS.writtenCharacters);
const found = { record: RecordId.meta({ description: "Where the objector could only describe it" }).exactOptional() };

export const handOverObjection = operation({
  duty: "command",
  method: "POST",
  path: "/objections/{id}/hand-over",
  says: {
    zh: "市大数据中心将异议转交有权更正的责任部门；转交即收到",
    en: "The Center hands an objection over to the department that has power to correct; to hand over is to receive",
  },
  cites: ["A48(2)"],
  who: ["big-data-center"],
  post: "objection-handler",
  takes: z.strictObject({ id: ObjectionId, department: CreditCode, ...found }),
  gives: Objection,
  refusals: { ...COMMON, ...HANDING },
  example: { takes: { id: AN_OBJECTION, department: A_DEPARTMENT }, gives: aHandedOver },
});

export const sendBackObjection = operation({
  duty: "command",
  method: "POST",
  path: "/objections/{id}/return",
  says: {
    zh: "责任部门说明理由退回不属于其权限的异议，限一次；期限不重新计算",
    en: "The department sends back once, with a reason, what is not within its power; no clock is reset",
  },
  cites: ["A48(2)"],
  who: HOLDERS,
  post: "objection-handler",
  takes: z.strictObject({ id: ObjectionId, reason: Written }),
  gives: Objection,
  refusals: { ...COMMON, ...SENDING_BACK },
  example: { takes: { id: AN_OBJECTION, reason: "不属于本局职责" }, gives: aSentBack },
});

export const decideObjection = operation({
  duty: "command",
  method: "POST",
  path: "/objections/{id}/decision",
  says: {
    zh: "有权更正的单位决定是否更正，说明理由和查看的证据；不予更正须有依据",
    en: "Whoever has the power decides whether to correct, with reasons and the evidence looked at; a refusal has a basis",
  },
  cites: ["A48(1)", "A48(2)", "A20"],
  who: HOLDERS,
  post: "objection-handler",
  takes: z.strictObject({ id: ObjectionId, decision: Decision, ...found }),
  gives: Objection,
  refusals: { ...COMMON, ...DECIDING },
  example: {
    takes: { id: AN_OBJECTION, decision: { ...aDecision, looked: [...aDecision.looked] } },
    gives: aDecided,
  },
});

export const recordDelay = operation({
  duty: "command",
  method: "POST",
  path: "/objections/{id}/delay",
  says: { zh: "超过期限的单位记明原因", en: "Whoever has missed a clock puts the cause on record" },
  cites: ["A48"],
  who: HOLDERS,
  post: "objection-handler",
  takes: z.strictObject({ id: ObjectionId, clock: z.string().min(1).max(100), cause: Written }),
  gives: Objection,
  refusals: { ...COMMON, ...EXPLAINING },
  example: {
    takes: { id: AN_OBJECTION, clock: "objection-decided-by-department-in-time", cause: "原始档案尚在调取" },
    gives: aHandedOver,
  },
});
