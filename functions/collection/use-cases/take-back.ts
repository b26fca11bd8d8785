import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Found, Happened } from "../../platform/store/open.ts";
import type { Batch, Withdrawing } from "../batch/batch.ts";
import { withdrawn } from "../batch/life.ts";
import { type BatchEvent, RowsTakenIn } from "../events.ts";
import { delta, NO_COUNTS, plus } from "../record/counts.ts";
import { broughtBy, takeBack } from "../record/merge.ts";
import type { TakeBackDeps } from "./deps.ts";
import { type Step, stepCall } from "./take-in.ts";

type Its = Found<Batch> & Readonly<{ now: Withdrawing }>;
const isWithdrawing = (found: Found<Batch>): found is Its => found.now.status === "withdrawing";

/** The records that one transaction of the file has brought, where this event tells of one. */
const broughtIn = ({ type, data }: Happened): readonly string[] => {
  const brought = RowsTakenIn.safeParse({ type, ...data });
  return brought.success ? brought.data.records : [];
};

/**
 * A step of a withdrawal: walks the file's own history, transaction by transaction, and takes back from each record what
 * this file has said there and nobody has replaced since. May end anywhere and go on from where it was.
 */
export const takeBackBatch =
  ({ batches, intake, now, timeIsUp }: TakeBackDeps) =>
  async ({ record: id }: { record: string }): Promise<Outcome<Step>> => {
    const found = await batches.find(id);
    if (!found.ok) return found;
    if (!isWithdrawing(found.value)) return accept({ done: true });
    let its: Its = found.value;

    for (;;) {
      const page = await batches.history(id, { limit: LIMITS.usualPageSize }, its.now.takenBackTo);
      if (!page.ok) return page;
      for (const happened of page.value.items) {
        const saved = await takeBackOne({ intake, now }, its, happened);
        if (!saved.ok) return saved.refusal.code === "record-changed-meanwhile" ? accept({ done: false }) : saved;
        const isSaved = saved.value.version > its.version;
        its = saved.value;
        // What was only gone past is not on record: a step that ended there would begin where it began.
        if (isSaved && timeIsUp()) return accept({ done: false });
      }
      if (page.value.next === undefined) break;
    }
    const { resource, from } = its.now;
    const event = { type: "collection.batch-withdrawn.v1", resource, from, round: 1 } as const;
    const saved = await batches.save(withdrawn(its.now), its, event, stepCall(its, event.type));
    return saved.ok ? accept({ done: true }) : accept({ done: false });
  };

/** What one event of the file has brought is taken back; an event that brought nothing is only gone past. */
const takeBackOne = async (
  { intake, now }: Pick<TakeBackDeps, "intake" | "now">,
  its: Its,
  happened: Happened,
): Promise<Outcome<Its>> => {
  const { id, resource, from } = its.now;
  const ids = broughtIn(happened);
  const past: Its = { ...its, now: { ...its.now, takenBackTo: happened.version } };
  if (ids.length === 0) return accept(past);
  const known = await intake.known(ids, {});
  const changes = ids.flatMap((record) => {
    const before = known.record(record);
    const after = before === undefined ? undefined : takeBack(before.now, broughtBy(id), now());
    const event = { type: "collection.row-taken-back.v1", resource, from, batch: id } as const;
    return before === undefined || after === undefined ? [] : [{ before, after, event }];
  });
  const after: Withdrawing = { ...past.now, takenBack: past.now.takenBack + changes.length };
  const event: BatchEvent = {
    type: "collection.rows-taken-back.v1",
    resource,
    from,
    round: 1,
    batch: id,
    records: changes.map(({ after: { id: record } }) => record),
    delta: changes.reduce((sum, change) => plus(sum, delta(change.before.now, change.after)), NO_COUNTS),
  };
  const saved = await intake.saveRows({ before: its, after, event }, changes, [], stepCall(its, happened.version));
  return saved.ok ? accept({ now: after, version: its.version + 1 }) : saved;
};
