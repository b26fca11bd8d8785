import * as z from "zod";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Fault, Raising } from "../quality/fault.ts";
import { Figures } from "../quality/figures.ts";
import { NO_COUNTS } from "../record/counts.ts";
import { ResourceId } from "../record/id.ts";
import { A_RESOURCE } from "./example.ts";

const DEPARTMENT = "11310000EXAMPL098P";
const A_FAULT = "0199b2c7-3d40-7e53-9f22-7b8c9d0e1f2a";
const CENTER = { who: ["big-data-center"] } as const;

const aMeasurement: z.input<typeof Figures> = {
  resource: A_RESOURCE,
  name: "中小学校名录",
  compiledBy: DEPARTMENT,
  provider: DEPARTMENT,
  status: "pooled",
  quantity: 2,
  completeness: 0.75,
  validity: 0.5,
  uniqueness: 1,
  consistency: 1,
  timeliness: { updateCycle: "yearly", takenInOn: "2026-11-24", dueOn: "2027-11-25", upToDate: true },
  counts: { ...NO_COUNTS, records: 2, values: 3, "single-source": 3 },
  handed: { good: 2, unchanged: 0, bad: 2, duplicates: 0 },
  corrected: 0,
};

export const readFigures = operation({
  duty: "read",
  method: "GET",
  path: "/collection/pools/{resource}/figures",
  says: {
    zh: "查看一项资源的数据质量：数量、完整、有效、唯一、及时、一致",
    en: "Read the quality of a pool: quantity, completeness, validity, uniqueness, timeliness, consistency",
  },
  cites: ["A24"],
  who: ["institution"],
  takes: z.strictObject({ resource: ResourceId }),
  gives: Figures,
  refusals: UNKNOWN,
  example: { takes: { resource: A_RESOURCE }, gives: aMeasurement },
});

export const listFigures = operation({
  duty: "read",
  method: "GET",
  path: "/collection/figures",
  says: { zh: "市大数据中心监测全部资源的数据质量", en: "The Center monitors the quality of all resources in force" },
  cites: ["A24"],
  ...CENTER,
  takes: z.strictObject(PageFields),
  gives: pageOf(Figures),
  refusals: PAGED,
  example: { takes: {}, gives: { items: [aMeasurement] } },
});

export const listNotPooled = operation({
  duty: "read",
  method: "GET",
  path: "/collection/not-pooled",
  says: { zh: "列出在用而尚未归集任何数据的资源", en: "List resources in force of which nothing has been pooled yet" },
  cites: ["A21"],
  ...CENTER,
  takes: z.strictObject(PageFields),
  gives: pageOf(Figures),
  refusals: PAGED,
  example: {
    takes: {},
    gives: {
      items: [
        {
          resource: A_RESOURCE,
          name: "中小学校名录",
          compiledBy: DEPARTMENT,
          provider: DEPARTMENT,
          status: "not-pooled",
          quantity: 0,
          timeliness: { updateCycle: "yearly", upToDate: false },
          counts: NO_COUNTS,
          handed: { good: 0, unchanged: 0, bad: 0, duplicates: 0 },
          corrected: 0,
        },
      ],
    },
  },
});

const raising = {
  resource: A_RESOURCE,
  aspect: "timeliness",
  accountable: "collector",
  says: "本学年的名录尚未更新",
} as const;
const aFault: Extract<z.input<typeof Fault>, { status: "open" }> = {
  ...raising,
  status: "open",
  id: A_FAULT,
  responsible: DEPARTMENT,
  raisedOn: "2026-11-24",
  clocks: [],
  basis: "参照《政务数据共享条例》第二十六条",
};

export const raiseFault = operation({
  duty: "command",
  method: "POST",
  path: "/collection/faults",
  says: {
    zh: "市大数据中心提出数据质量问题：谁采集谁负责、谁校核谁负责，限期整改",
    en: "The Center raises a fault: who collects or who verifies answers for it, by a day",
  },
  cites: ["A24"],
  ...CENTER,
  creates: true,
  takes: Raising,
  gives: Fault,
  refusals: {
    ...COMMON,
    "resource-not-in-force": {
      status: 422,
      zh: "目录中没有在用的该资源",
      en: "The catalogue has no such resource in force",
    },
    "source-not-accountable": {
      status: 422,
      zh: "该单位不是来源，不对此负责",
      en: "This body is no source of it and does not answer for it",
    },
  },
  example: { takes: raising, gives: aFault },
});

export const closeFault = operation({
  duty: "command",
  method: "POST",
  path: "/collection/faults/{id}/closing",
  says: { zh: "责任单位说明整改情况，问题办结", en: "Whoever is accountable says what was done: the fault is closed" },
  cites: ["A24"],
  who: ["institution"],
  takes: z.strictObject({ id: z.uuidv7(), done: PlainText(500) }),
  gives: Fault,
  refusals: {
    ...COMMON,
    "fault-not-yours-to-close": {
      status: 403,
      zh: "该问题由责任单位整改",
      en: "The body that is accountable for it closes it",
    },
    "fault-closed-already": { status: 409, zh: "该问题已经办结", en: "The fault is closed already" },
  },
  example: {
    takes: { id: A_FAULT, done: "已报送本学年名录" },
    gives: { ...aFault, status: "closed", closedOn: "2026-11-30", closedBy: "editor", done: "已报送本学年名录" },
  },
});

export const readFault = operation({
  duty: "read",
  method: "GET",
  path: "/collection/faults/{id}",
  says: { zh: "查看一个数据质量问题", en: "Read a fault" },
  cites: ["A24"],
  who: ["institution"],
  takes: z.strictObject({ id: z.uuidv7() }),
  gives: Fault,
  refusals: UNKNOWN,
  example: { takes: { id: A_FAULT }, gives: aFault },
});

export const listMyFaults = operation({
  duty: "read",
  method: "GET",
  path: "/collection/faults",
  says: { zh: "列出由本单位负责的数据质量问题", en: "List the faults that my institution answers for" },
  cites: ["A24"],
  who: ["institution"],
  takes: z.strictObject({ status: z.enum(["open", "closed"]).exactOptional(), ...PageFields }),
  gives: pageOf(Fault),
  refusals: PAGED,
  example: { takes: { status: "open" }, gives: { items: [aFault] } },
});

export const listPoolFaults = operation({
  duty: "read",
  method: "GET",
  path: "/collection/pools/{resource}/faults",
  says: { zh: "市大数据中心列出一项资源的质量问题", en: "The Center lists the faults of a pool" },
  cites: ["A24"],
  ...CENTER,
  takes: z.strictObject({ resource: ResourceId, ...PageFields }),
  gives: pageOf(Fault),
  refusals: PAGED,
  example: { takes: { resource: A_RESOURCE }, gives: { items: [aFault] } },
});
