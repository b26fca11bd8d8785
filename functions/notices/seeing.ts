import * as z from "zod";
import { CITATIONS } from "../../law/articles.ts";
import { CreditCode } from "../kernel/credit-code.ts";
import { Instant } from "../kernel/day.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { Principal } from "../platform/principal.ts";
import { About, Delivery, type KeptNotice, WHATS } from "./notice.ts";
import { textOf } from "./text.ts";

/** A notice as it is shown to its reader and to who holds the matter: whom it told stays with the matter. */
export const NoticeView = z
  .object({
    id: z.string(),
    about: About,
    what: z.enum(WHATS),
    text: z.object({ zh: z.string(), en: z.string() }),
    cites: z.array(z.enum(CITATIONS)),
    concerns: CreditCode.exactOptional(),
    sentAt: Instant,
    deliveries: z.array(Delivery),
    readAt: Instant.exactOptional(),
  })
  .meta({ id: "Notice", description: "通知。What was told, when, by which channels, and when it was read." });
export type NoticeView = z.infer<typeof NoticeView>;

export const viewOf = ({ notice, ...kept }: KeptNotice): NoticeView => {
  const { to: _to, facts: _facts, ...shown } = notice;
  return { ...shown, text: textOf(notice), ...kept };
};

/** A47p2: what is told to somebody else looks as if it were not there. */
export const isItsReaders = bar("A47p2", "record-unknown", ({ notice }: KeptNotice, by: Principal) =>
  by.subject === notice.to ? pass(notice) : stop({ id: notice.id }),
);

/** The Center tells everybody (A48); who holds the matter sees what was told while it did. */
export const isItsHolders = ({ notice }: KeptNotice, by: Principal): boolean =>
  by.roles.includes("big-data-center") || (by.institution !== undefined && notice.concerns === by.institution);

/** Read for the first time at this moment; reading again changes nothing. */
export const read = (kept: KeptNotice, at: Instant): KeptNotice => ({ readAt: at, ...kept });
