import * as z from "zod";
import { operation } from "../platform/operation.ts";
import { PageFields, pageOf } from "../platform/page.ts";
import { COMMON, NUMBER_NOT_VERIFIED, PAGED } from "../platform/refusals.ts";
import { About } from "./notice.ts";
import { NoticeView } from "./seeing.ts";

const OBJECTION = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d21";

const aNotice = {
  id: `objections~objection~${OBJECTION}~1`,
  about: { context: "objections", kind: "objection", id: OBJECTION },
  what: "objection-withdrawn",
  text: {
    zh: "您已于2026-11-25撤回异议，数据的异议标注随之取消。您可以再次提出异议。",
    en: "You withdrew your objection on 2026-11-25, and the mark on the data goes with it. You may object again.",
  },
  cites: ["A48"],
  sentAt: "2026-11-25T01:02:03.004Z",
  deliveries: [{ channel: "portal", handedOverAt: "2026-11-25T01:02:03.004Z" }],
} satisfies z.input<typeof NoticeView>;

const listMyNotices = operation({
  duty: "read",
  method: "GET",
  path: "/notices/mine",
  says: { zh: "列出告知我的事项，最近的在前", en: "List what I was told, latest first" },
  cites: ["A48(1)", "A48(2)"],
  who: ["person"],
  takes: z.strictObject(PageFields),
  gives: pageOf(NoticeView),
  refusals: { ...PAGED, ...NUMBER_NOT_VERIFIED },
  example: { takes: {}, gives: { items: [aNotice] } },
});

const acknowledgeNotice = operation({
  duty: "command",
  method: "POST",
  path: "/notices/mine/{id}/reading",
  says: {
    zh: "阅读一条通知：首次阅读的时间记录在案",
    en: "Read a notice: when it was first read goes on record",
  },
  cites: ["A48(1)", "A48(2)"],
  who: ["person"],
  takes: z.strictObject({ id: z.string().min(1).max(200) }),
  gives: NoticeView,
  refusals: COMMON,
  example: { takes: { id: aNotice.id }, gives: { ...aNotice, readAt: "2026-11-25T02:03:04.005Z" } },
});

const listNoticesAbout = operation({
  duty: "read",
  method: "GET",
  path: "/notices/about/{context}/{kind}/{id}",
  says: {
    zh: "列出就一事项告知过什么、何时送达各渠道、何时被阅读：市大数据中心和当时承办的机构可查",
    en: "List what was told about a matter, when channels took it and when it was read: for the Center and its holder",
  },
  cites: ["A48(1)", "A48(2)"],
  who: ["institution"],
  takes: z.strictObject({ ...About.shape, ...PageFields }),
  gives: pageOf(NoticeView),
  refusals: PAGED,
  example: { takes: aNotice.about, gives: { items: [aNotice] } },
});

export const contract = { listMyNotices, acknowledgeNotice, listNoticesAbout };
