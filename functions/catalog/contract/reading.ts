import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { ResourceCode } from "../../kernel/resource-code.ts";
import { Happened } from "../../platform/happened.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Feed } from "../feed.ts";
import { OPENING_TYPES, SHARING_TYPES, UpdateCycle } from "../resource/content.ts";
import { Resource, STATUSES } from "../resource/resource.ts";
import { Summary } from "../search/postings.ts";
import { AN_ID, aPublished, aSummary } from "./example.ts";
import { ResourceId } from "./fields.ts";

export const readResource = operation({
  duty: "read",
  method: "GET",
  path: "/catalog/resources/{id}",
  says: { zh: "查看一项公共数据资源", en: "Read a public data resource" },
  cites: ["A17"],
  who: "everyone",
  takes: z.strictObject({ id: ResourceId }),
  gives: Resource,
  refusals: UNKNOWN,
  example: { takes: { id: AN_ID }, gives: aPublished },
});

/** Who did it is for those who compile the resource and for the Center. */
export const readResourceHistory = operation({
  duty: "read",
  method: "GET",
  path: "/catalog/resources/{id}/history",
  says: { zh: "查看资源的变更历史，最早的在前", en: "Read what happened to a resource, oldest first" },
  cites: ["A17"],
  who: "everyone",
  takes: z.strictObject({ id: ResourceId, cursor: PageFields.cursor }),
  gives: pageOf(Happened),
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { id: AN_ID },
    gives: {
      items: [
        {
          type: "catalog.resource-published.v1",
          version: 4,
          at: "2026-11-25T01:02:03.004Z",
          data: { edition: 1, round: 1 },
        },
      ],
    },
  },
});

const Line = z.object({
  id: ResourceId,
  code: ResourceCode,
  name: z.string(),
  status: z.enum(STATUSES),
  edition: z.int(),
  inForce: z.boolean(),
  dueOn: Day.exactOptional(),
});

export const listMyResources = operation({
  duty: "read",
  method: "GET",
  path: "/catalog/resources",
  says: { zh: "列出本单位编制的资源", en: "List what my institution compiles" },
  cites: ["A16(1)"],
  who: ["institution"],
  takes: z.strictObject({ status: z.enum(STATUSES).exactOptional(), ...PageFields }),
  gives: pageOf(Line),
  refusals: PAGED,
  example: {
    takes: { status: "draft" },
    gives: {
      items: [{ id: AN_ID, code: "201001/0000001", name: "中小学校名录", status: "draft", edition: 1, inForce: false }],
    },
  },
});

const Counts = z.array(z.object({ value: z.string(), count: z.int() }));

export const searchCatalogue = operation({
  duty: "read",
  method: "GET",
  path: "/catalog/search",
  says: {
    zh: "检索公共数据资源目录；没有检索词时按条件浏览",
    en: "Search the catalogue in force; without words, browse it by facets",
  },
  cites: ["A17"],
  who: "everyone",
  takes: z.strictObject({
    text: z.string().max(100).exactOptional(),
    provider: CreditCode.exactOptional(),
    catalogue: z
      .string()
      .regex(/^(city|\d{6})$/)
      .meta({ description: "`city`, or the code of a district" })
      .exactOptional(),
    sharing: z.enum(SHARING_TYPES).exactOptional(),
    opening: z.enum(OPENING_TYPES).exactOptional(),
    updateCycle: UpdateCycle.exactOptional(),
    ...PageFields,
  }),
  gives: z.object({
    ...pageOf(Summary).shape,
    facets: z.object({
      provider: Counts,
      catalogue: Counts,
      updateCycle: Counts,
      opening: Counts,
      sharing: Counts,
    }),
    exact: z.boolean().meta({ description: "The facets count everything that was found, not only this part" }),
  }),
  refusals: PAGED,
  example: {
    takes: { text: "中小学校" },
    gives: {
      items: [aSummary],
      facets: {
        provider: [{ value: aSummary.providerCode, count: 1 }],
        catalogue: [{ value: "city", count: 1 }],
        updateCycle: [{ value: "yearly", count: 1 }],
        opening: [{ value: "unconditional", count: 1 }],
        sharing: [{ value: "unconditional", count: 1 }],
      },
      exact: true,
    },
  },
});

export const readFeed = operation({
  duty: "read",
  method: "GET",
  path: "/catalog/feed",
  says: {
    zh: "全市公共数据资源目录（DCAT 3，JSON-LD），供其他平台汇聚",
    en: "The catalogue in force as DCAT 3 in JSON-LD, for others to harvest",
  },
  cites: ["A17"],
  who: "everyone",
  media: "application/ld+json",
  takes: z.strictObject({ ...PageFields }),
  gives: Feed,
  refusals: PAGED,
  example: {
    takes: {},
    gives: {
      "@context": { dcat: "http://www.w3.org/ns/dcat#" },
      "@id": "urn:onenet:catalog",
      "@type": "dcat:Catalog",
      "dct:title": { "@value": "上海市公共数据资源目录", "@language": "zh" },
      "dcat:dataset": [],
    },
  },
});
