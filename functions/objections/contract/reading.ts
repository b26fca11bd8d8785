import * as z from "zod";
import { Clock } from "../../kernel/clock.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day, Instant } from "../../kernel/day.ts";
import { Happened } from "../../platform/happened.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { ObjectionFigures, Whose } from "../figures.ts";
import { Objection, STATUSES } from "../objection.ts";
import { A_DEPARTMENT, AN_OBJECTION, aFiled, aHandedOver } from "./example.ts";
import { ObjectionId } from "./filing.ts";

const READ = { duty: "read", method: "GET", cites: ["A48"] } as const;
const KEEPERS = ["big-data-center", "responsible-department", "district-authority"] as const;

export const readObjection = operation({
  ...READ,
  path: "/objections/{id}",
  says: { zh: "查看一个异议", en: "Read an objection" },
  who: "everyone",
  takes: z.strictObject({ id: ObjectionId }),
  gives: Objection,
  refusals: UNKNOWN,
  example: { takes: { id: AN_OBJECTION }, gives: aFiled },
});

export const readObjectionHistory = operation({
  ...READ,
  path: "/objections/{id}/history",
  says: { zh: "查看一个异议的办理历史，最早的在前", en: "Read what happened to an objection, oldest first" },
  who: "everyone",
  takes: z.strictObject({ id: ObjectionId, cursor: PageFields.cursor }),
  gives: pageOf(Happened),
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { id: AN_OBJECTION },
    gives: {
      items: [
        {
          type: "objections.received.v1",
          version: 1,
          at: "2026-11-24T01:02:03.004Z",
          data: { status: "with-center", round: 1, steps: [] },
        },
      ],
    },
  },
});

export const listMyObjections = operation({
  ...READ,
  path: "/objections/mine",
  says: { zh: "列出我提出的异议，最近的在前", en: "List my objections, latest first" },
  who: ["person"],
  takes: z.strictObject(PageFields),
  gives: pageOf(Objection),
  refusals: PAGED,
  example: { takes: {}, gives: { items: [aFiled] } },
});

export const listObjections = operation({
  ...READ,
  path: "/objections",
  says: {
    zh: "列出异议，最先到期的在前：市大数据中心列出全部，责任部门列出转交本部门的",
    en: "List objections, those due first in front: the Center all, a department those handed over to it",
  },
  who: KEEPERS,
  takes: z.strictObject({
    state: z
      .enum(["open", "sent-back", "decided", "withdrawn"])
      .meta({ description: "By default the open ones" })
      .exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(Objection),
  refusals: PAGED,
  example: { takes: { state: "open" }, gives: { items: [aHandedOver] } },
});

const Joined = z
  .object({ id: ObjectionId, status: z.enum(STATUSES), receivedOn: Day, clocks: z.array(Clock) })
  .meta({ id: "JoinedObjection", description: "同一记录的其他异议。Another objection about the same record." });

export const listJoinedObjections = operation({
  ...READ,
  path: "/objections/{id}/joined",
  says: {
    zh: "列出针对同一条记录的其他异议；各有各的期限",
    en: "List the other objections about the same record, each with its own clocks",
  },
  who: KEEPERS,
  takes: z.strictObject({ id: ObjectionId, ...PageFields }),
  gives: pageOf(Joined),
  refusals: { ...UNKNOWN, ...PAGED },
  example: { takes: { id: AN_OBJECTION }, gives: { items: [] } },
});

const Holder = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("pool"),
      version: z.int(),
      changedAt: Instant,
      disputed: z.boolean(),
      held: z.boolean(),
    }),
    z.object({ kind: z.literal("database"), id: z.uuidv7(), name: z.string(), version: z.int(), current: z.boolean() }),
    z.object({
      kind: z.literal("reader"),
      institution: CreditCode,
      readAt: Instant,
      current: z.boolean().meta({ description: "Whether it has read what the pool holds now, marks included" }),
    }),
  ])
  .meta({ id: "RecordHolder", description: "持有该数据者。Who holds the record, and as of when." });

export const listHolders = operation({
  ...READ,
  cites: ["A48", "A24p2"],
  path: "/objections/{id}/holders",
  says: {
    zh: "列出持有该数据的各处：数据池、基础库和主题库、查阅过的机构，及其截至何时",
    en: "List who holds the data: the pool, the databases, the institutions that have read it, each as of when",
  },
  who: KEEPERS,
  takes: z.strictObject({ id: ObjectionId, ...PageFields }),
  gives: pageOf(Holder),
  refusals: { ...UNKNOWN, ...PAGED },
  example: {
    takes: { id: AN_OBJECTION },
    gives: {
      items: [{ kind: "pool", version: 3, changedAt: "2026-11-26T01:02:03.004Z", disputed: false, held: true }],
    },
  },
});

export const readObjectionFigures = operation({
  ...READ,
  cites: ["A48", "A24"],
  path: "/objections/figures",
  says: {
    zh: "异议办理情况：在办的按到期日，超期的按机构、类型和资源，办理时长和结果",
    en: "How objections go: open by due day, missed by institution, kind and resource, time taken and outcomes",
  },
  who: KEEPERS,
  takes: z.strictObject({
    of: Whose.meta({ description: "By default your own; the Center reads any" }).exactOptional(),
  }),
  gives: ObjectionFigures,
  refusals: UNKNOWN,
  example: {
    takes: { of: "center" },
    gives: {
      of: "center",
      open: { "2026-11-25": 3 },
      missed: { byClock: {}, byKind: {}, byResource: {}, byInstitution: {} },
      outcomes: { corrected: 2 },
      wrong: { error: 2 },
      decidedIn: { "1": 1, "2": 1 },
    },
  },
});

const MissedClock = z
  .object({
    clock: z.string(),
    cites: z.string(),
    dueOn: Day,
    missedOn: Day,
    doneOn: Day.exactOptional().meta({ description: "Of a decision: when it was taken after all" }),
    causes: z.array(z.string()),
  })
  .meta({ id: "MissedClock", description: "超过的期限。A clock that an institution has missed." });

export const listMissed = operation({
  ...READ,
  path: "/objections/missed",
  says: {
    zh: "列出一个机构超过的异议办理期限及其原因，最近的在前；不涉及异议人",
    en: "List the clocks that an institution has missed, and why, latest first; of the objectors nothing",
  },
  who: "everyone",
  takes: z.strictObject({
    of: z.union([CreditCode, z.literal("center")]).meta({ description: "An institution, or the Center" }),
    ...PageFields,
  }),
  gives: pageOf(MissedClock),
  refusals: PAGED,
  example: {
    takes: { of: A_DEPARTMENT },
    gives: {
      items: [
        {
          clock: "objection-decided-by-department-in-time",
          cites: "A48(2)",
          dueOn: "2026-12-01",
          missedOn: "2026-12-02",
          causes: ["原始档案尚在调取"],
        },
      ],
    },
  },
});
