import type { Meaning } from "../../platform/operation.ts";

/** The links of the chain from the caller to the record, as they break: what is wrong, and what to do about it. */
export const LINKS = {
  "token-not-bound-to-a-grant": {
    status: 403,
    zh: "令牌未绑定授权：请在申请令牌时以authorization_details注明授权编号",
    en: "The token is bound to no grant: ask for one with authorization_details that name the grant",
  },
  "grant-unknown": {
    status: 403,
    zh: "没有这项授权，或者不属于贵单位：请用贵单位的授权重新申请令牌",
    en: "No such grant, or not your institution's: ask for a token with a grant of your own",
  },
  "grant-of-another-resource": {
    status: 403,
    zh: "该授权针对另一项资源：请使用该资源的授权，没有的先提出申请",
    en: "The grant is of another resource: use the one of this resource, or request it",
  },
  "grant-suspended": {
    status: 403,
    zh: "该授权已中止，原因见because：请联系市大数据中心恢复",
    en: "The grant is suspended, `because` says why: turn to the Center, which resumes it",
  },
  "grant-revoked": {
    status: 403,
    zh: "该授权已撤销，原因见because：仍有需要的请重新申请",
    en: "The grant is revoked, `because` says why: request it anew if it is needed still",
  },
  "grant-expired": {
    status: 403,
    zh: "该授权已到期：仍有需要的请重新申请",
    en: "The grant has expired: request it anew if it is needed still",
  },
  "grant-out-of-time": {
    status: 403,
    zh: "不在授权的使用期限内：请在期限内使用，或者重新申请",
    en: "Outside the days of the grant: use it on these, or request it anew",
  },
  "use-beyond-need": {
    status: 429,
    zh: "当日查无记录或者被拒绝的次数超出履职所需，授权将中止：请核对主键后联系市大数据中心",
    en: "More misses or refused calls today than a duty needs; the grant is suspended: check your keys, turn to the Center",
  },
  "purpose-not-granted": {
    status: 403,
    zh: "用途与授权不一致：请重新申请令牌",
    en: "Not the purpose of the grant: ask for a new token",
  },
  "offer-not-in-force": {
    status: 409,
    zh: "该资源已停用：请在目录中查找替代资源",
    en: "The resource is no longer in force: look in the catalogue for what has taken its place",
  },
  "resource-not-shared": {
    status: 403,
    zh: "该资源依法列入负面清单，不予共享",
    en: "The resource is on the negative list: a law forbids to share it",
  },
  "edition-gone": {
    status: 409,
    zh: "目录已有新版本：请重新申请令牌并核对信息项",
    en: "The catalogue has another edition by now: ask for a new token and check the fields",
  },
  "field-not-granted": {
    status: 403,
    zh: "信息项不在授权范围内：只查询granted所列，或者申请扩大授权",
    en: "Not a field of the grant: ask for those in `granted`, or request more",
  },
  "key-not-of-its-resource": {
    status: 422,
    zh: "主键应恰为keyItems所列各项，写法与资源池一致",
    en: "The key must be the items in `keyItems`, no more and no fewer, spelt as the pool spells them",
  },
  "quota-used-up": {
    status: 429,
    zh: "当日授权条数已用完：请次日再查，或者申请更高条数",
    en: "The day's records are used up: go on tomorrow, or request more a day",
  },
  "source-failed": {
    status: 502,
    zh: "提供单位的接口未给出有效答复：请稍后再试，仍不行的联系提供单位",
    en: "The provider's endpoint gave no valid answer: try again later, then turn to the provider",
  },
} as const satisfies Readonly<Record<string, Meaning>>;
