import * as z from "zod";
import { Instant } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED } from "../../platform/refusals.ts";
import { Subscription } from "../database/subscription.ts";
import { A_DATABASE, AN_ENTITY, DatabaseId } from "./databases.ts";

const AUTHORITY = "11310110EXAMPL67XD";

const aSubscription: z.input<typeof Subscription> = {
  id: `${A_DATABASE}~310110`,
  database: A_DATABASE,
  name: "教育机构主题库",
  district: "310110",
  by: AUTHORITY,
  purpose: "区教育服务整合应用",
  subscribedOn: "2026-11-24",
  status: "active",
};
const DISTRICTS = { who: ["district-authority"] } as const;
const NO_AUTHORITY = {
  "no-district-authority": {
    status: 403,
    zh: "由区主管部门承接本区数据",
    en: "The authority of a district takes up its district's data",
  },
} as const;

export const subscribeDatabase = operation({
  duty: "command",
  method: "POST",
  path: "/collection/databases/{id}/subscription",
  says: { zh: "区主管部门订阅本区数据", en: "A district authority subscribes to its district's data" },
  cites: ["A23p2"],
  ...DISTRICTS,
  takes: z.strictObject({ id: DatabaseId, purpose: PlainText(LIMITS.purposeCharacters) }),
  gives: Subscription,
  refusals: {
    ...COMMON,
    ...NO_AUTHORITY,
    "database-without-district": {
      status: 422,
      zh: "该库没有所在区字段，不能按区承接",
      en: "This database does not say in which district its entities are",
    },
    "subscribed-already": { status: 409, zh: "本区已经订阅", en: "Your district has subscribed already" },
  },
  example: { takes: { id: A_DATABASE, purpose: "区教育服务整合应用" }, gives: aSubscription },
});

const NOT_SUBSCRIBED = {
  "database-not-subscribed": { status: 403, zh: "本区没有订阅该库", en: "Your district has not subscribed" },
} as const;

export const endSubscription = operation({
  duty: "command",
  method: "DELETE",
  path: "/collection/databases/{id}/subscription",
  says: { zh: "终止本区的订阅", en: "End my district's subscription" },
  cites: ["A23p2"],
  ...DISTRICTS,
  takes: z.strictObject({ id: DatabaseId }),
  gives: Subscription,
  refusals: { ...COMMON, ...NO_AUTHORITY, ...NOT_SUBSCRIBED },
  example: { takes: { id: A_DATABASE }, gives: { ...aSubscription, status: "ended", endedOn: "2026-12-01" } },
});

const Changed = z.object({ id: RecordId, changedAt: Instant });

export const listEntityChanges = operation({
  duty: "read",
  method: "GET",
  path: "/collection/databases/{id}/changes",
  says: {
    zh: "列出本区实体自某时以来的变化（不含内容）",
    en: "List which entities of my district have changed since a moment, without what they hold",
  },
  cites: ["A23p2"],
  ...DISTRICTS,
  takes: z.strictObject({ id: DatabaseId, since: Instant.exactOptional(), ...PageFields }),
  gives: pageOf(Changed),
  refusals: { ...PAGED, ...NO_AUTHORITY, ...NOT_SUBSCRIBED },
  example: {
    takes: { id: A_DATABASE, since: "2026-11-24T00:00:00.000Z" },
    gives: { items: [{ id: AN_ENTITY, changedAt: "2026-11-24T01:02:03.004Z" }] },
  },
});
