import * as z from "zod";
import { About, Channel } from "./notice.ts";

const OfNotice = z.object({ about: About });

/** To be sent on by the channels that a stage has. Nobody is named: who is told stays with the notice. */
const NoticeSent = OfNotice.extend({ type: z.literal("notices.sent.v1") });

/** What happens to a notice; its events are its history. */
export const NoticeEvent = z.discriminatedUnion("type", [
  NoticeSent,
  OfNotice.extend({ type: z.literal("notices.handed-over.v1"), channel: Channel }),
  OfNotice.extend({ type: z.literal("notices.read.v1") }),
]);
export type NoticeEvent = z.infer<typeof NoticeEvent>;

/** What the listener hears: its own. */
export const HEARS = [NoticeSent] as const;
