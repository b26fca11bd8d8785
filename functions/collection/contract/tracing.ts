import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { ResourceId } from "../record/id.ts";
import { Decided, ItemState, Statement } from "../record/record.ts";
import { A_BATCH, A_RECORD, A_RESOURCE } from "./example.ts";

const DEPARTMENT = "11310000EXAMPL098P";

const Happened = z.object({
  type: z.string(),
  version: z.int(),
  at: z.string(),
  by: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/** Where a record comes from and what was done to it: everything but what it holds. */
const Trace = z
  .object({
    id: RecordId,
    resource: ResourceId,
    edition: z.int(),
    version: z.int(),
    status: z.enum(["held", "withdrawn"]),
    sources: z.array(Statement.omit({ values: true }).extend({ items: z.array(z.string()) })),
    items: z.record(z.string(), ItemState),
    decided: z.record(z.string(), Decided),
    compiledBy: CreditCode.exactOptional(),
    accesses: z.string().meta({ description: "Where the ledger lists who has read it" }),
    history: pageOf(Happened),
  })
  .meta({ id: "RecordTrace", description: "数据溯源：来源、版本、批次、校核。The trace of a record." });

export const readRecordTrace = operation({
  duty: "read",
  method: "GET",
  path: "/collection/records/{id}/trace",
  says: {
    zh: "追溯一条数据：来源、版本、批次、校核和访问记录",
    en: "Trace a record: sources, versions, files, decisions, and where its accesses are listed",
  },
  cites: ["A24"],
  who: ["institution"],
  takes: z.strictObject({ id: RecordId, ...PageFields }),
  gives: Trace,
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { id: A_RECORD },
    gives: {
      id: A_RECORD,
      resource: A_RESOURCE,
      edition: 1,
      version: 1,
      status: "held",
      sources: [
        {
          from: DEPARTMENT,
          batch: A_BATCH,
          line: 17,
          method: "direct",
          collectedOn: "2026-11-20",
          basis: "law",
          items: ["schoolId", "phone"],
        },
      ],
      items: { schoolId: "single-source", phone: "single-source" },
      decided: {},
      compiledBy: DEPARTMENT,
      accesses: `/evidence/records/${A_RECORD}/accesses`,
      history: {
        items: [
          {
            type: "collection.row-taken-in.v1",
            version: 1,
            at: "2026-11-24T01:02:03.004Z",
            by: "platform",
            data: { resource: A_RESOURCE, from: DEPARTMENT, batch: A_BATCH, line: 17 },
          },
        ],
      },
    },
  },
});
