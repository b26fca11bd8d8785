import * as z from "zod";
import { Day, Instant } from "../../kernel/day.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { both } from "../../kernel/saying.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Consenting, ShownConsent } from "../consent.ts";
import { ResourceId, Values } from "../record/id.ts";
import { ItemState, Method } from "../record/record.ts";
import { A_RECORD, A_RESOURCE, aConsent } from "./example.ts";
import { BASIS, COLLECTING, POOL, ROW } from "./refusals.ts";

const INSTITUTIONS = { duty: "command", method: "POST", who: ["institution"] } as const;

const IN_FORCE = {
  "resource-not-in-force": {
    status: 422,
    zh: "目录中没有在用的该资源",
    en: "The catalogue has no such resource in force",
  },
} as const;

/** What a source is told of its record: how the pool has taken it, not what others say. */
export const Receipt = z
  .object({
    id: RecordId,
    resource: ResourceId,
    edition: z.int(),
    outcome: z.enum(["new", "changed", "unchanged"]),
    items: z.record(z.string(), ItemState).meta({ description: "How sure the pool is of each item" }),
  })
  .meta({ id: "CollectionReceipt", description: "归集回执。How the pool has taken a record." });
export type Receipt = z.infer<typeof Receipt>;

export const collectRecord = operation({
  ...INSTITUTIONS,
  power: "receive",
  path: "/collection/records",
  says: { zh: "归集一条数据到资源池", en: "Take one record into its resource's pool" },
  cites: ["A16(4)", "A18p1", "A18p2", "A20", "A2"],
  takes: z.strictObject({
    resource: ResourceId,
    values: Values.refine((values) => Object.keys(values).length <= 60, both("数据项过多。", "Too many items.")),
    method: Method.default("direct"),
    collectedOn: Day,
  }),
  gives: Receipt,
  refusals: {
    ...COMMAND,
    ...IN_FORCE,
    ...POOL,
    ...ROW,
    ...COLLECTING,
    ...BASIS,
    "converges-through-its-district": {
      status: 422,
      zh: "区级机构的数据由区主管部门归集上传，请以文件报送",
      en: "District bodies hand in through their authority, as a file",
    },
    "too-many-sources": { status: 422, zh: "该记录的来源过多", en: "The record has too many sources" },
    "record-too-large": { status: 422, zh: "该记录过大", en: "The record is too large" },
  },
  example: {
    takes: {
      resource: A_RESOURCE,
      values: { schoolId: "3131000001", phone: "021-12345678" },
      collectedOn: "2026-11-24",
    },
    gives: {
      id: A_RECORD,
      resource: A_RESOURCE,
      edition: 1,
      outcome: "new",
      items: { schoolId: "single-source", phone: "single-source" },
    },
  },
});

export const withdrawRecord = operation({
  ...INSTITUTIONS,
  path: "/collection/records/{id}/withdrawal",
  says: { zh: "撤回本单位对一条记录的报送", en: "Take back what my institution has said of a record" },
  cites: ["A16(3)"],
  takes: z.strictObject({ id: RecordId }),
  gives: z.object({ id: RecordId, status: z.enum(["held", "withdrawn"]) }),
  refusals: COMMON,
  example: { takes: { id: A_RECORD }, gives: { id: A_RECORD, status: "withdrawn" } },
});

const Line = z.object({
  id: RecordId,
  version: z.int(),
  changedAt: Instant,
  status: z.enum(["held", "withdrawn"]),
  sources: z.int(),
  conflicting: z.array(z.string()).meta({ description: "Items on which the sources differ" }),
});

export const listPoolRecords = operation({
  duty: "read",
  method: "GET",
  path: "/collection/pools/{resource}/records",
  says: {
    zh: "列出资源池中的记录，最近变更的在后；不含数据内容",
    en: "List the records of a pool, those changed last at the end; without what they hold",
  },
  cites: ["A16(4)", "A22p2"],
  who: ["institution"],
  takes: z.strictObject({
    resource: ResourceId,
    since: Instant.meta({ description: "Only what has changed at or after this moment" }).exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(Line),
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { resource: A_RESOURCE },
    gives: {
      items: [
        {
          id: A_RECORD,
          version: 2,
          changedAt: "2026-11-24T01:02:03.004Z",
          status: "held",
          sources: 2,
          conflicting: ["phone"],
        },
      ],
    },
  },
});

export const recordConsent = operation({
  ...INSTITUTIONS,
  power: "receive",
  path: "/collection/consents",
  says: { zh: "登记被采集人的同意及其凭据", en: "Record a data subject's consent, with its proof" },
  cites: ["A20"],
  creates: true,
  takes: z.strictObject({
    resource: ResourceId,
    keys: Values.meta({ description: "主键数据项：同意所及的记录" }),
    ...Consenting.shape,
  }),
  gives: ShownConsent,
  refusals: {
    ...COMMAND,
    ...IN_FORCE,
    ...POOL,
    ...ROW,
    ...COLLECTING,
    "consent-not-needed": {
      status: 422,
      zh: "法律、法规已规定采集该数据，无需同意",
      en: "A law or regulation provides for this data: no consent is asked for",
    },
    "consent-exists": { status: 409, zh: "同意已经登记", en: "The consent is on record already" },
  },
  example: {
    takes: {
      resource: A_RESOURCE,
      keys: { schoolId: "3131000001" },
      purpose: aConsent.purpose,
      proof: aConsent.proof,
      givenOn: "2026-11-20",
    },
    gives: aConsent,
  },
});

export const withdrawConsent = operation({
  ...INSTITUTIONS,
  who: ["institution", "person"],
  path: "/collection/consents/{id}/withdrawal",
  says: {
    zh: "被采集人撤回同意，或者由机构代为登记；依同意采集的数据随之撤回",
    en: "A subject takes the consent back, or an institution records it; what was collected on it goes with it",
  },
  cites: ["A20", "A47"],
  takes: z.strictObject({ id: RecordId }),
  gives: ShownConsent,
  refusals: {
    ...COMMON,
    "consent-withdrawn": { status: 409, zh: "同意已经撤回", en: "The consent has been withdrawn already" },
  },
  example: { takes: { id: A_RECORD }, gives: { ...aConsent, status: "withdrawn", withdrawnOn: "2026-11-26" } },
});

export const readConsent = operation({
  duty: "read",
  method: "GET",
  path: "/collection/consents/{id}",
  says: { zh: "查看一项同意及其凭据", en: "Read a consent and its proof" },
  cites: ["A20"],
  who: ["institution"],
  takes: z.strictObject({ id: RecordId }),
  gives: ShownConsent,
  refusals: UNKNOWN,
  example: { takes: { id: A_RECORD }, gives: aConsent },
});
