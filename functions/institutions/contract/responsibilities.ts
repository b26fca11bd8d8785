import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Naming, Responsibility } from "../responsibility.ts";
import { A_DEPARTMENT, A_RESPONSIBILITY, aNaming, aResponsibility } from "./examples.ts";
import { DEPARTMENT, DESCRIBED, NOT_ACTIVE } from "./refusals.ts";

const because = PlainText(LIMITS.writtenCharacters).meta({ description: "Why; it stays on the record" });
const keeper = { who: ["competent-authority"], post: "registrar" } as const;
const TOGETHER = {
  "role-taken": DESCRIBED["role-taken"],
  "system-has-a-department": {
    status: 409,
    zh: "该系统已有责任部门",
    en: "Another department answers for this system",
  },
} as const;

const nameResponsibleDepartment = operation({
  duty: "command",
  method: "POST",
  path: "/institutions/{id}/responsibilities",
  says: { zh: "确定一个系统公共数据的市级责任部门", en: "Name the department responsible for a system's public data" },
  cites: ["A16"],
  ...keeper,
  takes: z.strictObject({ id: CreditCode, ...Naming.shape }),
  gives: Responsibility,
  refusals: {
    ...COMMON,
    ...DEPARTMENT,
    ...NOT_ACTIVE,
    ...TOGETHER,
    "responsibility-ends-before-it-begins": {
      status: 422,
      zh: "终止日期早于起始日期",
      en: "Its last day lies before its first",
    },
  },
  example: { takes: { id: A_DEPARTMENT, ...aNaming }, gives: aResponsibility },
});

const endResponsibility = operation({
  duty: "command",
  method: "POST",
  path: "/institutions/responsibilities/{responsibility}/end",
  says: { zh: "终止责任部门的确定", en: "End a department's responsibility" },
  cites: ["A16"],
  ...keeper,
  takes: z.strictObject({ responsibility: z.uuid(), because }),
  gives: Responsibility,
  refusals: {
    ...COMMON,
    ...TOGETHER,
    "responsibility-ended": { status: 409, zh: "该确定已经终止", en: "The responsibility has ended already" },
  },
  example: {
    takes: { responsibility: A_RESPONSIBILITY, because: "职能划转" },
    gives: { ...aResponsibility, status: "ended", endedOn: "2026-11-25", because: "职能划转" },
  },
});

const readResponsibility = operation({
  duty: "read",
  method: "GET",
  path: "/institutions/responsibilities/{responsibility}",
  says: { zh: "查询责任部门的确定", en: "Read a responsibility" },
  cites: ["A16"],
  who: "everyone",
  takes: z.strictObject({ responsibility: z.uuid() }),
  gives: Responsibility,
  refusals: UNKNOWN,
  example: { takes: { responsibility: A_RESPONSIBILITY }, gives: aResponsibility },
});

const listResponsibilities = operation({
  duty: "read",
  method: "GET",
  path: "/institutions/responsibilities",
  says: { zh: "列出各系统的责任部门", en: "List systems and their responsible departments" },
  cites: ["A16"],
  who: "everyone",
  takes: z.strictObject({ department: CreditCode.exactOptional(), ...PageFields }),
  gives: pageOf(Responsibility),
  refusals: PAGED,
  example: { takes: {}, gives: { items: [aResponsibility] } },
});

export const charges = {
  nameResponsibleDepartment,
  endResponsibility,
  readResponsibility,
  listResponsibilities,
};
