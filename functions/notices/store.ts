import { sweepCall } from "../platform/due.ts";
import { openChange } from "../platform/store/change.ts";
import type { Write } from "../platform/store/commit.ts";
import { declareStore } from "../platform/store/declare.ts";
import type { Store } from "../platform/store/open.ts";
import { NoticeEvent } from "./events.ts";
import { type About, KeptNotice, type Notice, put } from "./notice.ts";

/** Where all that was told about a record stands together. */
export const matterOf = ({ context, kind, id }: About): string => [context, kind, id].join("~");

export const notices = declareStore({
  kind: "notice",
  holds: KeptNotice,
  announces: NoticeEvent,
  id: ({ notice }) => notice.id,
  indexes: {
    byReader: ({ notice: { to, sentAt, id } }) => ({ hash: to, range: `${sentAt}#${id}` }),
    byMatter: ({ notice: { about, sentAt, id } }) => ({ hash: matterOf(about), range: `${sentAt}#${id}` }),
  },
});
export type Notices = Store<typeof notices>;

/**
 * The rows of these notices in the table of that name, for the transaction of the act they tell about: put with the rest
 * or not at all, so that nothing is done without its being told. A notice that was put before makes the transaction
 * fail. Who puts them needs PutItem on the table, and nothing else.
 */
export const noticeWrites = (table: string, all: readonly Notice[]): Write[] =>
  all.flatMap((notice) => {
    const change = openChange(notices, { name: table, now: () => notice.sentAt });
    const sent = { type: "notices.sent.v1", about: notice.about } as const;
    return change(put(notice), undefined, sent, sweepCall("notices", notices.kind, notice.id, 1)).writes.map(
      ({ write }) => write,
    );
  });
