import * as z from "zod";
import { RecordId } from "../kernel/record-id.ts";
import { operation } from "../platform/operation.ts";
import { PageFields, pageOf } from "../platform/page.ts";
import { NUMBER_NOT_VERIFIED, PAGED } from "../platform/refusals.ts";
import { AccessView, MyAccess } from "./access.ts";

const A_GRANT = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d14";

const anAccess = {
  receipt: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d13",
  record: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11~9f86d081884c7d659a2feaa0c55ad015",
  resource: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11",
  at: "2026-11-24T01:02:03.004Z",
  consumer: "11310000EXAMPL012W",
  provider: "11310000002420447T",
  responsible: "11310000002420447T",
  grant: A_GRANT,
  purpose: "核验入学申请人的户籍地址",
  legalBasis: { act: "order-9", article: "第二十八条" },
  fields: ["address"],
};
const seenByABody = {
  ...anAccess,
  by: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d12",
  asked: "Xp62kpsvUYLkQ1Hgr8NRm1yCgLmMYOcoVzVKWHFIOmQ",
  answered: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
};

const listMyAccesses = operation({
  duty: "read",
  method: "GET",
  path: "/evidence/accesses/mine",
  says: {
    zh: "列出谁在何时、为何、查阅了我的哪些数据，最近的在前",
    en: "List who read my data, why, when and which fields, latest first",
  },
  cites: ["A24p2", "A47p2"],
  who: ["person"],
  takes: z.strictObject(PageFields),
  gives: pageOf(MyAccess),
  refusals: {
    ...PAGED,
    ...NUMBER_NOT_VERIFIED,
  },
  example: { takes: {}, gives: { items: [anAccess] } },
});

const listRecordAccesses = operation({
  duty: "read",
  method: "GET",
  path: "/evidence/records/{id}/accesses",
  says: {
    zh: "列出一条记录的访问记录：提供机构、责任部门和市大数据中心可查",
    en: "List who read a record: for its provider, its responsible department and the Center",
  },
  cites: ["A24p2", "A47p2"],
  who: ["institution"],
  takes: z.strictObject({ id: RecordId, ...PageFields }),
  gives: pageOf(AccessView),
  refusals: PAGED,
  example: { takes: { id: anAccess.record }, gives: { items: [seenByABody] } },
});

const listGrantAccesses = operation({
  duty: "read",
  method: "GET",
  path: "/evidence/grants/{id}/accesses",
  says: {
    zh: "列出一项共享授权下的访问记录：授权双方可查",
    en: "List what was read under a grant: for both its sides",
  },
  cites: ["A24p2", "A47p2"],
  who: ["institution"],
  takes: z.strictObject({ id: z.uuidv7(), ...PageFields }),
  gives: pageOf(AccessView),
  refusals: PAGED,
  example: { takes: { id: A_GRANT }, gives: { items: [seenByABody] } },
});

export const contract = { listMyAccesses, listRecordAccesses, listGrantAccesses };
