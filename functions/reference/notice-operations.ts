import * as z from "zod";
import { LIMITS } from "../kernel/limits.ts";
import { PlainText } from "../kernel/text.ts";
import { operation } from "../platform/operation.ts";
import { PageFields, pageOf } from "../platform/page.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "../platform/refusals.ts";
import { ImportedNotice, NoticeFields } from "./notice.ts";

const aNotice = {
  title: "国务院办公厅关于2026年部分节假日安排的通知",
  address: "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm",
  settles: [2026],
  daysOff: ["2026-01-01", "2026-01-02", "2026-01-03"],
  daysWorked: ["2026-01-04"],
};

const proposed = {
  id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11",
  status: "proposed",
  notice: aNotice,
  publishedOn: "2025-11-04",
  proposedBy: "staff-0042",
  proposedOn: "2025-11-05",
} as const;

const APPLIED = {
  "notice-changes-nothing": {
    status: 409,
    zh: "日历中已有该通知的全部内容",
    en: "The calendar says all of this already",
  },
  "notice-works-on-statutory-days": {
    status: 422,
    zh: "该通知会使法定节假日上班，请核对是否为正式通知",
    en: "It would have people work on days that the law gives off; check that it is genuine",
  },
} as const;

const NOT_PROPOSED = {
  "notice-not-proposed": { status: 409, zh: "该通知已确认或者已退回", en: "It is confirmed or rejected already" },
} as const;

const KEEPER = { who: ["competent-authority"], post: "calendar-keeper" } as const;
const NoticeId = z.uuid();

const proposeNotice = operation({
  duty: "command",
  method: "POST",
  path: "/reference/notices",
  says: { zh: "录入放假通知，待另一人确认", en: "Propose a holiday notice, for another person to confirm" },
  cites: ["A48"],
  ...KEEPER,
  creates: true,
  takes: NoticeFields,
  gives: ImportedNotice,
  refusals: {
    ...COMMAND,
    ...APPLIED,
    "notice-not-yet-published": { status: 422, zh: "通知的公布日期在将来", en: "It is published in the future only" },
  },
  example: { takes: { ...aNotice, publishedOn: "2025-11-04" }, gives: proposed },
});

const confirmNotice = operation({
  duty: "command",
  method: "POST",
  path: "/reference/notices/{id}/confirmation",
  says: { zh: "由另一人确认通知，日历随之变更", en: "Another person confirms a notice, and the calendar changes" },
  cites: ["A48"],
  ...KEEPER,
  takes: z.strictObject({ id: NoticeId }),
  gives: ImportedNotice,
  refusals: {
    ...COMMON,
    ...APPLIED,
    ...NOT_PROPOSED,
    "notice-confirmed-by-its-proposer": {
      status: 403,
      zh: "录入人不能自己确认，须由另一人确认",
      en: "Whoever proposed it cannot confirm it; another person must",
    },
  },
  example: {
    takes: { id: proposed.id },
    gives: {
      ...proposed,
      status: "confirmed",
      confirmedBy: "staff-0043",
      confirmedOn: "2025-11-05",
      years: [2026],
    },
  },
});

const rejectNotice = operation({
  duty: "command",
  method: "POST",
  path: "/reference/notices/{id}/rejection",
  says: { zh: "退回或者撤销录入的通知", en: "Turn a proposed notice down, or take it back" },
  cites: ["A48"],
  ...KEEPER,
  takes: z.strictObject({ id: NoticeId, because: PlainText(LIMITS.writtenCharacters) }),
  gives: ImportedNotice,
  refusals: { ...COMMON, ...NOT_PROPOSED },
  example: {
    takes: { id: proposed.id, because: "日期录入有误" },
    gives: {
      ...proposed,
      status: "rejected",
      rejectedBy: "staff-0043",
      rejectedOn: "2025-11-05",
      because: "日期录入有误",
    },
  },
});

const readNotice = operation({
  duty: "read",
  method: "GET",
  path: "/reference/notices/{id}",
  says: { zh: "查看一份通知及其录入、确认情况", en: "Read a notice and who proposed and confirmed it" },
  cites: ["A48"],
  who: "everyone",
  takes: z.strictObject({ id: NoticeId }),
  gives: ImportedNotice,
  refusals: UNKNOWN,
  example: { takes: { id: proposed.id }, gives: proposed },
});

const listNotices = operation({
  duty: "read",
  method: "GET",
  path: "/reference/notices",
  says: { zh: "列出通知，最近公布的在前", en: "List notices, the latest published first" },
  cites: ["A48"],
  who: "everyone",
  takes: z.strictObject({
    status: z.enum(["proposed", "confirmed", "rejected"]).exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(ImportedNotice),
  refusals: PAGED,
  example: { takes: { status: "proposed" }, gives: { items: [proposed] } },
});

/** Notices on their way into the calendar: kept by two persons, seen by everyone signed in. */
export const noticeOperations = { proposeNotice, confirmNotice, rejectNotice, readNotice, listNotices };
