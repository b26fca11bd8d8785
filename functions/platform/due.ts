import * as z from "zod";
import { type Clock, isRunning } from "../kernel/clock.ts";
import { Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { digestOf } from "./digest.ts";
import { count, log, logFault } from "./log.ts";
import type { Answer, Call } from "./operation.ts";
import type { Page } from "./page.ts";
import { PLATFORM } from "./principal.ts";
import type { Begun } from "./round.ts";
import type { IndexKey } from "./store/declare.ts";
import type { Found } from "./store/open.ts";
import type { PageWish, Span } from "./store/pages.ts";

/** In the index by due day each kind of record is spread over so many partitions: a busy day is not one hot key. */
const SHARDS = 4;

const shardOf = (id: string): number =>
  [...id].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0) % SHARDS;

const partition = (kind: string, shard: number): string => `due#${kind}#${shard}`;

/** Where a record with running clocks (or another day on which something is due) stands in the index by due day. */
export const dueOn = (kind: string, id: string, day: Day | undefined): IndexKey | undefined =>
  day === undefined ? undefined : { hash: partition(kind, shardOf(id)), range: `${day}#${id}` };

/** Further than anything can be due: asks for every record whose time runs. */
export const EVER: Day = Day.parse("9999-12-31");

type Clocked = Readonly<{ clocks: Clock[] }>;
/** A store whose records stand in the index by due day. */
export type DueStore<T> = {
  readonly kind: string;
  list(index: "byDueDay", span: Span, wish?: PageWish): Promise<Outcome<Page<Found<T>>, "cursor-invalid">>;
};

/** Every record that is due on `until` or before, page by page: as many reads as what is due needs, however much is open. */
export async function* dueBy<T>(store: DueStore<T>, until: Day): AsyncGenerator<Found<T>> {
  for (let shard = 0; shard < SHARDS; shard++) {
    let cursor: string | undefined;
    do {
      const page = await store.list(
        "byDueDay",
        { hash: partition(store.kind, shard), to: `${until}#\uffff` },
        { cursor, limit: LIMITS.pageSize },
      );
      if (!page.ok) break;
      yield* page.value.items;
      cursor = page.value.next;
    } while (cursor !== undefined);
  }
}

/**
 * The act of a sweep on one record: keyed by kind, id and version, so that two sweeps at once change it once, and a
 * record is never taken for one of another kind that has its id.
 */
export const sweepCall = (job: string, kind: string, id: string, version: number): Call => {
  const key = `${job}#${kind}#${id}#${version}`;
  return { by: PLATFORM, operation: `sweep:${job}`, key, digest: key, traceId: digestOf(key).slice(0, 32) };
};

/** What a sweep is told by the schedule that calls it: the daily one asks for the flows of all whose time runs. */
export const Sweeping = z
  .object({ resources: z.array(z.string()).default([]) })
  .transform(({ resources }) => ({ flows: resources.some((rule) => rule.endsWith("-sweep-flows")) }));
export type Sweeping = z.output<typeof Sweeping>;

/**
 * The reconciler of flows: begins those that never began, because the event was lost or given up on its way. Asks the
 * same start as the listener, which changes nothing where it was heard. Records of today are the listener's: an alarm
 * watches what is found here.
 */
export const beginUnbegun = async <T extends Clocked & Readonly<{ id: string }>>(
  job: string,
  running: AsyncGenerator<Found<T>>,
  today: Day,
  begin: (record: T) => Promise<Outcome<Begun | "over">>,
): Promise<void> => {
  for await (const { now } of running) {
    // One that is late in all is still waited for: then it counts when the missed ones began.
    const running = now.clocks.filter(isRunning);
    const waiting = running.length > 0 ? running : now.clocks.filter(({ missedOn }) => missedOn !== undefined);
    if (waiting.every((it) => it.startedOn >= today)) continue;
    const outcome = await unlessFault(job, () => begin(now));
    if (outcome === undefined || !outcome.ok || outcome.value !== "begun") continue;
    count("BegunLate");
    log("begunLate", { job, record: now.id });
  }
};

/** One record that fails must not keep the others waiting: its fault is logged and counted, and it comes again. */
const unlessFault = async <T>(job: string, act: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await act();
  } catch (fault) {
    logFault(fault, { job });
    return undefined;
  }
};

/**
 * A sweep: does to every due record what its context says, and tells how many it changed. A record that another act
 * changed meanwhile is left to the next sweep: late is not lost.
 */
export const sweep = async <T>(
  job: string,
  due: AsyncGenerator<Found<T>>,
  act: (found: Found<T>) => Promise<Outcome<Answer<unknown>> | undefined>,
): Promise<Outcome<{ changed: number; left: number }>> => {
  let [changed, left] = [0, 0];
  for await (const found of due) {
    const outcome = await unlessFault(job, () => act(found));
    if (outcome?.ok) changed++;
    else left++;
  }
  log("overdue", { job, changed, left });
  return accept({ changed, left });
};
