import type { Meaning } from "../../platform/operation.ts";

export const DESCRIBED = {
  "kind-of-another-level": {
    status: 422,
    zh: "该类机构不属于这一层级",
    en: "Bodies of this kind belong to another level",
  },
  "role-of-another-body": {
    status: 422,
    zh: "该职责由其他机构承担",
    en: "This part is played by another kind of body",
  },
  "utility-plays-no-part": {
    status: 422,
    zh: "公用事业单位仅就履行公共服务职责的数据适用本办法",
    en: "A utility is bound for its public service data only and plays no part of its own",
  },
  "referred-body-plays-no-part": {
    status: 422,
    zh: "参照执行的单位不承担本办法规定的职责",
    en: "A body bound by reference plays no part of its own",
  },
  "role-taken": { status: 409, zh: "该职责已由另一机构承担", en: "Another body plays this part already" },
} as const satisfies Record<string, Meaning>;

export const NOT_YOURS = {
  "institution-not-yours": {
    status: 403,
    zh: "只能办理本机构的事项",
    en: "Only your own institution is yours to keep",
  },
} as const satisfies Record<string, Meaning>;

export const NOT_ACTIVE = {
  "institution-not-active": {
    status: 409,
    zh: "该机构已暂停或者撤销",
    en: "The institution is suspended or dissolved",
  },
} as const satisfies Record<string, Meaning>;

export const DEPARTMENT = {
  "department-not-municipal": {
    status: 422,
    zh: "责任部门须为市级部门",
    en: "A responsible department must be a department of the municipal government",
  },
} as const satisfies Record<string, Meaning>;

export const TRAINING = {
  "training-needed": {
    status: 422,
    zh: "任职岗位须有有效期内的培训",
    en: "These posts need training that is still in date",
  },
} as const satisfies Record<string, Meaning>;

export const ONESELF = {
  "appointment-of-oneself": {
    status: 403,
    zh: "不得为本人任命岗位或者登记培训，须由他人办理",
    en: "Nobody appoints or trains themselves; another person must record it",
  },
} as const satisfies Record<string, Meaning>;
