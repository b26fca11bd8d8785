import * as z from "zod";
import { Value } from "../../collection/index.ts";
import { operation } from "../../platform/operation.ts";
import { Exchanged, MOST_RECORDS } from "../chain/answer.ts";
import { FieldCode } from "../offer.ts";
import { A_RESOURCE } from "./example.ts";
import { LINKS } from "./links.ts";

const Fields = z.array(FieldCode).min(1).max(60);
const A_RECEIPT = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d15";

export const exchangeRecords = operation({
  duty: "read",
  method: "POST",
  path: "/exchange/{resource}",
  says: {
    zh: "凭绑定授权的令牌按主键查询数据：只返回授权的信息项，每次查询留痕",
    en: "Ask for records by their keys under the grant that the token is bound to: its fields only, every access on record",
  },
  cites: ["A25", "A26p2", "A47", "A48"],
  who: ["institution"],
  power: "exchange",
  takes: z.strictObject({
    resource: z.uuidv7(),
    keys: z.array(z.record(FieldCode, Value)).min(1).max(MOST_RECORDS).meta({
      description: "主键信息项及其值，写法与资源池一致。The key items of each record, spelt as the pool spells them",
    }),
    fields: Fields.exactOptional().meta({ description: "Fewer than the granted fields" }),
  }),
  gives: z.object({
    receipt: z.uuidv7().meta({ description: "Names this call in the ledger of accesses" }),
    resource: z.uuidv7(),
    edition: z.int(),
    records: z.array(Exchanged),
  }),
  tells: {
    receipt: { zh: "访问记录编号", en: "Names this call in the ledger of accesses" },
    ratelimit: { zh: "当日剩余条数及重置秒数", en: "Records left of the day, and seconds until it is over" },
    "ratelimit-policy": { zh: "每日条数", en: "Records a day" },
  },
  refusals: LINKS,
  example: {
    takes: { resource: A_RESOURCE, keys: [{ schoolId: "3131000001" }, { schoolId: "3131000002" }] },
    gives: {
      receipt: A_RECEIPT,
      resource: A_RESOURCE,
      edition: 1,
      records: [
        {
          at: 0,
          values: { schoolId: "3131000001", headTeacherPhone: "138******78" },
          masked: ["headTeacherPhone"],
          verification: { schoolId: "agreed", headTeacherPhone: "single-source" },
          disputed: [],
          version: 3,
        },
        { at: 1, unknown: true },
      ],
    },
  },
});
