import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { ResidentId } from "../../kernel/resident-id.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { COMMAND, COMMON } from "../../platform/refusals.ts";
import { Kind, Mandate, Objection } from "../objection.ts";
import { A_RECORD, A_RESOURCE, AN_OBJECTION, aFiled, aWithdrawn } from "./example.ts";
import { FILING, FOR_ANOTHER, NAMED, OVER, THEIRS } from "./refusals.ts";

export const ObjectionId = z.uuidv7();

const ABOUT = {
  kind: Kind,
  description: PlainText(LIMITS.writtenCharacters).meta({ description: "What is wrong; always, in words" }),
  resource: z.uuidv7().exactOptional(),
  record: RecordId.meta({
    description: "Where it is known; the list of accesses to your data names it",
  }).exactOptional(),
  database: z
    .uuidv7()
    .meta({ description: "Where the fault lies in a basic or theme database that the Center puts together" })
    .exactOptional(),
};
const anAbout = { kind: "error", description: "登记的联系电话不对", resource: A_RESOURCE, record: A_RECORD } as const;

export const fileObjection = operation({
  duty: "command",
  method: "POST",
  path: "/objections",
  says: {
    zh: "对本人数据的错误、遗漏或者侵权提出异议；回执载明各项期限及其依据",
    en: "Object to wrong, missing or unlawful data about you; the receipt says by when what is done, and why then",
  },
  cites: ["A48"],
  who: ["person"],
  creates: true,
  takes: z.strictObject(ABOUT),
  gives: Objection,
  refusals: { ...COMMON, ...FILING, ...NAMED },
  example: { takes: anAbout, gives: aFiled },
});

const Another = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("person"), number: ResidentId }),
  z.strictObject({ kind: z.literal("enterprise"), number: CreditCode }),
]);

export const fileObjectionFor = operation({
  duty: "command",
  power: "receive",
  method: "POST",
  path: "/objections/for-another",
  says: {
    zh: "窗口工作人员代为录入异议，或者受托人凭授权提出",
    en: "Enter an objection for somebody at a window, or file it with their mandate",
  },
  cites: ["A48"],
  who: ["person", "institution"],
  creates: true,
  takes: z.strictObject({ ...ABOUT, objector: Another, mandate: Mandate.exactOptional() }),
  gives: Objection,
  refusals: { ...COMMAND, ...COMMON, ...FILING, ...FOR_ANOTHER },
  example: {
    takes: { ...anAbout, objector: { kind: "enterprise", number: "11310000EXAMPL1198" } },
    gives: {
      ...aFiled,
      objector: { subject: "a".repeat(64), kind: "enterprise" },
      filed: {
        channel: "window",
        by: "staff-0007",
        at: "2026-11-24T01:02:03.004Z",
        institution: "11310000EXAMPL098P",
      },
    },
  },
});

export const withdrawObjection = operation({
  duty: "command",
  method: "POST",
  path: "/objections/{id}/withdrawal",
  says: { zh: "在作出决定之前撤回异议", en: "Withdraw an objection before it is decided" },
  cites: ["A48"],
  who: ["person"],
  takes: z.strictObject({ id: ObjectionId }),
  gives: Objection,
  refusals: { ...COMMON, ...OVER, ...THEIRS },
  example: { takes: { id: AN_OBJECTION }, gives: aWithdrawn },
});
