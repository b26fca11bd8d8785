import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day, Instant } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { both } from "../../kernel/saying.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { ResourceId, Value } from "../record/id.ts";
import { Decided, ItemState } from "../record/record.ts";
import { Stands } from "../verification/deciding.ts";
import { Verification } from "../verification/verification.ts";
import { A_RECORD, A_RESOURCE } from "./example.ts";

/** Those who compile a resource answer for what its pool holds to be so. */
const VERIFIERS = { who: ["responsible-department", "district-authority"], post: "catalogue-editor" } as const;

const DEPARTMENT = "11310000EXAMPL098P";
const SCHOOLS = "11310000EXAMPL1198";

export const aVerification: z.input<typeof Verification> = {
  status: "open",
  id: A_RESOURCE,
  name: "中小学校名录",
  compiledBy: DEPARTMENT,
  provider: DEPARTMENT,
  round: 1,
  openedOn: "2026-11-24",
  clocks: [],
  basis: "参照《政务数据共享条例》第二十六条",
};

const ConflictLine = z.object({
  id: RecordId,
  version: z.int(),
  changedAt: Instant,
  items: z.array(z.string()).meta({ description: "Items on which its sources differ, undecided" }),
});

export const listConflicts = operation({
  duty: "read",
  method: "GET",
  path: "/collection/pools/{resource}/conflicts",
  says: { zh: "列出来源不一致、待校核的数据", en: "List the records of a pool on whose items sources differ" },
  cites: ["A16(3)", "A22p2"],
  ...VERIFIERS,
  takes: z.strictObject({ resource: ResourceId, ...PageFields }),
  gives: pageOf(ConflictLine),
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { resource: A_RESOURCE },
    gives: { items: [{ id: A_RECORD, version: 3, changedAt: "2026-11-24T01:02:03.004Z", items: ["phone"] }] },
  },
});

const Conflict = z
  .object({
    id: RecordId,
    version: z.int(),
    receipt: z.uuidv7().meta({ description: "Under which this reading is on record" }),
    items: z.array(
      z.object({
        item: z.string(),
        state: ItemState,
        held: Value.meta({ description: "What the pool holds to be so at present" }),
        said: z.array(z.object({ from: CreditCode, value: Value, collectedOn: Day })),
        decided: Decided.exactOptional(),
      }),
    ),
  })
  .meta({ id: "RecordConflict", description: "一条数据各来源不一致的数据项。Where the sources of a record differ." });

export const readConflict = operation({
  duty: "read",
  method: "GET",
  path: "/collection/records/{id}/conflict",
  says: {
    zh: "查看一条数据各来源的不同值；查看留痕",
    en: "Read what each source says where they differ; the reading goes on record",
  },
  cites: ["A22p2", "A47"],
  ...VERIFIERS,
  takes: z.strictObject({ id: RecordId }),
  gives: Conflict,
  refusals: UNKNOWN,
  example: {
    takes: { id: A_RECORD },
    gives: {
      id: A_RECORD,
      version: 3,
      receipt: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d13",
      items: [
        {
          item: "phone",
          state: "conflicting",
          held: "021-12345678",
          said: [
            { from: DEPARTMENT, value: "021-12345678", collectedOn: "2026-11-01" },
            { from: SCHOOLS, value: "021-87654321", collectedOn: "2026-11-20" },
          ],
        },
      ],
    },
  },
});

/** What a decision leaves of a record: how sure the pool now is of each item. */
const DecisionReceipt = z
  .object({ id: RecordId, items: z.record(z.string(), ItemState) })
  .meta({ id: "DecisionReceipt", description: "校核结果。How sure the pool is after a decision." });
export type DecisionReceipt = z.infer<typeof DecisionReceipt>;
export const parseDecision = (answer: unknown): DecisionReceipt => DecisionReceipt.parse(answer);

export const decideRecord = operation({
  duty: "command",
  method: "POST",
  path: "/collection/records/{id}/decisions",
  says: {
    zh: "责任部门逐项校核确认：采信哪个来源，说明理由",
    en: "The department settles items on which sources differ: whose statement stands, and why",
  },
  cites: ["A16(3)", "A22p2"],
  ...VERIFIERS,
  takes: z.strictObject({
    id: RecordId,
    stands: z
      .array(Stands)
      .min(1)
      .max(60)
      .refine(
        (all) => new Set(all.map(({ item }) => item)).size === all.length,
        both("同一数据项出现了两次。", "An item is named twice."),
      ),
    because: PlainText(LIMITS.nameCharacters),
  }),
  gives: DecisionReceipt,
  refusals: {
    ...COMMON,
    "item-not-in-conflict": {
      status: 409,
      zh: "该数据项各来源一致，无须校核",
      en: "The sources do not differ on this item",
    },
    "source-says-nothing-of-it": {
      status: 422,
      zh: "该来源没有提供这个数据项",
      en: "This source says nothing of the item",
    },
    "record-too-large": { status: 422, zh: "该记录过大", en: "The record is too large" },
  },
  example: {
    takes: { id: A_RECORD, stands: [{ item: "phone", source: SCHOOLS }], because: "以学校最新登记为准" },
    gives: { id: A_RECORD, items: { schoolId: "agreed", phone: "decided" } },
  },
});

export const readVerification = operation({
  duty: "read",
  method: "GET",
  path: "/collection/pools/{resource}/verification",
  says: { zh: "查看一个资源池的校核", en: "Read the verification of a pool" },
  cites: ["A16(3)"],
  ...VERIFIERS,
  takes: z.strictObject({ resource: ResourceId }),
  gives: Verification,
  refusals: UNKNOWN,
  example: { takes: { resource: A_RESOURCE }, gives: aVerification },
});

export const listMyVerifications = operation({
  duty: "read",
  method: "GET",
  path: "/collection/verifications",
  says: { zh: "列出本部门的数据校核", en: "List the verifications of my department's pools" },
  cites: ["A16(3)"],
  ...VERIFIERS,
  takes: z.strictObject({ status: z.enum(["open", "confirmed"]).exactOptional(), ...PageFields }),
  gives: pageOf(Verification),
  refusals: PAGED,
  example: { takes: { status: "open" }, gives: { items: [aVerification] } },
});

export const confirmVerification = operation({
  duty: "command",
  method: "POST",
  path: "/collection/pools/{resource}/verification/confirmation",
  says: {
    zh: "责任部门确认资源池：各来源已无不一致",
    en: "The department confirms its pool: sources differ on nothing any more",
  },
  cites: ["A16(3)", "A22p2"],
  ...VERIFIERS,
  takes: z.strictObject({ resource: ResourceId }),
  gives: Verification,
  refusals: {
    ...COMMON,
    "verification-not-open": { status: 409, zh: "该资源没有进行中的校核", en: "Nothing is being verified there" },
    "items-still-conflict": {
      status: 409,
      zh: "仍有来源不一致的数据项",
      en: "There still are items on which sources differ",
    },
  },
  example: {
    takes: { resource: A_RESOURCE },
    gives: { ...aVerification, status: "confirmed", confirmedOn: "2026-11-26", confirmedBy: "editor" },
  },
});
