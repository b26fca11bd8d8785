import * as z from "zod";
import { RecordId } from "../../kernel/record-id.ts";
import { operation } from "../../platform/operation.ts";
import { COMMON } from "../../platform/refusals.ts";
import { ObjectionId } from "../record/record.ts";
import { A_RECORD } from "./example.ts";

const AN_OBJECTION = "0199b2c6-3c40-7d52-8b11-6e4f9a8c7d20";
const CENTER = { duty: "command", method: "POST", who: ["big-data-center"], cites: ["A48"] } as const;
const takes = z.strictObject({ id: RecordId, objection: ObjectionId });
const gives = z
  .object({ id: RecordId, disputed: z.array(ObjectionId) })
  .meta({ id: "DisputeMarks", description: "一条记录的异议标注。Objections that are open on a record." });

export const markRecord = operation({
  ...CENTER,
  path: "/collection/records/{id}/mark",
  says: {
    zh: "对被提出异议的数据作异议标注；使用者随变更信号得知",
    en: "Mark a record as disputed by an objection; whoever uses it learns by the change signal",
  },
  takes,
  gives,
  refusals: {
    ...COMMON,
    "record-not-held": { status: 409, zh: "该记录已经撤回", en: "The record has been withdrawn" },
    "record-marked-already": {
      status: 409,
      zh: "该异议已经标注",
      en: "The record bears this objection's mark already",
    },
    "too-many-objections": { status: 409, zh: "该记录的异议过多", en: "Too many objections are open on the record" },
  },
  example: {
    takes: { id: A_RECORD, objection: AN_OBJECTION },
    gives: { id: A_RECORD, disputed: [AN_OBJECTION] },
  },
});

export const unmarkRecord = operation({
  ...CENTER,
  path: "/collection/records/{id}/unmark",
  says: { zh: "异议办结后撤销标注", en: "Take the mark off again when the objection is settled" },
  takes,
  gives,
  refusals: {
    ...COMMON,
    "record-not-marked": {
      status: 409,
      zh: "该记录没有此异议标注",
      en: "The record does not bear this objection's mark",
    },
  },
  example: { takes: { id: A_RECORD, objection: AN_OBJECTION }, gives: { id: A_RECORD, disputed: [] } },
});
