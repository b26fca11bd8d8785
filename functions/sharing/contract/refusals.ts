import type { Meaning } from "../../platform/operation.ts";

type Meanings = Readonly<Record<string, Meaning>>;

/** Sharing is free of charge (A26): asked of every text. */
export const FREE = {
  "sharing-bears-no-price": {
    status: 422,
    zh: "公共数据无偿共享，不得约定价格或者收费",
    en: "Sharing is free of charge: no price may be set",
  },
} as const satisfies Meanings;

export const SCENARIOS = {
  "scenario-needs-what-is-not-shared": {
    status: 422,
    zh: "场景所需的资源或者信息项不在共享范围内",
    en: "The scenario needs a resource or field that is not shared",
  },
  "scenario-withdrawn": { status: 409, zh: "该应用场景已撤销", en: "The scenario has been withdrawn" },
} as const satisfies Meanings;

export const DEMANDS = {
  "demand-not-yours": { status: 403, zh: "该需求不是贵单位的", en: "Not a demand of your institution" },
  "demand-withdrawn": { status: 409, zh: "该需求已撤回", en: "The demand has been withdrawn" },
} as const satisfies Meanings;

/** A duty must rest on an act in force. */
export const DUTY = {
  "duty-without-basis": {
    status: 422,
    zh: "履职依据不是现行有效的",
    en: "The act that gives the duty is not in force",
  },
} as const satisfies Meanings;

export const FILING = {
  ...FREE,
  ...DUTY,
  "too-many-days": { status: 422, zh: "申请的使用期限过长", en: "Asked for too many days" },
  "offer-not-in-force": { status: 409, zh: "该资源已停用", en: "The resource is no longer in force" },
  "data-is-your-own": { status: 422, zh: "本单位的数据不需要申请", en: "One's own data is not asked for" },
  "field-not-offered": { status: 422, zh: "该资源没有此信息项", en: "The resource has no such field" },
  "resource-not-shared": {
    status: 403,
    zh: "该资源依法列入负面清单，不予共享",
    en: "The resource is on the negative list: a law forbids to share it",
  },
} as const satisfies Meanings;

export const REVIEWING = {
  ...FREE,
  "request-not-yours-to-review": {
    status: 403,
    zh: "由市政府办公厅会同责任部门审核",
    en: "The General Office and the responsible department review it",
  },
  "request-not-under-review": { status: 409, zh: "该申请不在审核中", en: "The request is not under review" },
  "request-reviewed-by-its-applicant": {
    status: 403,
    zh: "申请人不得审核本人的申请",
    en: "Nobody reviews what they have asked for themselves",
  },
} as const satisfies Meanings;

export const REVIEW = {
  ...REVIEWING,
  "copy-without-consent": {
    status: 409,
    zh: "数据拷贝须先经同级主管部门同意",
    en: "A copy needs the consent of the authority of the same level first",
  },
  "already-agreed": { status: 409, zh: "贵单位已经同意", en: "Your institution has agreed already" },
} as const satisfies Meanings;

/** Sharing is the rule (A26): whoever says no names the law. */
export const BASIS = {
  "refusal-without-basis": {
    status: 422,
    zh: "没有现行法律、法规、规章依据，不得拒绝或者终止共享",
    en: "Without a law, regulation or government rule in force no sharing is refused or ended",
  },
} as const satisfies Meanings;

export const CONSENT = {
  ...FREE,
  "request-reviewed-by-its-applicant": REVIEWING["request-reviewed-by-its-applicant"],
  "consent-not-yours": {
    status: 403,
    zh: "由同级主管部门决定是否同意",
    en: "The competent authority of the same level consents",
  },
  "request-not-awaiting-consent": {
    status: 409,
    zh: "该申请不在等待同意",
    en: "The request does not wait for consent",
  },
} as const satisfies Meanings;

export const WITHDRAWING = {
  "request-not-yours": { status: 403, zh: "该申请不是贵单位提出的", en: "Not a request of your institution" },
  "request-decided": { status: 409, zh: "该申请已办结", en: "The request has been decided" },
} as const satisfies Meanings;

export const STOPPING = {
  ...FREE,
  "grant-not-yours-to-stop": {
    status: 403,
    zh: "提供单位不得中止或者撤销该项共享授权",
    en: "Not yours to stop: who gives the data cannot take it back",
  },
} as const satisfies Meanings;

export const OVER = {
  "grant-over": { status: 409, zh: "该授权已终止", en: "The grant is over" },
} as const satisfies Meanings;
