import type { Instant } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import type { Call, UseCases } from "../platform/operation.ts";
import { hasAVerifiedNumber } from "../platform/principal.ts";
import type { Connectors } from "./connector.ts";
import type { contract } from "./contract.ts";
import { CHANNELS, handedOver, type KeptNotice, notYetBy } from "./notice.ts";
import { isItsHolders, isItsReaders, read, viewOf } from "./seeing.ts";
import { matterOf, type Notices } from "./store.ts";
import { textOf } from "./text.ts";

export type Deps = Readonly<{ notices: Notices; connectors: Connectors; now: () => Instant }>;

const aboutOf = ({ notice: { about } }: KeptNotice) => ({ about });

/** What was told is read here and marked as read; it is put by whoever acts, in the transaction of the act. */
export const useCases = ({ notices, now }: Deps): UseCases<typeof contract> => ({
  listMyNotices: async (wish, { by }) => {
    const subject = hasAVerifiedNumber(by);
    if (!subject.ok) return subject;
    const page = await notices.list("byReader", { hash: subject.value, backwards: true }, wish);
    return page.ok ? accept({ now: { ...page.value, items: page.value.items.map((it) => viewOf(it.now)) } }) : page;
  },

  acknowledgeNotice: async ({ id }, call) => {
    const found = await notices.findUnchanged(id, call, (kept) => isItsReaders(kept, call.by));
    if (!found.ok) return found;
    const { now: kept, version } = found.value;
    if (kept.readAt !== undefined) return accept({ now: viewOf(kept), version });
    const event = { type: "notices.read.v1", ...aboutOf(kept) } as const;
    const saved = await notices.save(read(kept, now()), found.value, event, call);
    return saved.ok ? accept({ ...saved.value, now: viewOf(saved.value.now) }) : saved;
  },

  listNoticesAbout: async ({ context, kind, id, ...wish }, { by }) => {
    const page = await notices.list("byMatter", { hash: matterOf({ context, kind, id }) }, wish);
    if (!page.ok) return page;
    const items = page.value.items.flatMap(({ now: kept }) => (isItsHolders(kept, by) ? [viewOf(kept)] : []));
    // What is others' looks as if it were not there, and leads nowhere.
    return accept({ now: items.length === 0 ? { items } : { ...page.value, items } });
  },
});

/**
 * Hands a notice to every channel that has not taken it. A channel that fails keeps no other waiting, and makes the
 * event be heard again: the fault is thrown. May run twice: a channel knows what it has by the notice's id.
 */
export const handOver = async (
  { notices, connectors, now }: Deps,
  id: string,
  call: Call,
): Promise<Outcome<unknown, "record-unknown" | "record-changed-meanwhile" | "idempotency-key-reused">> => {
  let found = await notices.find(id);
  if (!found.ok) return found;
  const failed: string[] = [];
  const there = CHANNELS.filter((channel) => connectors[channel] !== undefined);
  for (const channel of notYetBy(found.value.now, there)) {
    const { now: kept } = found.value;
    const taken = await connectors[channel]?.({ id, to: kept.notice.to, text: textOf(kept.notice) });
    if (taken === undefined) continue;
    if (!taken.ok) {
      failed.push(`${channel}: ${String(taken.refusal.facts["because"])}`);
      continue;
    }
    const delivered = handedOver(kept, { channel, handedOverAt: now(), receipt: taken.value });
    const event = { type: "notices.handed-over.v1", ...aboutOf(kept), channel } as const;
    const saved = await notices.save(delivered, found.value, event, {
      ...call,
      operation: `${call.operation}:${channel}`,
    });
    if (!saved.ok) return saved;
    found = accept({ now: saved.value.now, version: found.value.version + 1 });
  }
  return failed.length === 0 ? found : Promise.reject(new Error(`Not handed over: ${failed.join(", ")}.`));
};
