import * as z from "zod";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Announcing, BadRow, Batch, BatchId } from "../batch/batch.ts";
import { ResourceId } from "../record/id.ts";
import {
  A_BATCH,
  A_RESOURCE,
  aBatchBeingTakenIn,
  aBatchBeingWithdrawn,
  aBatchGivenBack,
  aDoneBatch,
  aHandedOnBatch,
  anAnnouncement,
  anAwaitingBatch,
} from "./example.ts";
import { COLLECTING, HANDING_ON, OWN, POOL, SENT, STATUS } from "./refusals.ts";

const INSTITUTIONS = { duty: "command", method: "POST", who: ["institution"] } as const;

export const announceBatch = operation({
  ...INSTITUTIONS,
  path: "/collection/batches",
  says: {
    zh: "申报一个数据文件：资源、格式、大小和摘要；随后上传",
    en: "Announce a file of rows: resource, format, size and digest; the upload follows",
  },
  cites: ["A21", "A19"],
  creates: true,
  takes: Announcing,
  gives: Batch,
  refusals: {
    ...COMMAND,
    ...POOL,
    ...COLLECTING,
    ...SENT,
    "resource-not-in-force": {
      status: 422,
      zh: "目录中没有在用的该资源",
      en: "The catalogue has no such resource in force",
    },
    "district-without-authority": {
      status: 422,
      zh: "所在区没有登记区主管部门，无法归集上传",
      en: "Your district has no registered authority that could hand the file on",
    },
  },
  example: { takes: anAnnouncement, gives: anAwaitingBatch },
});

const Upload = z
  .object({
    url: z.url(),
    method: z.literal("PUT"),
    headers: z.record(z.string(), z.string()).meta({ description: "Send these exactly: they are signed" }),
    goodForSeconds: z.int(),
  })
  .meta({ id: "UploadAddress", description: "上传地址。Where and how the file is sent." });

export const readUpload = operation({
  duty: "read",
  power: "receive",
  method: "GET",
  path: "/collection/batches/{id}/upload",
  says: {
    zh: "取得文件的上传地址；摘要不符的文件不会被接收",
    en: "Get the address for the file; no other file is taken there",
  },
  cites: ["A21"],
  who: ["institution"],
  takes: z.strictObject({ id: BatchId }),
  gives: Upload,
  refusals: { ...UNKNOWN, ...OWN, ...STATUS },
  example: {
    takes: { id: A_BATCH },
    gives: {
      url: "https://uploads.example.org/batch?signature=0",
      method: "PUT",
      headers: { "x-amz-checksum-sha256": "LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=", "content-length": "1048576" },
      goodForSeconds: 3600,
    },
  },
});

export const submitBatch = operation({
  ...INSTITUTIONS,
  power: "receive",
  path: "/collection/batches/{id}/submission",
  says: { zh: "报送已上传的文件，开始归集", en: "Submit the file that was sent: it begins to be taken in" },
  cites: ["A21"],
  takes: z.strictObject({ id: BatchId }),
  gives: Batch,
  refusals: {
    ...COMMON,
    ...OWN,
    ...STATUS,
    "file-not-uploaded": { status: 409, zh: "文件尚未上传", en: "The file has not been sent yet" },
    "file-not-as-announced": {
      status: 409,
      zh: "上传的文件与申报的大小或者摘要不符",
      en: "What was sent is not the file that was announced",
    },
  },
  example: { takes: { id: A_BATCH }, gives: aBatchBeingTakenIn },
});

export const handOnBatch = operation({
  ...INSTITUTIONS,
  who: ["district-authority"],
  path: "/collection/batches/{id}/hand-on",
  says: {
    zh: "区主管部门归集后上传至市级责任部门的资源池",
    en: "The district authority hands the file on to the pool",
  },
  cites: ["A22"],
  takes: z.strictObject({ id: BatchId }),
  gives: Batch,
  refusals: { ...COMMON, ...HANDING_ON, ...STATUS },
  example: { takes: { id: A_BATCH }, gives: aHandedOnBatch },
});

const because = PlainText(500);

export const giveBatchBack = operation({
  ...INSTITUTIONS,
  who: ["district-authority"],
  path: "/collection/batches/{id}/return",
  says: {
    zh: "区主管部门退回文件并说明需要改正之处",
    en: "The district authority gives the file back, and says what to mend",
  },
  cites: ["A22"],
  takes: z.strictObject({ id: BatchId, because }),
  gives: Batch,
  refusals: { ...COMMON, ...HANDING_ON, ...STATUS },
  example: { takes: { id: A_BATCH, because: "请按校区分别报送" }, gives: aBatchGivenBack },
});

export const withdrawBatch = operation({
  ...INSTITUTIONS,
  path: "/collection/batches/{id}/withdrawal",
  says: {
    zh: "撤回一批数据；已归集的逐条撤回",
    en: "Withdraw a file; what it has brought is taken back record by record",
  },
  cites: ["A16(3)"],
  takes: z.strictObject({ id: BatchId, because }),
  gives: Batch,
  refusals: { ...COMMON, ...OWN, ...STATUS },
  example: { takes: { id: A_BATCH, because: "误报了上一学年的名单" }, gives: aBatchBeingWithdrawn },
});

export const readBatch = operation({
  duty: "read",
  method: "GET",
  path: "/collection/batches/{id}",
  says: { zh: "查看一批数据的进度和结果", en: "Read how far a file has got" },
  cites: ["A21", "A47"],
  who: ["institution"],
  takes: z.strictObject({ id: BatchId }),
  gives: Batch,
  refusals: UNKNOWN,
  example: { takes: { id: A_BATCH }, gives: aDoneBatch },
});

export const listMyBatches = operation({
  duty: "read",
  method: "GET",
  path: "/collection/batches",
  says: { zh: "列出本单位报送的各批数据", en: "List the files that my institution has sent" },
  cites: ["A21"],
  who: ["institution"],
  takes: z.strictObject({ resource: ResourceId.exactOptional(), ...PageFields }),
  gives: pageOf(Batch),
  refusals: PAGED,
  example: { takes: { resource: A_RESOURCE }, gives: { items: [aDoneBatch] } },
});

export const listBadRows = operation({
  duty: "read",
  method: "GET",
  path: "/collection/batches/{id}/bad-rows",
  says: { zh: "列出未予归集的行及其原因", en: "List the rows that were not taken in, and why" },
  cites: ["A21"],
  who: ["institution"],
  takes: z.strictObject({ id: BatchId, ...PageFields }),
  gives: pageOf(BadRow),
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { id: A_BATCH },
    gives: {
      items: [
        {
          line: 17,
          problems: [{ code: "value-not-of-its-item", cites: ["A18p1"], field: "phone", because: "text-too-long" }],
        },
      ],
    },
  },
});
