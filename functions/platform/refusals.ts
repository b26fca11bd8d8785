import { LIMITS } from "../kernel/limits.ts";
import type { Meaning } from "./operation.ts";

type PlatformMeaning = Omit<Meaning, "status"> & {
  readonly status: Meaning["status"] | 413 | 415 | 500 | 503 | 504;
};

/** Refusals that any operation may give before or after its own rules; their codes are the platform's. */
export const PLATFORM_REFUSALS = {
  "body-too-large": { status: 413, zh: "请求内容过大", en: "The body is too large" },
  "json-malformed": { status: 400, zh: "请求内容不是有效的JSON", en: "The body is not valid JSON" },
  "json-too-deep": { status: 400, zh: "请求内容嵌套过深", en: "The body is nested too deeply" },
  "field-twice": { status: 400, zh: "同一字段重复出现", en: "A field is given twice" },
  "field-unknown": { status: 400, zh: "请求含有未知字段", en: "A field is not known here" },
  "fields-invalid": { status: 400, zh: "字段填写有误", en: "Some fields are not right" },
  "media-type-unsupported": {
    status: 415,
    zh: "请求内容应为application/json",
    en: "The body must be application/json",
  },
  "idempotency-key-missing": {
    status: 400,
    zh: `缺少Idempotency-Key请求头，或者不是8至${LIMITS.idempotencyKeyCharacters}个可见字符`,
    en: `The Idempotency-Key header is missing, or not 8 to ${LIMITS.idempotencyKeyCharacters} visible characters`,
  },
  "not-signed-in": { status: 401, zh: "尚未登录或者登录已失效", en: "Not signed in, or the token is no longer good" },
  "role-not-allowed": { status: 403, zh: "贵方的身份不能办理此项", en: "Not open to your role" },
  "request-blocked": { status: 403, zh: "请求被安全防护拦截", en: "The firewall has stopped this request" },
  "post-not-held": { status: 403, zh: "办理此项须担任相应岗位", en: "This act needs a post that you do not hold" },
  "training-out-of-date": { status: 403, zh: "岗位培训已过期", en: "Your training for this post is out of date" },
  "route-unknown": {
    status: 404,
    zh: "没有这个地址，或者该地址不支持此方法",
    en: "Nothing is served at this address, or not with this method",
  },
  "too-many-requests": { status: 429, zh: "请求过于频繁", en: "Too many requests" },
  fault: { status: 500, zh: "平台内部故障", en: "The platform failed" },
  unavailable: {
    status: 503,
    zh: "暂时无法处理，请稍后用同一Idempotency-Key重试",
    en: "Try again shortly with the same Idempotency-Key",
  },
  "timed-out": {
    status: 504,
    zh: "处理超时，请用同一Idempotency-Key重试",
    en: "Timed out; try again with the same Idempotency-Key",
  },
} as const satisfies Record<string, PlatformMeaning>;

export type PlatformRefusal = keyof typeof PLATFORM_REFUSALS;

/** What most operations on a record may refuse; spread into the `refusals` of an operation. */
export const UNKNOWN = {
  "record-unknown": { status: 404, zh: "没有这条记录，或者无权查看", en: "No such record, or not yours to see" },
} as const satisfies Record<string, Meaning>;

export const PAGED = {
  "cursor-invalid": { status: 400, zh: "分页游标无效", en: "The cursor does not belong to this list" },
} as const satisfies Record<string, Meaning>;

export const COMMAND = {
  "record-changed-meanwhile": {
    status: 409,
    zh: "记录已被他人修改，请重新读取",
    en: "The record has changed meanwhile; read it again",
  },
  "idempotency-key-reused": {
    status: 422,
    zh: "同一Idempotency-Key用于不同请求",
    en: "This Idempotency-Key was used for another request",
  },
} as const satisfies Record<string, Meaning>;

/** A command on an existing record. */
export const COMMON = { ...UNKNOWN, ...COMMAND } as const;

/** What lists of a person's own things add. */
export const NUMBER_NOT_VERIFIED = {
  "number-not-verified": {
    status: 403,
    zh: "您登录的渠道未提供核验过的身份号码",
    en: "The way you signed in has not verified your identity number",
  },
} as const satisfies Record<string, Meaning>;
