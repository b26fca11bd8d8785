import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { District } from "../../kernel/division-code.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Description, Institution, Kind, Security } from "../institution.ts";
import { A_DEPARTMENT, A_PERSON, aDescription, anInstitution } from "./examples.ts";
import { DEPARTMENT, DESCRIBED, NOT_YOURS } from "./refusals.ts";

const because = PlainText(LIMITS.writtenCharacters).meta({ description: "Why; it stays on the record" });
const keeper = { who: ["competent-authority"], post: "registrar" } as const;

const registerInstitution = operation({
  duty: "command",
  method: "POST",
  path: "/institutions",
  says: { zh: "登记公共管理和服务机构", en: "Register an institution" },
  cites: ["A5", "A58", "A59"],
  ...keeper,
  creates: true,
  takes: z.strictObject({ id: CreditCode, institution: Description }),
  gives: Institution,
  refusals: {
    ...COMMAND,
    ...DESCRIBED,
    "institution-exists": { status: 409, zh: "该机构已经登记", en: "The institution is registered already" },
  },
  example: { takes: { id: A_DEPARTMENT, institution: aDescription }, gives: anInstitution },
});

const amendInstitution = operation({
  duty: "command",
  method: "PUT",
  path: "/institutions/{id}",
  says: { zh: "变更机构登记", en: "Amend what is written about an institution" },
  cites: ["A5", "A16", "A58", "A59"],
  ...keeper,
  takes: z.strictObject({ id: CreditCode, institution: Description, because }),
  gives: Institution,
  refusals: {
    ...COMMON,
    ...DESCRIBED,
    ...DEPARTMENT,
    "institution-dissolved": { status: 409, zh: "该机构已经撤销", en: "The institution was dissolved" },
  },
  example: {
    takes: { id: A_DEPARTMENT, institution: aDescription, because: "更名" },
    gives: { ...anInstitution, because: "更名" },
  },
});

const OTHERWISE = {
  "institution-status-otherwise": {
    status: 409,
    zh: "机构当前状态不能如此变更",
    en: "The institution's status does not allow this",
  },
  "department-still-responsible": {
    status: 409,
    zh: "该机构仍是责任部门，须先另行确定",
    en: "It still answers for a system; name another department first",
  },
} as const;

const turning = <const P extends `/institutions/{id}/${string}`>(
  path: P,
  says: { zh: string; en: string },
  status: "active" | "suspended" | "dissolved",
) =>
  operation({
    duty: "command",
    method: "POST",
    path,
    says,
    cites: ["A5", "A16"],
    ...keeper,
    takes: z.strictObject({ id: CreditCode, because }),
    gives: Institution,
    refusals: { ...COMMON, ...OTHERWISE, "role-taken": DESCRIBED["role-taken"] },
    example: {
      takes: { id: A_DEPARTMENT, because: "机构改革" },
      gives: { ...anInstitution, status, because: "机构改革" },
    },
  });

const setSecurity = operation({
  duty: "command",
  method: "PUT",
  path: "/institutions/{id}/security",
  says: {
    zh: "设置安全管理机构，确定安全责任人",
    en: "Set up the institution's security body and responsible person",
  },
  cites: ["A43"],
  who: ["institution"],
  post: "registrar",
  takes: z.strictObject({ id: CreditCode, ...Security.shape }),
  gives: Institution,
  refusals: {
    ...COMMON,
    ...NOT_YOURS,
    "role-taken": DESCRIBED["role-taken"],
    "person-not-security-officer": {
      status: 422,
      zh: "安全责任人须在本机构担任安全岗位",
      en: "The person responsible must hold the post of security officer here",
    },
  },
  example: {
    takes: { id: A_DEPARTMENT, body: "网络安全和信息化处", responsiblePerson: A_PERSON },
    gives: { ...anInstitution, security: { body: "网络安全和信息化处", responsiblePerson: A_PERSON } },
  },
});

const readInstitution = operation({
  duty: "read",
  method: "GET",
  path: "/institutions/{id}",
  says: { zh: "查询机构", en: "Read an institution" },
  cites: ["A5"],
  who: "everyone",
  takes: z.strictObject({ id: CreditCode }),
  gives: Institution,
  refusals: UNKNOWN,
  example: { takes: { id: A_DEPARTMENT }, gives: anInstitution },
});

const listInstitutions = operation({
  duty: "read",
  method: "GET",
  path: "/institutions",
  says: {
    zh: "列出机构，可按层级、区和类别",
    en: "List institutions, by level, district and kind if wanted",
  },
  cites: ["A5", "A58", "A59"],
  who: "everyone",
  takes: z.strictObject({
    level: z.enum(["city", "district"]).exactOptional(),
    district: District.exactOptional(),
    kind: Kind.exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(Institution),
  refusals: PAGED,
  example: { takes: { kind: "municipal-department" }, gives: { items: [anInstitution] } },
});

export const bodies = {
  registerInstitution,
  amendInstitution,
  suspendInstitution: turning(
    "/institutions/{id}/suspension",
    { zh: "暂停机构", en: "Suspend an institution" },
    "suspended",
  ),
  resumeInstitution: turning(
    "/institutions/{id}/resumption",
    { zh: "恢复机构", en: "Resume an institution" },
    "active",
  ),
  dissolveInstitution: turning(
    "/institutions/{id}/dissolution",
    { zh: "撤销机构", en: "Dissolve an institution" },
    "dissolved",
  ),
  setSecurity,
  readInstitution,
  listInstitutions,
};
