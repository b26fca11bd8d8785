import type { Meaning } from "../../platform/operation.ts";

type Meanings = Readonly<Record<string, Meaning>>;

/** What a row, or a single record, is held against. */
export const ROW = {
  "column-unknown": { status: 422, zh: "目录中没有此数据项", en: "The catalogue's resource has no such item" },
  "item-obtained-by-sharing": {
    status: 422,
    zh: "该数据项可以通过共享获得，不得重复采集",
    en: "This item can be had by sharing: it is not collected again",
  },
  "value-not-of-its-item": {
    status: 422,
    zh: "数据与目录规定的类型、长度或者精度不符",
    en: "The value does not fit the item's type, length or decimals",
  },
  "key-missing": { status: 422, zh: "缺少主键数据项", en: "An item that tells records apart is missing" },
  "row-says-nothing": { status: 422, zh: "除主键外没有任何数据", en: "Beside its key the record says nothing" },
  "state-secret-refused": {
    status: 422,
    zh: "涉及国家秘密的数据不得归集，请依保密规定处理",
    en: "State secrets are not pooled; the secrecy laws apply",
  },
} as const satisfies Meanings;

/** Whether there is a pool to hand in to. */
export const POOL = {
  "resource-without-key": {
    status: 422,
    zh: "该资源没有主键，无法归集",
    en: "The resource has no item that tells its records apart",
  },
} as const satisfies Meanings;

/** Who may collect for a pool, and how. */
export const COLLECTING = {
  "not-a-registered-collector": {
    status: 403,
    zh: "贵单位不是该资源的提供单位，也未登记为采集单位",
    en: "Your institution neither provides this resource nor is registered to collect it",
  },
  "method-not-registered": {
    status: 422,
    zh: "该采集方式未登记，或者合同不在有效期内",
    en: "This way of collecting is not registered, or its contract is not in force",
  },
} as const satisfies Meanings;

/** What a statement must rest on. */
export const BASIS = {
  "consent-missing": {
    status: 422,
    zh: "法律、法规未作规定，且没有被采集人的同意",
    en: "No law or regulation provides for it, and its subject has not consented",
  },
} as const satisfies Meanings;

export const STATUS = {
  "batch-status-otherwise": {
    status: 409,
    zh: "该批数据当前状态不能办理此项",
    en: "The file is not in a status in which this can be done",
  },
} as const satisfies Meanings;

export const OWN = {
  "batch-not-yours": { status: 403, zh: "该批数据不是贵单位报送的", en: "Your institution has not sent this file" },
} as const satisfies Meanings;

export const SENT = {
  "file-sent-already": {
    status: 409,
    zh: "同一文件已经报送",
    en: "This very file has been sent already",
  },
} as const satisfies Meanings;

export const HANDING_ON = {
  "batch-not-yours-to-hand-on": {
    status: 403,
    zh: "该批数据由所在区主管部门归集上传",
    en: "The authority of its own district hands it on",
  },
} as const satisfies Meanings;
