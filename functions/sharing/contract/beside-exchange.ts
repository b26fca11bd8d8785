import * as z from "zod";
import { CITATIONS } from "../../../law/articles.ts";
import { Day, Instant } from "../../kernel/day.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Usage } from "../grant.ts";
import { FieldCode, Offer, Source } from "../offer.ts";
import { A_REQUEST, A_RESOURCE, anOffer } from "./example.ts";
import { LINKS } from "./links.ts";

const A_RECORD = `${A_RESOURCE}~9f86d081884c7d659a2feaa0c55ad015`;

const Broken = z.object({
  code: z.string(),
  cites: z.array(z.enum(CITATIONS)),
  zh: z.string(),
  en: z.string(),
  facts: z.record(z.string(), z.unknown()),
});

export const diagnoseExchange = operation({
  duty: "read",
  method: "GET",
  path: "/exchange/{resource}/diagnosis",
  says: {
    zh: "查验一项授权现在能否查询数据；不能的，指出哪一环节、依据和办法",
    en: "Would an exchange under this grant be answered now? If not: which link breaks, by which article, what to do",
  },
  cites: ["A25", "A26p2"],
  who: ["institution"],
  takes: z.strictObject({
    resource: z.uuidv7(),
    grant: z.uuidv7(),
    fields: z.array(FieldCode).min(1).max(60).exactOptional(),
  }),
  gives: z.object({
    grant: z.uuidv7(),
    day: Day,
    holds: z.boolean(),
    broken: Broken.exactOptional(),
    quotaPerDay: z.int(),
    usage: Usage,
  }),
  refusals: UNKNOWN,
  example: {
    takes: { resource: A_RESOURCE, grant: A_REQUEST },
    gives: {
      grant: A_REQUEST,
      day: "2026-11-24",
      holds: false,
      broken: {
        code: "quota-used-up",
        cites: ["A26p2"],
        ...{ zh: LINKS["quota-used-up"].zh, en: LINKS["quota-used-up"].en },
        facts: { quotaPerDay: 1000, used: 1000 },
      },
      quotaPerDay: 1000,
      usage: { used: 1000, missed: 2, refused: 0 },
    },
  },
});

const Change = z.object({
  id: RecordId,
  version: z.int(),
  changedAt: Instant,
  status: z.enum(["held", "withdrawn"]),
});

export const listChanges = operation({
  duty: "read",
  method: "GET",
  path: "/exchange/{resource}/changes",
  says: {
    zh: "列出资源自某时刻以来变更的记录标识，不含内容；持有效授权的使用单位可查",
    en: "List which records of a resource have changed since a moment, without content: for a consumer with a grant",
  },
  cites: ["A25", "A26p2"],
  who: ["institution"],
  takes: z.strictObject({
    resource: z.uuidv7(),
    grant: z.uuidv7(),
    since: Instant.meta({ description: "Only what has changed at or after this moment" }).exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(Change),
  refusals: {
    ...UNKNOWN,
    ...PAGED,
    "grant-of-another-resource": LINKS["grant-of-another-resource"],
    "grant-suspended": LINKS["grant-suspended"],
    "grant-revoked": LINKS["grant-revoked"],
    "grant-expired": LINKS["grant-expired"],
    "grant-out-of-time": LINKS["grant-out-of-time"],
  },
  example: {
    takes: { resource: A_RESOURCE, grant: A_REQUEST, since: "2026-11-24T00:00:00.000Z" },
    gives: { items: [{ id: A_RECORD, version: 4, changedAt: "2026-11-24T01:02:03.004Z", status: "held" }] },
  },
});

export const registerSource = operation({
  duty: "command",
  method: "POST",
  path: "/sharing/offers/{id}/source",
  says: {
    zh: "提供单位登记资源的数据来源：资源池，或者已对接平台上的本单位接口",
    en: "The provider registers where a resource's records come from: the pool, or its endpoint on a connected platform",
  },
  cites: ["A25", "A25p2"],
  who: ["institution"],
  takes: z.strictObject({ id: z.uuidv7(), source: Source }),
  gives: Offer,
  refusals: {
    ...COMMON,
    "offer-not-in-force": LINKS["offer-not-in-force"],
    "source-not-yours": { status: 403, zh: "只有提供单位可以登记来源", en: "Only the provider registers the source" },
    "source-not-connected": {
      status: 422,
      zh: "该地址不在已对接的平台上，或者不是HTTPS：请先向市大数据中心申请对接",
      en: "Not on a connected platform, or not HTTPS: ask the Center to connect the platform first",
    },
  },
  example: {
    takes: { id: A_RESOURCE, source: { kind: "endpoint", url: "https://data.example.cn/schools" } },
    gives: { ...anOffer, source: { kind: "endpoint", url: "https://data.example.cn/schools" } },
  },
});
