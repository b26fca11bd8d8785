import * as batches from "./contract/batches.ts";
import * as governing from "./contract/governing.ts";
import * as records from "./contract/records.ts";
import { methods } from "./method.ts";

/** What one record, its consent and its pool are asked and told. */
const { collectRecord, withdrawRecord, listPoolRecords, recordConsent, withdrawConsent, readConsent } = records;

/** Ways of collecting: the register's operations, but that only a pool's own department keeps its entries. */
const { record, amend, withdraw, read, list } = methods.contract;
const NOT_ITS_POOL = {
  "method-not-yours-to-register": {
    status: 403,
    zh: "采集方式由编制该资源的责任部门登记",
    en: "The department that compiles the resource registers who collects it",
  },
  "resource-not-in-force": {
    status: 422,
    zh: "目录中没有在用的该资源",
    en: "The catalogue has no such resource in force",
  },
} as const;
const ofItsPool = <O extends { readonly refusals: object }>(operation: O) => ({
  ...operation,
  refusals: { ...operation.refusals, ...NOT_ITS_POOL },
});

/** What comes in; served by `receive`. */
export const receiving = {
  collectRecord,
  recordConsent,
  readUpload: batches.readUpload,
  submitBatch: batches.submitBatch,
};

/** Records, consents, ways of collecting, files; and what governs the pools. Served by `api`. */
export const ordinary = {
  withdrawRecord,
  listPoolRecords,
  withdrawConsent,
  readConsent,
  recordMethod: ofItsPool(record),
  amendMethod: ofItsPool(amend),
  withdrawMethod: ofItsPool(withdraw),
  readMethod: read,
  listMethods: list,
  announceBatch: batches.announceBatch,
  handOnBatch: batches.handOnBatch,
  giveBatchBack: batches.giveBatchBack,
  withdrawBatch: batches.withdrawBatch,
  readBatch: batches.readBatch,
  listMyBatches: batches.listMyBatches,
  listBadRows: batches.listBadRows,
  ...governing,
};

export const contract = { ...receiving, ...ordinary };
