import type { Meaning } from "../../platform/operation.ts";

type Meanings = Readonly<Record<string, Meaning>>;

export const FILING = {
  "resource-unknown": { status: 422, zh: "目录中没有在用的该资源", en: "The catalogue has no such resource in force" },
} as const satisfies Meanings;

export const NAMED = {
  "objector-not-named": {
    status: 403,
    zh: "您登录的渠道未提供核验过的身份号码，请到窗口提出",
    en: "The way you signed in has not verified your number; file at a window",
  },
} as const satisfies Meanings;

export const FOR_ANOTHER = {
  "mandate-missing": {
    status: 403,
    zh: "代为提出须有授权，或者由在岗的窗口工作人员录入",
    en: "Whoever files for another shows a mandate, or is in post at a window",
  },
} as const satisfies Meanings;

export const OVER = {
  "objection-over": { status: 409, zh: "该异议已办结或者已撤回", en: "The objection is decided or withdrawn" },
} as const satisfies Meanings;

export const THEIRS = {
  "objection-not-yours": { status: 403, zh: "该异议不是您提出的", en: "Not an objection of yours" },
} as const satisfies Meanings;

export const FILES = {
  "too-many-files": { status: 409, zh: "证据材料过多", en: "Too many files of evidence" },
} as const satisfies Meanings;

export const SENDING = {
  "file-not-announced": { status: 404, zh: "没有申报过该证据材料", en: "No such file was announced" },
  "file-not-as-announced": {
    status: 409,
    zh: "证据材料尚未上传，或者与申报的大小、摘要不符",
    en: "The file was not sent, or is not the one that was announced",
  },
} as const satisfies Meanings;

const NAMING = {
  ...FILING,
  "objection-names-another-record": {
    status: 409,
    zh: "该异议针对的是另一条记录",
    en: "The objection is about another record",
  },
} as const satisfies Meanings;

export const HANDING = {
  ...NAMING,
  ...OVER,
  "objection-with-department": {
    status: 409,
    zh: "该异议已转交责任部门",
    en: "The objection lies with a department already",
  },
  "objection-for-the-center": {
    status: 422,
    zh: "属于市大数据中心权限的由其自行决定",
    en: "What the Center has power to correct it decides itself",
  },
} as const satisfies Meanings;

const ITS_HOLDERS = {
  "objection-not-yours-to-decide": {
    status: 403,
    zh: "该异议不由贵单位决定",
    en: "Not your institution's to decide",
  },
} as const satisfies Meanings;

export const SENDING_BACK = {
  ...OVER,
  ...ITS_HOLDERS,
  "objection-sent-back-already": {
    status: 409,
    zh: "已经退回过一次，不得再次退回",
    en: "It has been sent back once already",
  },
} as const satisfies Meanings;

export const DECIDING = {
  ...NAMING,
  ...OVER,
  ...ITS_HOLDERS,
  "refusal-cites-no-basis": {
    status: 422,
    zh: "不予更正须援引现行有效的依据",
    en: "Whoever does not correct cites an act in force",
  },
  "correction-not-said": {
    status: 422,
    zh: "更正须写明记录和更正后的内容，不予更正则不写",
    en: "A correction says which record and what is right; nothing else does",
  },
  "data-not-unlawfully-held": {
    status: 422,
    zh: "撤回只适用于侵犯隐私、商业秘密等情形",
    en: "Only data that breaches privacy or secrets is withdrawn",
  },
  "correction-of-no-item": {
    status: 422,
    zh: "该资源没有此信息项，或者它是主键",
    en: "The resource has no such item, or it is a key",
  },
  "not-verified-with-provider": {
    status: 422,
    zh: "决定前须与数据提供机构核实",
    en: "The department verifies with the providing institution first",
  },
  "value-not-of-its-item": {
    status: 422,
    zh: "数据与目录规定的类型、长度或者精度不符",
    en: "The value does not fit the item's type, length or decimals",
  },
} as const satisfies Meanings;

export const EXPLAINING = {
  "clock-not-yours-to-explain": {
    status: 403,
    zh: "该期限没有超过，或者不是贵单位超过的",
    en: "The clock was not missed, or not by your institution",
  },
} as const satisfies Meanings;
