import type { Instant } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { MOST_OBJECTIONS, type PoolRecord } from "./record.ts";

type Marks = Pick<PoolRecord, "disputed">;

/** What nobody holds any more is used by nobody: there is nothing to warn of. */
export const isHeld = bar("A48", "record-not-held", (record: PoolRecord) =>
  record.status === "held" ? pass(record) : stop({ id: record.id }),
);

export const isNotMarkedYet = bar("A48", "record-marked-already", ({ disputed }: Marks, objection: string) =>
  disputed.includes(objection) ? stop({ objection }) : pass(objection),
);

export const hasRoomForMarks = bar("A48", "too-many-objections", ({ disputed }: Marks) =>
  disputed.length < MOST_OBJECTIONS ? pass(disputed) : stop({ most: MOST_OBJECTIONS }),
);

export const isMarked = bar("A48", "record-not-marked", ({ disputed }: Marks, objection: string) =>
  disputed.includes(objection) ? pass(objection) : stop({ objection }),
);

type CannotMark = typeof isHeld.code | typeof isNotMarkedYet.code | typeof hasRoomForMarks.code;

/** The record with the mark of an objection: it has changed, so that who copies the pool learns of it. */
export const mark = (record: PoolRecord, objection: string, at: Instant): Outcome<PoolRecord, CannotMark> => {
  const held = isHeld(record);
  if (!held.ok) return held;
  const unmarked = isNotMarkedYet(record, objection);
  if (!unmarked.ok) return unmarked;
  const room = hasRoomForMarks(record);
  return room.ok ? accept({ ...record, disputed: [...room.value, objection], changedAt: at }) : room;
};

/** The record without it, whether it is held any more or not. */
export const unmark = (
  record: PoolRecord,
  objection: string,
  at: Instant,
): Outcome<PoolRecord, typeof isMarked.code> => {
  const marked = isMarked(record, objection);
  if (!marked.ok) return marked;
  return accept({ ...record, disputed: record.disputed.filter((it) => it !== objection), changedAt: at });
};
