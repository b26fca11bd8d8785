import * as z from "zod";
import { operation } from "../platform/operation.ts";
import { calendarOperations } from "./calendar-operations.ts";
import { CodeTable } from "./code-tables.ts";
import { laws } from "./laws.ts";
import { noticeOperations } from "./notice-operations.ts";
import { standards } from "./standards.ts";

const listed = { name: "districts", title: "上海市各区", basis: "GB/T 2260", evidence: "V" };
const districts = { ...listed, values: [{ code: "310101", name: "黄浦区" }] };

const listCodeTables = operation({
  duty: "read",
  method: "GET",
  path: "/reference/code-tables",
  says: { zh: "列出代码表", en: "List the tables of codes" },
  cites: ["A6"],
  who: "everyone",
  takes: z.strictObject({}),
  gives: z.object({ items: z.array(CodeTable.omit({ values: true })) }),
  refusals: {},
  cacheSeconds: 3600,
  example: { takes: {}, gives: { items: [listed] } },
});

const readCodeTable = operation({
  duty: "read",
  method: "GET",
  path: "/reference/code-tables/{name}",
  says: { zh: "查看一张代码表", en: "Read a table of codes" },
  cites: ["A6"],
  who: "everyone",
  takes: z.strictObject({ name: z.string().max(100) }),
  gives: CodeTable,
  refusals: { "code-table-unknown": { status: 404, zh: "没有这张代码表", en: "There is no such table of codes" } },
  cacheSeconds: 3600,
  example: { takes: { name: "districts" }, gives: districts },
});

/** What `api` serves; it needs sign-in. */
export const ordinary = {
  ...noticeOperations,
  recordLaw: laws.contract.record,
  amendLaw: laws.contract.amend,
  withdrawLaw: laws.contract.withdraw,
  readLaw: laws.contract.read,
  listLaws: laws.contract.list,
  recordStandard: standards.contract.record,
  amendStandard: standards.contract.amend,
  withdrawStandard: standards.contract.withdraw,
  readStandard: standards.contract.read,
  listStandards: standards.contract.list,
  listCodeTables,
  readCodeTable,
};

export const contract = { ...calendarOperations, ...ordinary };
