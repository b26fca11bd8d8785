import type { Meaning } from "../../platform/operation.ts";

type Meanings = Readonly<Record<string, Meaning>>;

/** Whose a resource is to compile. */
export const COMPILING = {
  "resource-not-yours-to-compile": {
    status: 403,
    zh: "该资源不由贵单位编制",
    en: "Not your institution's to compile",
  },
  "supplement-not-your-districts": {
    status: 403,
    zh: "补充目录由本区主管部门编制",
    en: "A supplement is compiled by the authority of its own district",
  },
} as const satisfies Meanings;

/** What must not be written anywhere. */
export const SECRET = {
  "state-secret-refused": {
    status: 422,
    zh: "涉及国家秘密的数据不得编入目录，请依保密规定处理",
    en: "State secrets are not catalogued; the secrecy laws apply",
  },
} as const satisfies Meanings;

/** What may be written. */
export const WRITING = { ...COMPILING, ...SECRET } as const satisfies Meanings;

export const BEING_WRITTEN = {
  "resource-not-being-written": {
    status: 409,
    zh: "该资源当前不在编制状态",
    en: "The resource is not being written at present",
  },
} as const satisfies Meanings;

/** What stops an edition from coming into force, by its content. */
export const UNLAWFUL = {
  "sharing-without-reason": {
    status: 422,
    zh: "授权共享、非共享须说明理由",
    en: "Authorised or no sharing needs a reason",
  },
  "sharing-without-basis": {
    status: 422,
    zh: "授权共享、非共享须有现行法律、法规、规章依据",
    en: "Authorised or no sharing needs a basis in a law, regulation or government rule in force",
  },
  "obtained-data-not-opened": {
    status: 422,
    zh: "通过共享、协商等方式获得的数据不列入开放清单",
    en: "What was obtained by sharing or agreement is not yours to open",
  },
  "opening-ban-without-law": {
    status: 422,
    zh: "禁止开放须有现行法律、法规依据",
    en: "A ban on opening rests on a law or regulation in force",
  },
  "opening-type-differs": {
    status: 422,
    zh: "开放类型与按规定判定的类型不符",
    en: "The opening type is not the one that follows from the data",
  },
} as const satisfies Meanings;

export const TAKEN = {
  "resource-code-taken": { status: 409, zh: "信息资源代码已被使用", en: "Another resource has this code" },
} as const satisfies Meanings;

/** What another resource of the catalogue already has. */
export const REPEATED = {
  ...TAKEN,
  "resource-name-taken": { status: 409, zh: "目录中已有同名资源", en: "The catalogue has a resource of this name" },
  "supplement-repeats-city-resource": {
    status: 409,
    zh: "全市目录已有该资源，不得列入补充目录",
    en: "The city's catalogue has this resource: a supplement may not repeat it",
  },
  "item-already-shared": {
    status: 409,
    zh: "该数据项已由其他资源共享，不得重复采集",
    en: "Another resource already shares this item: it is collected once",
  },
} as const satisfies Meanings;

/** What an edition must have before it leaves its compiler's hands. */
export const UNREADY = {
  ...UNLAWFUL,
  "resource-incomplete": { status: 422, zh: "资源要素不完整", en: "The resource does not state all it must" },
  "item-obtained-from-itself": {
    status: 422,
    zh: "通过共享获得的数据项须来自其他资源",
    en: "What is obtained by sharing comes from another resource",
  },
  "item-without-grade": { status: 422, zh: "信息项尚未分级", en: "An item has no grade" },
  "secrecy-review-missing": {
    status: 422,
    zh: "本版本尚未通过保密审查",
    en: "This edition has not passed a secrecy review",
  },
} as const satisfies Meanings;

export const UNDER_REVIEW = {
  "resource-not-under-review": { status: 409, zh: "该资源不在审核中", en: "The resource is not under review" },
} as const satisfies Meanings;

export const IN_FORCE = {
  "resource-not-published": {
    status: 409,
    zh: "该资源没有可变更的在用版本",
    en: "The resource has no edition in force that could be changed now",
  },
} as const satisfies Meanings;
